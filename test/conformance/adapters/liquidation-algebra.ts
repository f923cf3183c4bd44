/** The algebra of repaying against a bonus: what restores health, what is toxic, what is left. */
import { builtIn } from '../../../models/catalogue.ts';
import { type Exchange, exchange } from '../../../models/liquidation/exchange.ts';
import { repayToRestore } from '../../../models/liquidation/size/sizes.ts';
import { healingLimit, toleratedFall, toxicLoanToValue } from '../../../models/liquidation/toxicity.ts';
import { REAL, WHOLE } from '../../../models/liquidation/whole-units.ts';
import { type Adapters, numberOf, numbersOf } from '../adapter.ts';

const WAD = 1e18;
const registry = builtIn();

/** What a liquidator of a 1:1 priced pair gets and gives. */
function call(repay: number, collateral: number, bonus: number): Exchange {
  const done: Exchange = { repay: 0, seized: 0, fee: 0 };
  exchange(done, repay, collateral, { rate: 1, bonus, feeShare: 0 }, REAL);
  return done;
}

function closeFactorOf(closeFactor: number, debt: number): number {
  const reference = { model: 'close-factor', closeFactor, fullBelowHealthFactor: 0, minimumDebt: 0 };
  const view = { debtUsd: debt, collateralUsd: 0, weightedUsd: 0, healthFactor: 0.5, pairDebtUsd: debt };
  const account = { ...view, pairCollateralUsd: 0, threshold: 0, assetBonus: 0 };
  return registry.create('size', reference, undefined).repayUsd(account, 0);
}

/** Debt left when a close factor has been used until the collateral is gone. */
function residual(debt: number, collateral: number, bonus: number, closeFactor: number): number {
  let [owed, held] = [debt, collateral];
  for (let round = 0; round < 10_000 && owed > 1e-12 && held > 1e-12; round++) {
    const { repay, seized } = call(closeFactorOf(closeFactor, owed), held, bonus);
    owed -= repay;
    held -= seized;
  }
  return owed;
}

/** Qin et al.: first as much as leaves the position liquidatable, then the close factor of the rest. */
function twoSteps(params: Readonly<Record<string, unknown>>) {
  const p = numbersOf(params, 'collateral', 'debt', 'liq_threshold', 'liq_spread', 'close_factor');
  const account = { debtUsd: p.debt, weightedUsd: p.liq_threshold * p.collateral, threshold: p.liq_threshold };
  const first = repayToRestore(1, account, p.liq_spread);
  const second = closeFactorOf(p.close_factor, p.debt - first);
  const profit = (repay: number) => {
    const done = call(repay, p.collateral, p.liq_spread);
    return done.seized - done.repay;
  };
  const ratio = (profit(first) + profit(second)) / profit(closeFactorOf(p.close_factor, p.debt));
  return { first, second, ratio };
}

const NAME = 'liquidation-algebra';

export const liquidationAlgebra: Adapters = {
  [`${NAME}/liquidation-raises-hf-iff-lt`]: {
    run: ({ params }) => healingLimit(numberOf(params.liq_threshold), numberOf(params.bonus)),
  },
  [`${NAME}/toxic-ltv-threshold-1`]: { run: ({ params }) => toxicLoanToValue(numberOf(params.bonus)) },
  [`${NAME}/max-tolerated-one-step-collateral-price-drop-fro`]: {
    run: ({ params }) => toleratedFall(numberOf(params.liq_threshold), numberOf(params.bonus)),
  },
  [`${NAME}/minimum-repay-to-restore-hf`]: {
    run({ params }) {
      const p = numbersOf(params, 'collateral', 'debt', 'liq_threshold', 'bonus', 'target_hf');
      const account = { debtUsd: p.debt, weightedUsd: p.liq_threshold * p.collateral, threshold: p.liq_threshold };
      return repayToRestore(p.target_hf, account, p.bonus);
    },
  },
  [`${NAME}/residual-bad-debt-at-constant-price-after-liquid`]: {
    run({ params }) {
      const p = numbersOf(params, 'collateral', 'debt', 'bonus');
      return residual(p.debt, p.collateral, p.bonus, numberOf(params.close_factor ?? 1));
    },
  },
  [`${NAME}/optimal-2-step-strategy-repay1`]: { run: ({ params }) => twoSteps(params).first },
  [`${NAME}/repay2`]: { run: ({ params }) => twoSteps(params).second },
  [`${NAME}/profit-ratio-optimal-up-to-close-factor`]: { run: ({ params }) => twoSteps(params).ratio },
  [`${NAME}/profit-ratio-identity`]: { run: ({ params }) => twoSteps(params).ratio },
  'synthetix-v2x/amount-to-fix': {
    run({ params, inputs }) {
      const ratio = numberOf(params.ratio) / WAD;
      const { debt, collateral } = numbersOf(inputs, 'debt', 'collateral');
      const account = { debtUsd: debt, weightedUsd: ratio * collateral, threshold: ratio };
      return { amount: WHOLE.down(repayToRestore(1, account, numberOf(params.penalty) / WAD)) };
    },
  },
};
