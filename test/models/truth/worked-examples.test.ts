/**
 * One account, one fall of the price, four strategies: every figure worked out by hand.
 *
 * The account holds 10 ETH and owes 700 DAI; ETH is 100 until 50 min, then 81 (√81 = 9 keeps the pool's arithmetic
 * short). Threshold 0.8, bonus 5 %, of which the protocol keeps 10 %. Blocks every 10 min.
 *
 *   health      10 · 81 · 0.8 / 700 = 648/700 = 0.9257…, so it is due
 *   breach      50 min: 3000 s. The oracle looks every hour, needs 10 min, and lands at 70 min: due at 4200 s
 *   oracle      4200 − 3000 = 1200 s; four reports are sent in 4 h; just before the first landing it is off by 100/81 − 1
 *   keepers     two, who need 15 min: in the mempool at 85 min (5100 s), in the block at 90 min (5400 s)
 *   gas         at 50 gwei; others clear at 20. 500 000 gas cost 0.025 ETH = 2.025 USD; the loser's 100 000 cost 0.405
 *   pool        1000 ETH at 100: √(xy) = 10 000. At 81: x = 10 000/9, y = 90 000. Fee 0.3 %, γ = 0.997
 *   waterfall   an insurance fund of 50, which a fifth of the protocol's fees flows into; then lenders
 */
import { describe, expect, it } from 'vitest';
import { OUTCOME_KEYS } from '../../../models/outcome.ts';
import { bookOf, bookText, type Outcome, openTruth, priceText } from './harness.ts';

function run(price: number, strategy: Record<string, unknown>): Outcome {
  const prices = Array.from({ length: 25 }, (_, row) => (row < 5 ? 100 : price));
  const scenario = {
    run: { horizon: '4h', tick: '10m' },
    market: {
      assets: {
        ETH: { price: { model: 'replay', file: 'prices.csv', interpolation: 'step' } },
        DAI: { price: { model: 'constant', start: 1 } },
      },
      blockSpace: { model: 'constant', gasPrice: 20 },
    },
    chains: {
      main: {
        blocks: { model: 'slots', slot: '10m' },
        fee: { model: 'first-price' },
        gasLimit: 10_000_000,
        gasAsset: 'ETH',
      },
    },
    oracles: {
      ETH: {
        publish: { model: 'interval', every: '1h' },
        delay: '10m',
        transaction: { gas: 100_000, bid: { model: 'fixed', gasPrice: 50 } },
      },
    },
    venues: {
      pool: {
        model: 'constant-product',
        base: 'ETH',
        quote: 'DAI',
        depth: 1000,
        fee: 0.003,
        halfLife: '10m',
        oracleWeight: 0,
      },
    },
    keepers: [{ name: 'keeper', count: 2, delay: '15m', bid: { model: 'fixed', gasPrice: 50 } }],
    protocol: {
      collateral: { ETH: { liquidationThreshold: 0.8, liquidationBonus: 0.05, protocolFee: 0.1 } },
      debt: ['DAI'],
      book: bookOf(),
      waterfall: [{ model: 'insurance-fund', size: 50, inflow: 0.2 }, { model: 'socialise' }],
    },
    strategies: { only: strategy },
  };
  const files = { 'book.csv': bookText([[10, 700]]), 'prices.csv': priceText(600, prices) };
  return openTruth(scenario, files).path(0).only as Outcome;
}

/** What every example shares: figures that are 0 unless an example says otherwise, and the oracle's part. */
const COMMON: Partial<Outcome> = {
  accountsLiquidated: 1,
  oracleSeconds: 1200,
  maxBacklogUsd: 700,
  oracleReports: 4,
  maxOracleError: 100 / 81 - 1,
  lowestPriceFraction: 0.81,
};

function expectFigures(measured: Outcome, worked: Partial<Outcome>): void {
  for (const key of OUTCOME_KEYS) {
    const expected = worked[key] ?? COMMON[key] ?? 0;
    if (Number.isNaN(expected)) {
      expect(measured[key], key).toBeNaN();
      continue;
    }
    expect(Math.abs(measured[key] - expected), `${key} is ${measured[key]}, worked out ${expected}`).toBeLessThan(1e-9);
  }
}

const KEEPERS = { model: 'keepers', gas: 500_000, revertGas: 100_000 };

describe('worked examples', () => {
  it('synchronous: closes in the landing block and sells just enough for the debt', () => {
    expectFigures(run(81, { preset: 'synchronous' }), {
      // The backlog lasted no time at all, so there is no rate.
      closesPerSecond: Number.NaN,
      // x · 700 / ((y − 700) γ) = (10 000/9) · 700 / (89 300 · 0.997) = 8.7359253323 ETH, worth 81 each.
      soldUsd: 707.609951916219,
      seizedUsd: 707.609951916219,
      liquidations: 1,
      liquidatedDebtUsd: 700,
      slippageUsd: 7.609951916218981,
      // Without the fee the same ETH would have brought y q/(x + q) = 702.0898875653.
      slippageFeeUsd: 2.089887565319434,
      slippageImpactUsd: 5.520064350899547,
      borrowerLossUsd: 7.609951916218981,
      // Health 1 needed (700 − 648)/(1 − 0.8) = 260.
      overLiquidationUsd: 440,
      // Nobody had to see or send anything: all of the time is the oracle's, and no backlog outlives its block.
      timeToCloseMedianSeconds: 1200,
      timeToCloseP95Seconds: 1200,
    });
  });

  it('asynchronous: a keeper repays half for collateral worth 5 % more and sells it in the same transaction', () => {
    const size = { model: 'close-factor', closeFactor: 0.5, fullBelowHealthFactor: 0.9 };
    expectFigures(run(81, { preset: 'asynchronous', size, execution: KEEPERS }), {
      liquidations: 1,
      liquidatedDebtUsd: 350,
      // 350 · 1.05, of which the protocol keeps 350 · 0.005 and the keeper sells 350 · 1.045 = 365.75: 4.5154320988 ETH.
      seizedUsd: 367.5,
      protocolFeeUsd: 1.75,
      soldUsd: 365.75,
      // They bring y γ q/(x + γ q) = 363.1812495401; without fee y q/(x + q) = 364.2696486224.
      slippageUsd: 2.568750459924719,
      slippageFeeUsd: 1.0883990823286716,
      slippageImpactUsd: 1.4803513775960473,
      // 363.1812495401 − 350 − 2.025 for gas − 0.405 that the loser's revert cost.
      keeperProfitUsd: 10.751249540075282,
      keeperGasUsd: 2.43,
      failedTransactions: 1,
      // 367.5 taken for 350.
      borrowerLossUsd: 17.5,
      // Health 1 needed 52/(1 − 0.8 · 1.05) = 325.
      overLiquidationUsd: 25,
      // Health after it: (648 − 367.5 · 0.8)/350 = 1.0114…: closed at 5400 s.
      timeToCloseMedianSeconds: 2400,
      timeToCloseP95Seconds: 2400,
      detectionSeconds: 900,
      inclusionSeconds: 300,
      // One close in a backlog from 4200 s to 5400 s.
      closesPerSecond: 1 / 1200,
    });
  });

  it('asynchronous at 64: the collateral is worth less than the debt', () => {
    expectFigures(run(64, { preset: 'asynchronous', size: { model: 'all' }, execution: KEEPERS }), {
      liquidations: 1,
      // All 640 of collateral pay for 640/1.05 of debt.
      liquidatedDebtUsd: 609.5238095238095,
      seizedUsd: 640,
      borrowerLossUsd: 30.476190476190474,
      protocolFeeUsd: 3.0476190476190474,
      // Pool at 64: x = 1250, y = 80 000. Sold: 609.5238… · 1.045, for 630.0402522861.
      soldUsd: 636.952380952381,
      slippageUsd: 6.912128666270994,
      slippageFeeUsd: 1.8808331668550062,
      slippageImpactUsd: 5.031295499415988,
      // 600 000 gas at 50 gwei and 64 USD are 1.92.
      keeperProfitUsd: 18.596442762300434,
      keeperGasUsd: 1.92,
      failedTransactions: 1,
      // 700 − 609.5238…; the fund holds 50 + 3.0476…/5.
      badDebtUsd: 90.47619047619048,
      badDebtRealisedUsd: 90.47619047619048,
      insuranceDrawnUsd: 50.60952380952381,
      socialisedUsd: 39.86666666666667,
      timeToCloseMedianSeconds: 2400,
      timeToCloseP95Seconds: 2400,
      detectionSeconds: 900,
      inclusionSeconds: 300,
      closesPerSecond: 1 / 1200,
      maxOracleError: 100 / 64 - 1,
      lowestPriceFraction: 0.64,
    });
  });

  it('dutch auction: started at 90 min, taken at 120 min when it asks less than the pool pays', () => {
    const execution = {
      model: 'auction',
      curve: { model: 'stairstep', cut: 0.99, step: '90s' },
      buffer: 1.2,
      penalty: 0.13,
      tail: '8400s',
      cusp: 0.4,
      tip: 10,
      chip: 0.001,
      dust: 5000,
      kickGas: 350_000,
      takeGas: 500_000,
      revertGas: 100_000,
    };
    expectFigures(run(81, { preset: 'dutch-auction', execution }), {
      auctionsStarted: 1,
      liquidations: 1,
      // 700 · 1.13 = 791 to raise, from a top of 97.2. The pool pays 0.997 · 81 = 80.757 for a little. Asks: 91.51 after
      // 10 min (6 steps), 85.30 after 20 (13), 97.2 · 0.99^20 = 79.5005543345 after 30: 791 buy 9.9496161583 ETH.
      // Best would be (10 000/9)(√(80.757/79.50…) − 1)/γ = 8.77 ETH, but what that leaves, 93.6, is below the dust.
      soldUsd: 805.9189088224434,
      seizedUsd: 805.9189088224434,
      liquidatedDebtUsd: 700,
      borrowerLossUsd: 105.91890882244347,
      // They bring 796.3911387900; without fee 798.7662331444.
      slippageUsd: 9.527770032431784,
      slippageFeeUsd: 2.375094354431967,
      slippageImpactUsd: 7.152675677999817,
      // The penalty of 91 less the incentive of 10 + 0.001 · 791.
      protocolFeeUsd: 80.209,
      // 796.3911387900 − 791 + 10.791 − gas. Gas: 350 000 and 500 000 for the winner, 2 × 100 000 for the loser.
      keeperGasUsd: 4.2525,
      keeperProfitUsd: 11.929638790011685,
      failedTransactions: 2,
      // Health 1 needed 52/(1 − 0.8 · 1.13) = 541.6666….
      overLiquidationUsd: 158.33333333333334,
      timeToCloseMedianSeconds: 4200,
      timeToCloseP95Seconds: 4200,
      detectionSeconds: 900,
      inclusionSeconds: 2100,
      closesPerSecond: 1 / 3000,
    });
  });

  it('partial liquidation: two rounds to a health of 1.02, the second into a pool that has half recovered', () => {
    const size = { model: 'target-health', target: 1.02, closeFactor: 0.4 };
    expectFigures(run(81, { preset: 'partial-liquidation', size, execution: KEEPERS }), {
      // Wanted (1.02 · 700 − 648)/(1.02 − 0.84) = 366.67; the close factor allows 280. Left: 420 of debt, 648 − 294 · 0.8 =
      // 412.8 weighted, health 0.9829. Then (1.02 · 420 − 412.8)/0.18 = 86.67: health (412.8 − 91 · 0.8)/333.33 = 1.02.
      liquidations: 2,
      liquidatedDebtUsd: 366.6666666666667,
      seizedUsd: 385,
      borrowerLossUsd: 18.333333333333332,
      protocolFeeUsd: 1.8333333333333333,
      // The first sale, 292.6 worth, brings 290.7796790258 and lowers the pool's price by 0.6461 %; ten minutes later
      // half of that is left, 0.3230 %: x = 1112.9156007016, y = 89 854.9468792640, and 90.5667 worth bring 89.9132075556.
      soldUsd: 383.1666666666667,
      slippageUsd: 2.4737800852769336,
      slippageFeeUsd: 1.1424082780623273,
      slippageImpactUsd: 1.331371807214606,
      // Both rounds cost 2.43 of gas.
      keeperProfitUsd: 9.166219914723067,
      keeperGasUsd: 4.86,
      failedTransactions: 2,
      // Round one: 280 of the 325 needed. Round two: (420 − 412.8)/0.16 = 45 were needed.
      overLiquidationUsd: 41.666666666666664,
      timeToCloseMedianSeconds: 3000,
      timeToCloseP95Seconds: 3000,
      detectionSeconds: 900,
      inclusionSeconds: 300,
      // From 90 min, the first round, to 100 min, the second.
      executionSeconds: 600,
      closesPerSecond: 1 / 1800,
    });
  });
});
