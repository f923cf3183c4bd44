/** Liquidation into a stability pool: parameters of the two generations, and what they mean. The engine stands beside this file. */
import { z } from 'zod';
import type { Execution } from '../../model.ts';
import { zGas, zNonNegative, zProperFraction, zSpan, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { gasCompensation, penaltyShares, proportionalShares, troveShares } from '../stability-pool/shares.ts';
import { whole } from '../stability-pool/wei.ts';
import { recoveryMode } from '../thresholds/recovery-mode.ts';
import { type PooledAccount, StabilityPoolExecutor } from './stability-pool.ts';

/** More than any collateral. */
const UNLIMITED = 1e12;

const shared = {
  size: zUsd.describe('units of the debt asset that depositors have in the pool at the start'),
  minimum: zNonNegative.default(1).describe('units of the debt asset that always stay in the pool'),
  reserved: zUsd.describe('USD that each borrower has set aside for whoever liquidates it'),
  compensation: zProperFraction
    .refine((share) => share === 0 || share >= 1e-6, 'must be 0 or at least 0.000001')
    .describe('share of the collateral paid to whoever liquidates, e.g. 0.005'),
  gas: zGas.describe('gas of a liquidation'),
  revertGas: zGas.describe('gas of one that comes too late'),
  retry: zSpan.default(120_000).describe('how long keepers leave alone what would not pay its gas'),
};

const divisorOf = (share: number): bigint => (share === 0 ? whole(UNLIMITED) : BigInt(Math.round(1 / share)));

/**
 * A stability pool absorbs due accounts at once; what it cannot repay is redistributed.
 *
 *   offset           = min(debt, pool − minimum)
 *   pool gets        = (collateral − compensation) · offset / debt
 *   others get       = what is left of debt and collateral, in proportion to their own collateral of that asset
 *   compensation     = collateral · share, to the keeper who calls, with the sum that the borrower set aside
 *
 * Nothing is sold. Where the collateral is worth less than the debt taken over for it, the difference counts as bad debt:
 * drawn from the pool, or socialised over the other borrowers. Accounts that redistribution makes unhealthy become due. The last account with
 * a pair of collateral and debt is never liquidated: it stays due.
 *
 * With a `criticalRatio` there is a recovery mode. With ICR = collateral / debt of an account, MCR = 1 / liquidation threshold, and TCR = the
 * same of all accounts, at the protocol's prices, then while TCR < criticalRatio:
 *
 *   ICR ≤ 1            all of it is redistributed
 *   1 < ICR < MCR      as in normal mode
 *   MCR ≤ ICR < TCR    if the pool can repay all of it, it does, for collateral worth MCR · debt; the owner keeps the rest
 *
 * As long as the pool holds anything, accounts are then due at a threshold of 1 / TCR; those that it has too little for stay due. TCR is
 * found anew when a price lands, in the block after a liquidation, and for every account that is about to be liquidated. Source: Liquity v1, TroveManager and StabilityPool.
 */
export const stabilityPool = defineModel({
  family: 'execution',
  name: 'stability-pool',
  title: 'a pool of deposits repays the debt and gets all the collateral; the rest is redistributed',
  source: 'Liquity v1 (liquity/dev @ 39f1f7f)',
  misleads:
    'about deposits: depositors neither come nor go, and nobody redeems; with a criticalRatio also where accounts hold several collaterals, as the ratios of an account are those of its largest pair',
  params: z.strictObject({
    ...shared,
    criticalRatio: z
      .number()
      .gt(1)
      .max(10)
      .optional()
      .describe('ratio of all collateral to all debt below which recovery mode begins, e.g. 1.5; never when left out'),
  }),
  create: ({ compensation, criticalRatio, ...p }): Execution => {
    const divisor = divisorOf(compensation);
    const parameters = {
      ...p,
      looksAtSystem: false,
      shares: ({ debt, collateral, most }: PooledAccount) => {
        const paid = gasCompensation(collateral, divisor);
        return proportionalShares(debt, collateral - paid, most, paid);
      },
    };
    if (criticalRatio === undefined) return { executor: (stage) => new StabilityPoolExecutor(stage, parameters) };
    const terms = { criticalRatio: whole(criticalRatio), compensationDivisor: divisor };
    const shares = (one: PooledAccount) => troveShares(one, { ...terms, minimumRatio: one.minimum });
    let engine: StabilityPoolExecutor | undefined;
    return {
      executor(stage) {
        engine = new StabilityPoolExecutor(stage, { ...parameters, looksAtSystem: true, shares });
        return engine;
      },
      thresholds: (threshold) => [
        recoveryMode({ criticalRatio, threshold, canTake: () => engine?.hasDeposits ?? true }),
      ],
    };
  },
});

/**
 * A stability pool that takes no more collateral than the debt and a penalty; the borrower keeps the rest.
 *
 *   pool gets    = min(collateral · offset/debt − compensation, offset · (1 + poolPenalty) / price)
 *   others get   = min(what is left, redistributed debt · (1 + redistributionPenalty) / price)
 *   compensation = share of the pool's part, at most `mostCompensation` units
 *
 * price: of the collateral in units of debt, as the protocol sees it. Source: Liquity v2, TroveManager.
 */
export const penaltyPool = defineModel({
  family: 'execution',
  name: 'penalty-pool',
  title:
    'a pool of deposits repays the debt for a fixed penalty; the rest is redistributed, the surplus is the owner’s',
  source: 'Liquity v2 (liquity/bold @ 405f912)',
  misleads:
    'where redistributionPenalty is below 1 / liquidationThreshold − 1: those who take over fall below the threshold themselves, one after the other; branches are not shut down here, and nobody redeems',
  params: z.strictObject({
    ...shared,
    poolPenalty: zProperFraction.describe('on the debt that the pool repays, e.g. 0.05'),
    redistributionPenalty: zProperFraction.describe('on the debt that is redistributed, e.g. 0.1'),
    mostCompensation: zNonNegative.optional().describe('units of collateral; unlimited when left out'),
  }),
  create: ({ compensation, poolPenalty, redistributionPenalty, mostCompensation = UNLIMITED, ...p }): Execution => {
    const terms = {
      poolPenalty: whole(poolPenalty),
      redistributionPenalty: whole(redistributionPenalty),
      divisor: divisorOf(compensation),
      mostCompensation: whole(mostCompensation),
    };
    const parameters = {
      ...p,
      looksAtSystem: false,
      shares: ({ debt, collateral, most, price }: PooledAccount) => penaltyShares(debt, collateral, most, price, terms),
    };
    return { executor: (stage) => new StabilityPoolExecutor(stage, parameters) };
  },
});
