import { describe, expect, it } from 'vitest';
import { expectedShortfall } from '../../../results/statistics/expected-shortfall.ts';
import { mean } from '../../../results/statistics/moments.ts';
import { normalQuantile } from '../../../sim/random/distributions.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('expectedShortfall', () => {
  it('is the mean of the worst hundredth where n·p is whole', () => {
    const { value, tailPaths } = expectedShortfall(upTo(1000), 0.99, 0.95);
    expect(value).toBeCloseTo(mean([991, 992, 993, 994, 995, 996, 997, 998, 999, 1000]), 10);
    expect(tailPaths).toBe(10);
  });

  it('counts the path on the edge by the part of it that belongs', () => {
    // 1 % of 150 is one path and a half: the largest, and half of the next.
    expect(expectedShortfall(upTo(150), 0.99, 0.95).value).toBeCloseTo((150 + 149 / 2) / 1.5, 10);
  });

  it('agrees with the normal closed form φ(z)/(1 − p) on a fine grid of quantiles', () => {
    const n = 200_000;
    const grid = Float64Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n));
    // 2.665214220345806 for p = 0.99; the grid of midpoints cuts the far tail a little.
    expect(expectedShortfall(grid, 0.99, 0.95).value).toBeCloseTo(2.665214220345806, 3);
  });

  it('has the asymptotic error sqrt((Var(tail) + p(ES − q)²)/((1 − p)n)) behind its interval', () => {
    const n = 100_000;
    const shifted = Float64Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n) - 100);
    const { value, low, high } = expectedShortfall(shifted, 0.99, 0.95);
    const [q, es] = [2.3263478740408408, 2.665214220345806];
    const tailVariance = 1 + q * es - es * es;
    const error = Math.sqrt((tailVariance + 0.99 * (es - q) * (es - q)) / (0.01 * n));
    // Log scale of the excess over the quantile; exponential-like excesses have about half as many effective values as paths.
    const [above, below] = [
      Math.log((high! + 100 - q) / (value + 100 - q)),
      Math.log((value + 100 - q) / (low! + 100 - q)),
    ];
    expect(above).toBeCloseTo(below, 3);
    expect(above * (es - q)).toBeCloseTo(1.965 * error, 3);
  });

  it('keeps both bounds above the quantile', () => {
    const heavy = Array.from({ length: 1000 }, (_, i) => (i < 980 ? 0 : Math.exp((i - 979) / 2)));
    const { value, low, high } = expectedShortfall(heavy, 0.99, 0.95);
    const q = heavy[989]!;
    expect(low).toBeGreaterThan(q);
    expect(((low! - q) * (high! - q)) / ((value - q) * (value - q))).toBeCloseTo(1, 10);
  });

  it('gives no interval when fewer than ten paths lie beyond the quantile', () => {
    expect(expectedShortfall(upTo(900), 0.99, 0.95)).toMatchObject({
      low: null,
      high: null,
      tailPaths: 9,
      tooFew: true,
    });
    const threeHits = Array.from({ length: 5000 }, (_, i) => (i < 4997 ? 0 : 1000));
    expect(expectedShortfall(threeHits, 0.99, 0.95)).toMatchObject({ tailPaths: 3, tooFew: true, low: null });
    expect(expectedShortfall(threeHits, 0.99, 0.95).value).toBeCloseTo(60, 10);
    expect(expectedShortfall(upTo(1000), 0.99, 0.95).tooFew).toBe(false);
  });

  it('stands for one path and for equal ones', () => {
    expect(expectedShortfall([7], 0.99, 0.95)).toMatchObject({ value: 7, tailPaths: 0, tooFew: true });
    expect(expectedShortfall(new Float64Array(2000), 0.99, 0.95)).toMatchObject({ value: 0, tailPaths: 0 });
  });
});
