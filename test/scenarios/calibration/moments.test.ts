import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FallFinder, momentsOf, pricesOf } from '../../../scenarios/calibration/moments.ts';

describe('the worst fall within a window', () => {
  const slow = (prices: readonly number[], steps: number) => {
    let worst = 0;
    prices.forEach((high, i) => {
      for (let j = i; j <= Math.min(i + steps, prices.length - 1); j++) worst = Math.max(worst, 1 - prices[j] / high);
    });
    return worst;
  };

  it('is that of looking at every pair', () => {
    const finder = new FallFinder();
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 10, noNaN: true }), { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 1, max: 45 }),
        (prices, steps) => {
          expect(finder.worst(Float64Array.from(prices), steps)).toBeCloseTo(slow(prices, steps), 12);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('moments of returns', () => {
  it('are those of a small sample by hand', () => {
    // Deviations −2, −1, 0, 3 of mean 0: squares 4, 1, 0, 9; cubes −8, −1, 0, 27; fourth powers 16, 1, 0, 81.
    const { mean, deviation, skewness, excessKurtosis } = momentsOf(Float64Array.of(-2, -1, 0, 3));
    expect(mean).toBe(0);
    expect(deviation).toBeCloseTo(Math.sqrt(3.5), 12);
    expect(skewness).toBeCloseTo(18 / 4 / (3.5 * Math.sqrt(3.5)), 12);
    expect(excessKurtosis).toBeCloseTo(98 / 4 / (3.5 * 3.5) - 3, 12);
  });

  it('see clusters of large moves', () => {
    const calm = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0.01 : -0.01));
    const wild = calm.map((x) => 10 * x);
    expect(momentsOf(Float64Array.of(...calm, ...wild)).clustering).toBeGreaterThan(0.9);
  });

  it('prices are what the returns make of 1', () => {
    const prices = pricesOf(Float64Array.of(Math.log(2), Math.log(0.25)));
    expect([...prices].map((price) => Number(price.toFixed(12)))).toEqual([1, 2, 0.5]);
  });
});
