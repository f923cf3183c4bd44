/** Borrowers who put their accounts right themselves. */
import { z } from 'zod';
import type { Usd } from '../../sim/units.ts';
import { BORROWERS, MARKET } from '../ledger/ledger.ts';
import { repayToRestore } from '../liquidation/size/sizes.ts';
import { zFraction, zPositive } from '../parameters.ts';
import { defineModel, type ModelReference } from '../registry.ts';
import type { Stage } from '../world/stage.ts';
import type { Behaviour } from './behaviour.ts';
import { sellToRepay } from './own-sale.ts';

const zHealth = z.number().min(1).max(5);

const shared = {
  probability: zFraction.describe('share of borrowers who react'),
  reaction: z
    .looseObject({ model: z.string() })
    .describe(
      'from the landed price to the transaction in a block (family delay)',
    ) as unknown as z.ZodType<ModelReference>,
};

const targets = {
  ...shared,
  at: zHealth.describe('health factor below which they are alarmed, e.g. 1.1; not below the trigger'),
  to: zHealth.describe('health factor that they restore, e.g. 1.3'),
};

function requireRise(name: string, at: number, to: number): void {
  if (!(to > at))
    throw new RangeError(`${name}: to (${to}) must be above at (${at}): it is the health factor restored`);
}

/**
 * Borrowers add collateral once a landed price has brought their health factor below `at`:
 *
 *   added = min(most · C, (to · D − W) / t),   after the reaction time, if H < at still
 *
 * C: collateral, D: debt, W: collateral weighted by thresholds, all USD at the protocol's prices; t: liquidation threshold of the largest collateral, which is
 * what they add. A share `probability` of the borrowers does so, each whenever it is alarmed; who, and the `reaction` time, are drawn once for each account and
 * path. `most`: number above 0, of the collateral of the moment. The collateral comes from outside the protocol.
 */
export const topUp = defineModel({
  family: 'borrower',
  name: 'top-up',
  title: 'borrowers add collateral when their health falls',
  misleads:
    'in a crash, where borrowers have no money left when they need it: `probability` and `most` do not fall here',
  params: z.strictObject({
    ...targets,
    most: zPositive.max(100).default(1).describe('most that is added at once, in collaterals of the moment'),
  }),
  create: ({ at, to, most, probability, reaction }, { delay }): Behaviour => {
    requireRise('top-up', at, to);
    return {
      ...{ name: 'top up', at, probability, reaction: delay(reaction) },
      act(stage, slot) {
        const { accounts, ledger, prices, settlement } = stage;
        const { collateralAsset: asset, collateralEntry: entry, view } = settlement;
        const wanted = (to * view.debtUsd - view.weightedUsd) / view.threshold;
        const usd = Math.max(0, Math.min(most * view.collateralUsd, wanted));
        const units = usd / (prices[asset] as number);
        accounts.setCollateral(slot, entry, accounts.collateral(slot, entry) + units);
        ledger.move(asset, MARKET, BORROWERS, units);
        return { what: 'topped-up', usd };
      },
    };
  },
});

/**
 * Borrowers sell collateral and repay once a landed price has brought their health factor below `at`:
 *
 *   repaid = (to · D − W) / (to − t),   after the reaction time, if H < at still
 *
 * Symbols as in `top-up`; the largest collateral is sold on its venues, as much as raises the repayment (so a little more than would be without impact), for
 * the largest debt. Nobody sells for less than a liquidator would give: the protocol's price / (1 + bonus). No penalty is paid. The sale moves the market like any other, but is no liquidation: it is in none of the figures of
 * liquidations, slippage and borrowers' losses. Source: voluntary deleveraging as automation services offer it (DeFi Saver).
 */
export const deleverage = defineModel({
  family: 'borrower',
  name: 'deleverage',
  title: 'borrowers sell collateral and repay when their health falls',
  source: 'DeFi Saver, automated leverage management',
  misleads: 'about what borrowers pay for gas: it counts as nothing',
  params: z.strictObject(targets),
  create: ({ at, to, probability, reaction }, { delay }): Behaviour => {
    requireRise('deleverage', at, to);
    return {
      ...{ name: 'deleverage', at, probability, reaction: delay(reaction) },
      act(stage, slot) {
        const { view } = stage.settlement;
        const wanted = Math.min(repayToRestore(to, view, 0), view.pairDebtUsd);
        return { what: 'deleveraged', usd: sellToRepay(stage, slot, wanted) };
      },
    };
  },
});

/**
 * Borrowers whose accounts are due close them first, where somebody leaves them the time (a grace period, a flag):
 *
 *   all debt is repaid from the account's own collateral, sold on its venues, after the reaction time, if it is still due
 *
 * No penalty is paid. A share `probability` of the borrowers tries; who, and the `reaction` time, are drawn once for each account and path. Who owes more than
 * the collateral is worth walks away; what the market's impact leaves uncovered is written off. Not one of the figures of liquidations counts the sale.
 */
export const selfLiquidation = defineModel({
  family: 'borrower',
  name: 'self-liquidation',
  title: 'borrowers close due accounts themselves, where they are given the time',
  misleads: 'without a safeguard that gives time: keepers are quicker then',
  params: z.strictObject(shared),
  create: ({ probability, reaction }, { delay }): Behaviour => ({
    ...{ name: 'close', probability, reaction: delay(reaction) },
    act: (stage, slot) => ({ what: 'closed', usd: closeAll(stage, slot) }),
  }),
});

function closeAll(stage: Stage, slot: number): Usd {
  const { accounts, settlement } = stage;
  let usd = 0;
  for (let round = accounts.collateralEntries(slot) + accounts.debtEntries(slot); round > 0; round--) {
    const { pairCollateralUsd, pairDebtUsd } = settlement.look(slot);
    if (pairCollateralUsd === 0 || pairDebtUsd === 0) break;
    usd += sellToRepay(stage, slot, pairDebtUsd);
  }
  return usd;
}
