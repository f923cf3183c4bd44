/**
 * One account, one fall of the price, one design after the other: every figure worked out by hand.
 *
 * The account holds 10 ETH and owes 700 DAI; ETH is 100 until 50 min, then lower. Threshold 0.8, bonus 5 %. The oracle is exact, gas is free,
 * and the market takes any quantity at its price P, so that what is left is the rule of the design.
 */
import { describe, expect, it } from 'vitest';
import { bare, type Outcome, openTruth, priceText } from './harness.ts';

function run(price: number, execution: Record<string, unknown>, keepers = 1): Outcome {
  const prices = Array.from({ length: 61 }, (_, row) => (row < 5 ? 100 : price));
  const [scenario, files] = bare({
    price: { model: 'replay', file: 'prices.csv', interpolation: 'step' },
    ...{ horizon: '10h', tick: '10m', collateral: 10, debt: 700, threshold: 0.8, bonus: 0.05 },
    strategy: { preset: 'synchronous', size: { model: 'all' }, discount: { model: 'none' }, execution },
  });
  (scenario.keepers as { count: number }[])[0]!.count = keepers;
  return openTruth(scenario, { ...files, 'prices.csv': priceText(600, prices) }).path(0).only!;
}

const FREE = { gas: 0, revertGas: 0 };

describe('a storefront', () => {
  const store = {
    model: 'storefront',
    storefrontFactor: 0.5,
    targetReserves: 1e6,
    absorbGas: 0,
    buyGas: 0,
    revertGas: 0,
  };

  it('at 81 credits 769.5, of it 69.5 to the owner, and sells at 78.975', () => {
    const f = run(81, store);
    expect(f.liquidatedDebtUsd).toBeCloseTo(700, 9);
    expect(f.borrowerLossUsd).toBeCloseTo(810 - 700 - 69.5, 9);
    expect(f.protocolFeeUsd).toBeCloseTo(789.75 - 769.5, 9);
    expect(f.keeperProfitUsd).toBeCloseTo(810 - 789.75, 9);
    expect(f.badDebtUsd).toBe(0);
  });

  it('at 60 loses 100 at once, and 15 more by selling what it has cost 600 for 585', () => {
    const f = run(60, store);
    expect(f.badDebtRealisedUsd).toBeCloseTo(115, 9);
    expect(f.parkedUsd).toBeCloseTo(115, 9);
    expect(f.borrowerLossUsd).toBeCloseTo(0, 9);
    expect(f.keeperProfitUsd).toBeCloseTo(15, 9);
    expect(f.protocolFeeUsd).toBe(0);
  });
});

describe('an internal pool', () => {
  const pool = (...discounts: number[]) => ({
    model: 'internal-pool',
    members: discounts.map((discount) => ({ capital: 400, discount, reaction: 0, recovery: 0 })),
    ...{ gas: 0, blockShare: 1, least: 0.5 },
  });

  it('serves the first for 400 at 2 % off and the second for 300 at 5 % off', () => {
    const f = run(81, pool(0.05, 0.02));
    const units = 400 / (81 * 0.98) + 300 / (81 * 0.95);
    expect(f.seizedUsd).toBeCloseTo(81 * units, 9);
    expect(f.borrowerLossUsd).toBeCloseTo(81 * units - 700, 9);
    expect(f.keeperProfitUsd).toBeCloseTo(81 * units - 700, 9);
  });

  it('at one price charges both 5 %', () => {
    const f = run(81, { ...pool(0.05, 0.02), payment: 'uniform' });
    expect(f.borrowerLossUsd).toBeCloseTo(700 / 0.95 - 700, 9);
  });

  it('at 60 raises no more than all the collateral brings', () => {
    const f = run(60, { ...pool(0.02, 0.02) });
    expect(f.liquidatedDebtUsd).toBeCloseTo(588, 9);
    expect(f.badDebtRealisedUsd).toBeCloseTo(112, 9);
    expect(f.keeperProfitUsd).toBeCloseTo(12, 9);
  });
});

describe('a batch auction', () => {
  const batch = { model: 'batch-auction', every: '1h', least: 0.9, penalty: 0.1, gas: 0 };

  it('goes at what the market pays where two compete, and at nine tenths of it to one who is alone', () => {
    const two = run(81, batch, 2);
    expect(two.liquidatedDebtUsd).toBeCloseTo(700, 9);
    expect(two.protocolFeeUsd).toBeCloseTo(70, 9);
    expect(two.keeperProfitUsd).toBeCloseTo(0, 9);
    expect(two.borrowerLossUsd).toBeCloseTo(70, 9);
    // All the collateral brings 729, which covers the debt and 29 of the penalty.
    const one = run(81, batch, 1);
    expect(one.liquidatedDebtUsd).toBeCloseTo(700, 9);
    expect(one.protocolFeeUsd).toBeCloseTo(29, 9);
    expect(one.keeperProfitUsd).toBeCloseTo(81, 9);
  });
});

describe('pooled liquidation', () => {
  const pooled = { model: 'pooled', tickSpacing: 1.0015, penalty: 0.03, maxLimit: 0.93, tickGas: 0, ...FREE };

  it('at 81 repays down to the last tick at or below 64.8 for 3 %', () => {
    const end = 1.0015 ** Math.floor(Math.log(64.8) / Math.log(1.0015));
    const repaid = (700 - 10 * end) / (1 - (1.03 / 81) * end);
    const f = run(81, pooled);
    expect(f.liquidatedDebtUsd).toBeCloseTo(repaid, 8);
    expect(f.keeperProfitUsd).toBeCloseTo(0.03 * repaid, 8);
    expect(f.borrowerLossUsd).toBeCloseTo(0.03 * repaid, 8);
    expect(f.liquidations).toBe(1);
  });

  it('at 75 absorbs: a debt of 0.933 of the value costs the owner all of it', () => {
    const f = run(75, pooled);
    expect(f.liquidatedDebtUsd).toBeCloseTo(700, 9);
    expect(f.keeperProfitUsd).toBeCloseTo(21, 9);
    expect(f.protocolFeeUsd).toBeCloseTo(750 - 721, 9);
    expect(f.borrowerLossUsd).toBeCloseTo(50, 9);
  });
});

describe('bands', () => {
  it('that a price has jumped over go at P³ over the product of their edges', () => {
    const bands = {
      model: 'bands',
      amplification: 50,
      bands: 3,
      fee: 0,
      liquidationDiscount: 0,
      bandGas: 0,
      hardGas: 0,
    };
    const f = run(81, { ...bands, ...FREE });
    // Due below 700 / (10 · 0.8) = 87.5: the first edge below it on the grid 100 · 0.98^n is that of n = 7.
    const edge = (n: number) => 100 * 0.98 ** n;
    let got = 0;
    for (const n of [7, 8, 9]) got += ((10 / 3) * 81 ** 3) / (edge(n) * edge(n + 1));
    expect(got).toBeGreaterThan(700);
    expect(f.seizedUsd).toBeCloseTo(810, 9);
    expect(f.liquidatedDebtUsd).toBeCloseTo(700, 6);
    expect(f.borrowerLossUsd).toBeCloseTo(810 - got, 6);
    expect(f.keeperProfitUsd).toBeCloseTo(810 - got, 6);
  });
});

describe('an auction with a bond', () => {
  const BONDED = {
    ...{ model: 'auction', curve: { model: 'linear', duration: '10h' }, buffer: 1, bond: { neutral: 1.2 }, penalty: 0 },
    ...{ tail: '9h', cusp: 0, tip: 0, chip: 0, dust: 0, kickGas: 0, takeGas: 0, revertGas: 0 },
  };

  it('taken at 79.8, with a neutral price of 84, gives its starter 0.6 % and credits the account 97.65 %', () => {
    const f = run(81, BONDED);
    // 84 · (1 − k/60) is below 81 for the first time at k = 3: 79.8. Bond 2 %, reward 2 % · 4.2/14.
    const paid = 700 / (1 - (5 * 0.02 - 0.006) / 4);
    expect(f.liquidatedDebtUsd).toBeCloseTo(700, 8);
    expect(f.seizedUsd).toBeCloseTo((81 * paid) / 79.8, 8);
    expect(f.protocolFeeUsd).toBeCloseTo(paid - 700 - 0.006 * paid, 8);
    expect(f.keeperProfitUsd).toBeCloseTo((81 * paid) / 79.8 - paid + 0.006 * paid, 8);
  });

  it('is not started above the neutral price', () => {
    const f = run(86, BONDED);
    expect(f.auctionsStarted).toBe(0);
    expect(f.unservedDebtUsd).toBeCloseTo(700, 9);
  });
});
