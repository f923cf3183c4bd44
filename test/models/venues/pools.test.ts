/** Stable and weighted pools: what sets them apart. */
import { describe, expect, it } from 'vitest';
import { StableSwapCurve } from '../../../models/venues/stableswap/curve.ts';
import { stableInvariant, stablePrice } from '../../../models/venues/stableswap/invariant.ts';
import {
  addLiquidity,
  removeBalanced,
  removeOneCoin,
  virtualPrice,
} from '../../../models/venues/stableswap/liquidity.ts';
import { ConstantProductCurve } from '../../../models/venues/uniswap-v2/curve.ts';
import { WeightedCurve } from '../../../models/venues/weighted/curve.ts';
import { PRICES, venueOf } from '../fixtures/venue.ts';

const steady = (a: number) => ({ from: a, to: a, begins: 0, over: 1 });
const held = (pool: { reserves(into: { base: number; quote: number }): void }) => {
  const into = { base: 0, quote: 0 };
  pool.reserves(into);
  return into;
};
const stable = (options: Record<string, unknown> = {}) =>
  venueOf({
    model: 'stableswap',
    base: 'STETH',
    quote: 'ETH',
    depth: 1000,
    amplification: 50,
    peg: 1,
    fee: 0,
    halfLife: '10m',
    oracleWeight: 0,
    ...options,
  });

describe('the stable invariant', () => {
  it('is the sum of balanced coins, however many', () => {
    for (const n of [2, 3, 4]) expect(stableInvariant(Array(n).fill(100), 50)).toBeCloseTo(100 * n, 10);
  });

  it('lies between the constant product and the constant sum', () => {
    const balances = [100, 900];
    const product = 2 * Math.sqrt(100 * 900);
    let before = product;
    for (const a of [0.01, 1, 10, 100, 10_000]) {
      const d = stableInvariant(balances, a);
      expect(d).toBeGreaterThan(before);
      expect(d).toBeLessThan(1000);
      before = d;
    }
    expect(stableInvariant(balances, 1e9)).toBeCloseTo(1000, 3);
  });

  it('refuses a pool with one coin missing, and knows the empty one', () => {
    expect(() => stableInvariant([100, 0], 50)).toThrow(RangeError);
    expect(stableInvariant([0, 0], 50)).toBe(0);
  });

  it('has the slope that it says', () => {
    const balances = [300, 100, 250];
    const d = stableInvariant(balances, 20);
    const h = 1e-4;
    // Along the curve D stays: dD = 0.
    const slope = (i: number) => {
      const up = balances.map((b, k) => (k === i ? b + h : b));
      const down = balances.map((b, k) => (k === i ? b - h : b));
      return (stableInvariant(up, 20) - stableInvariant(down, 20)) / (2 * h);
    };
    expect(stablePrice(balances, 0, 1, d, 20)).toBeCloseTo(slope(0) / slope(1), 6);
  });
});

describe('deposits and withdrawals', () => {
  const pool = { balances: [1000, 1000], supply: 2000 };

  it('leave the worth of a share alone where they are balanced, and raise it where they are not', () => {
    const worth = virtualPrice(pool, 50);
    expect(virtualPrice(addLiquidity(pool, [10, 10], 50, 0.01), 50)).toBeCloseTo(worth, 12);
    expect(virtualPrice(removeBalanced(pool, 500), 50)).toBeCloseTo(worth, 12);
    expect(virtualPrice(addLiquidity(pool, [100, 0], 50, 0.01), 50)).toBeGreaterThan(worth);
    expect(virtualPrice(removeOneCoin(pool, 100, 0, 50, 0.01), 50)).toBeGreaterThan(worth);
  });

  it('in and out again through one coin costs a fee, and nothing without one', () => {
    const there = addLiquidity(pool, [100, 0], 50, 0);
    expect(removeOneCoin(there, there.supply - 2000, 0, 50, 0).paid).toBeCloseTo(100, 9);
    const dear = addLiquidity(pool, [100, 0], 50, 0.01);
    expect(removeOneCoin(dear, dear.supply - 2000, 0, 50, 0.01).paid).toBeLessThan(100);
  });
});

describe('a stable pool', () => {
  it('is deeper about its peg than a constant product, and the more so the larger A', () => {
    const pay = (a: number) => stable({ amplification: a }).proceeds(200);
    expect(pay(10)).toBeGreaterThan(1000 - 1_000_000 / 1200);
    expect(pay(100)).toBeGreaterThan(pay(10));
  });

  it('loses the better coin when the peg breaks', () => {
    const venue = stable();
    venue.settle(0, PRICES[3]! / PRICES[0]!, 0);
    venue.settle(1000, 0.9, 0);
    expect(venue.bid()).toBeCloseTo(0.9, 12);
    // Six parts in seven are now the coin that fell.
    expect(held(venue).base / (held(venue).base + held(venue).quote)).toBeGreaterThan(0.85);
  });

  it('bends with A, and the price stays where the market holds it', () => {
    const curve = new StableSwapCurve(1000, 1, 1, { from: 100, to: 10, begins: 0, over: 1000 }, 0);
    curve.follow(0.99, 1, 0);
    const before = held(curve);
    curve.follow(0.99, 1, 500);
    expect(curve.price()).toBeCloseTo(0.99, 12);
    // With A = 55 the pool need not be as lopsided to pay 0.99.
    expect(held(curve).base).toBeLessThan(before.base);
    const still = new StableSwapCurve(1000, 1, 1, steady(55), 0);
    still.follow(0.99, 1, 500);
    expect(held(curve).base / held(curve).quote).toBeCloseTo(held(still).base / held(still).quote, 9);
  });

  it('shrinks on all sides alike when depth leaves', () => {
    const curve = new StableSwapCurve(1000, 0.98, 1, steady(50), 0.001);
    const before = held(curve);
    curve.follow(0.98, 0.5, 0);
    expect(held(curve).base).toBeCloseTo(before.base / 2, 6);
    expect(held(curve).quote).toBeCloseTo(before.quote / 2, 6);
  });
});

describe('a weighted pool', () => {
  it('of equal weights is a constant product', () => {
    const weighted = new WeightedCurve(1000, 200, 0.5, 0.003);
    const product = new ConstantProductCurve(1000, 200, 0.003);
    for (const q of [0.01, 10, 5000]) expect(weighted.proceeds(q) / product.proceeds(q)).toBeCloseTo(1, 12);
    expect(weighted.sell(100)).toBeCloseTo(product.sell(100), 8);
    expect(weighted.price()).toBeCloseTo(product.price(), 10);
  });

  it('holds quote in the measure of its weights', () => {
    expect(held(new WeightedCurve(1000, 200, 0.8, 0)).quote).toBeCloseTo(50_000, 8);
  });
});

describe.each([
  ['stable', () => new StableSwapCurve(1000, 1, 1, steady(100), 0.001)],
  ['weighted', () => new WeightedCurve(1000, 1, 0.7, 0.001)],
] as const)('arbitrage on a %s pool', (_, make) => {
  it('goes to where the next unit no longer pays, and no further', () => {
    const down = make();
    const best = make().bestQuantity(0.95);
    const gain = down.arbitrage(0.95, 0);
    for (const q of [0.9 * best, best, 1.1 * best]) expect(make().proceeds(q) - 0.95 * q).toBeLessThanOrEqual(gain);
    // The fee that stays in the pool moves its price by a hair.
    expect(down.bid()).toBeCloseTo(0.95, 3);
    expect(down.arbitrage(0.95, 0)).toBeLessThan(1e-3 * gain);
    const up = make();
    expect(up.arbitrage(1.05, 0)).toBeGreaterThan(0);
    // A unit of base then costs price / (1 − fee).
    expect(up.price() / 0.999).toBeCloseTo(1.05, 3);
  });

  it('does not trade within the fee, nor for less than it costs', () => {
    expect(make().arbitrage(1.0005, 0)).toBe(0);
    expect(make().arbitrage(0.9995, 0)).toBe(0);
    const gain = make().arbitrage(0.95, 0);
    expect(make().arbitrage(0.95, gain * 1.01)).toBe(0);
    expect(make().arbitrage(0.95, gain * 0.99)).toBeCloseTo(gain, 9);
  });
});
