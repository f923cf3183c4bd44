/** Liquidation into a stability pool: parameters of the two generations, and what they mean. The engine stands beside this file. */
import { z } from 'zod';
import type { Execution } from '../../model.ts';
import { zGas, zNonNegative, zProperFraction, zSpan, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { gasCompensation, penaltyShares, proportionalShares } from '../stability-pool/shares.ts';
import { whole } from '../stability-pool/wei.ts';
import { StabilityPoolExecutor } from './stability-pool.ts';

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
 * Source: Liquity v1, TroveManager and StabilityPool.
 */
export const stabilityPool = defineModel({
  family: 'execution',
  name: 'stability-pool',
  title: 'a pool of deposits repays the debt and gets all the collateral; the rest is redistributed',
  source: 'Liquity v1 (liquity/dev @ 39f1f7f)',
  misleads:
    'below the critical ratio of the system: recovery mode, which makes healthier accounts due, is not simulated; depositors neither come nor go',
  params: z.strictObject(shared),
  create: ({ compensation, ...p }): Execution => {
    const divisor = divisorOf(compensation);
    const parameters = {
      ...p,
      shares: (debt: bigint, collateral: bigint, most: bigint) => {
        const paid = gasCompensation(collateral, divisor);
        return proportionalShares(debt, collateral - paid, most, paid);
      },
    };
    return { executor: (stage) => new StabilityPoolExecutor(stage, parameters) };
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
      shares: (debt: bigint, collateral: bigint, most: bigint, price: bigint) =>
        penaltyShares(debt, collateral, most, price, terms),
    };
    return { executor: (stage) => new StabilityPoolExecutor(stage, parameters) };
  },
});
