/** Compound v2: seizing tokens, close factor, refusals; and the account check of Compound v3. */
import { isDue } from '../../../models/book/margin.ts';
import { builtIn } from '../../../models/catalogue.ts';
import { type Exchange, exchange } from '../../../models/liquidation/exchange.ts';
import { REAL, WHOLE } from '../../../models/liquidation/whole-units.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const WAD = 1e18;
const registry = builtIn();

/** Tokens of the collateral market seized for a repayment; a token is worth `exchangeRate` of the underlying. */
function seize(inputs: Readonly<Record<string, unknown>>, incentive: number, repay: number, held: number): Exchange {
  const i = numbersOf(inputs, 'exchangeRate', 'priceBorrowed', 'priceCollateral');
  const rate = i.priceBorrowed / (i.priceCollateral * (i.exchangeRate / WAD));
  const call: Exchange = { repay: 0, seized: 0, fee: 0 };
  exchange(call, repay, held, { rate, bonus: incentive - 1, feeShare: 0 }, REAL);
  return call;
}

export const compoundV2: Adapters = {
  'compound-v2/seize-tokens': {
    run({ params, inputs }) {
      const incentive = numberOf(params.liquidationIncentive) / WAD;
      const { seized } = seize(inputs, incentive, numberOf(inputs.repay), Number.POSITIVE_INFINITY);
      return { seizeTokens: WHOLE.down(seized) };
    },
  },
  'compound-v2/liquidate': {
    run({ params, inputs }) {
      const i = numbersOf(inputs, 'borrow', 'shortfall', 'repay', 'collTokens', 'exchangeRate', 'priceCollateral');
      const incentive = numberOf(params.liquidationIncentive) / WAD;
      // What the weighted collateral leaves over, against nothing: a shortfall of one wei must not drown in the debt.
      if (!isDue(-i.shortfall, 0, 1)) throw new RangeError('no shortfall');
      const closeFactor = numberOf(params.closeFactor) / WAD;
      const reference = { model: 'close-factor', closeFactor, fullBelowHealthFactor: 0, minimumDebt: 0 };
      const account = { debtUsd: i.borrow, collateralUsd: 0, weightedUsd: 0, healthFactor: 0.5, pairDebtUsd: i.borrow };
      const view = { ...account, pairCollateralUsd: 0, threshold: 0, assetBonus: 0 };
      const allowed = registry.create('size', reference, undefined).repayUsd(view, incentive - 1);
      if (i.repay > allowed * (1 + 1e-15)) throw new RangeError('too much repaid');
      const seized = WHOLE.down(seize(inputs, incentive, i.repay, Number.POSITIVE_INFINITY).seized);
      if (seized > i.collTokens) throw new RangeError('seizes too much');
      const split = registry.create(
        'split',
        { model: 'seized-share', share: numberOf(params.protocolSeizeShare) / WAD },
        undefined,
      );
      const forProtocol = WHOLE.down(seized * split.protocolShare(incentive - 1, 0));
      const borrowerTokens = i.collTokens - seized;
      const collUnderlyingAfter = (borrowerTokens * i.exchangeRate) / WAD;
      const borrowAfter = i.borrow - i.repay;
      const factor = numberOf(inputs.collateralFactor ?? 0) / WAD;
      return {
        borrowAfter,
        borrowerTokens,
        liquidatorTokens: seized - forProtocol,
        collUnderlyingAfter,
        liquidityAfter: (collUnderlyingAfter * i.priceCollateral * factor) / WAD - borrowAfter,
      };
    },
    largestAmount: ({ inputs }) => numberOf(inputs.borrow),
  },
  'comet/is-liquidatable': {
    run({ params, inputs }) {
      const p = numbersOf(params, 'basePrice', 'baseScale', 'liquidateCF');
      const i = numbersOf(inputs, 'base', 'collateral', 'price', 'scale');
      const debt = Math.max(0, -i.base) * (p.basePrice / p.baseScale);
      return { liquidatable: isDue(i.collateral * (i.price / i.scale) * (p.liquidateCF / WAD), debt, 1) };
    },
  },
};
