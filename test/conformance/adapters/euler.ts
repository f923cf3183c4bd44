/** Euler v1 and v2: discounts by health, how much is repaid for what, and what lenders lose. */
import { isDue } from '../../../models/book/margin.ts';
import {
  bonusOf,
  boostedDiscount,
  boosterOf,
  shortfallDiscount,
} from '../../../models/liquidation/discount/health-discounts.ts';
import { type Exchange, exchange } from '../../../models/liquidation/exchange.ts';
import { debtGivenUp, isExhausted } from '../../../models/liquidation/exhaustion.ts';
import { repayToRestore } from '../../../models/liquidation/size/sizes.ts';
import { rampedThreshold } from '../../../models/liquidation/threshold-ramp.ts';
import { justAbove } from '../../../models/liquidation/trigger.ts';
import { REAL, WHOLE } from '../../../models/liquidation/whole-units.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const WAD = 1e18;

type Parts = readonly Readonly<Record<string, unknown>>[];

const worthOf = (part: Readonly<Record<string, unknown>>, amount: string) =>
  WHOLE.down((numberOf(part[amount]) * numberOf(part.price)) / WAD);

export const euler: Adapters = {
  'euler-v2/liquidation': {
    run({ params, inputs }) {
      const { debt, debtPrice } = numbersOf(inputs, 'debt', 'debtPrice');
      const collaterals = inputs.colls as Parts;
      const liability = WHOLE.down((debt * debtPrice) / WAD);
      const adjusted = collaterals.reduce(
        (sum, part) => sum + WHOLE.down((worthOf(part, 'balance') * numberOf(part.ltv)) / 1e4),
        0,
      );
      const health = adjusted / liability;
      const seized = collaterals[numberOf(inputs.seize)] as Parts[number];
      const balance = numberOf(seized.balance);
      const worth = worthOf(seized, 'balance');
      const discount = shortfallDiscount(health, numberOf(params.maxLiquidationDiscountBps) / 1e4);
      const call: Exchange = { repay: 0, seized: 0, fee: 0 };
      const due = isDue(adjusted, liability, justAbove(1));
      if (due) exchange(call, liability, worth, { rate: 1, bonus: bonusOf(discount), feeShare: 0 }, REAL);
      const maxRepay = due ? WHOLE.down((call.repay * debt) / liability) : 0;
      const maxYield = !due ? 0 : call.seized >= worth ? balance : WHOLE.down((call.seized / worth) * balance);
      const collLeft = balance - maxYield;
      const othersLeft = collaterals.some((part) => part !== seized && numberOf(part.balance) > 0);
      const exhausted = isExhausted(collLeft) && !othersLeft && params.socialize === true;
      const lost = debtGivenUp(debt - maxRepay, exhausted, liability, numberOf(params.minSocializationLiability));
      return {
        healthScore: health * WAD,
        maxRepay,
        maxYield,
        collLeft,
        socialised: due ? lost : 0,
        liabilityBefore: liability,
        liabilityAfter: liability - WHOLE.down(call.repay),
        repayMinusYieldTimesHs: call.repay - call.seized * health,
      };
    },
    largestAmount: ({ inputs }) => numberOf(inputs.debt),
  },
  'euler-v2/ltv-ramp': {
    run({ params, inputs }) {
      const { initial, target, duration } = numbersOf(params, 'initial', 'target', 'duration');
      return { liquidationLtv: WHOLE.down(rampedThreshold(initial, target, numberOf(inputs.elapsed) / duration)) };
    },
  },
  'euler-v1/liquidation': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'maxDiscount', 'boosterSlope', 'maxBoosterDiscount', 'targetHealth', 'reservesFee');
      const debts = inputs.debts as Parts;
      const collaterals = inputs.colls as Parts;
      const risk = (part: Parts[number], amount: string) => (numberOf(part[amount]) * numberOf(part.price)) / WAD;
      const liability = debts.reduce((sum, d) => sum + risk(d, 'amount') / (numberOf(d.borrowFactor) / WAD), 0);
      const weighted = collaterals.reduce((sum, c) => sum + risk(c, 'balance') * (numberOf(c.cf) / WAD), 0);
      const health = weighted / liability;
      const discount = boostedDiscount(health, {
        base: p.reservesFee / WAD,
        booster: boosterOf(numberOf(inputs.liquidatorAvgLiquidity), liability, p.boosterSlope / WAD),
        maxBoost: p.maxBoosterDiscount / WAD,
        maxDiscount: p.maxDiscount / WAD,
      });
      const repaid = debts[numberOf(inputs.repayIdx)] as Parts[number];
      const seized = collaterals[numberOf(inputs.seizeIdx)] as Parts[number];
      const borrowFactor = numberOf(repaid.borrowFactor) / WAD;
      const bonus = bonusOf(discount);
      // A liability counts 1/borrowFactor: in such units a unit repaid lifts health by itself.
      const view = { debtUsd: liability, weightedUsd: weighted, threshold: (numberOf(seized.cf) / WAD) * borrowFactor };
      const wanted = borrowFactor * repayToRestore(p.targetHealth / WAD, view, bonus);
      const call: Exchange = { repay: 0, seized: 0, fee: 0 };
      const terms = { rate: 1, bonus, feeShare: 0 };
      if (isDue(weighted, liability, 1)) {
        exchange(call, Math.min(wanted, risk(repaid, 'amount')), risk(seized, 'balance'), terms, REAL);
      }
      return {
        healthScore: health * WAD,
        discount: discount * WAD,
        repay: ((call.repay * WAD) / numberOf(repaid.price)) * (1 + p.reservesFee / WAD),
        yield: (call.seized * WAD) / numberOf(seized.price),
      };
    },
  },
};
