import { describe, expect, it } from 'vitest';
import { exponentialQuantile, lognormalQuantile, normalQuantile, poissonQuantile } from '../../sim/index.ts';

// Root of erfc at 60 digits for the exact double on the left (mpmath), rounded: a miss is the approximation's own.
const NORMAL: [number, number][] = [
  [1e-300, -37.0470962993612],
  [1e-16, -8.222082216130435],
  [1e-12, -7.034483825301132],
  [1e-10, -6.361340902404057],
  [2 ** -33, -6.3379577545537895],
  [1e-6, -4.753424308822899],
  [0.001, -3.0902323061678136],
  [0.01, -2.326347874040841],
  [0.025, -1.9599639845400543],
  [0.0749, -1.4402382675279637],
  [0.075, -1.439531470938456],
  [0.1, -1.2815515655446004],
  [0.25, -0.6744897501960817],
  [0.4, -0.2533471031357997],
  [0.5 - 2 ** -20, -2.390507006295574e-6],
  [0.6, 0.2533471031357997],
  [0.75, 0.6744897501960817],
  [0.9, 1.2815515655446006],
  [0.925, 1.4395314709384561],
  [0.93, 1.475791028179171],
  [0.975, 1.9599639845400538],
  [0.99, 2.3263478740408408],
  [0.999, 3.090232306167813],
  [1 - 2 ** -33, 6.3379577545537895],
];

describe('normal quantile', () => {
  it.each(NORMAL)('at %d is %d', (u, z) => {
    expect(Math.abs(normalQuantile(u) / z - 1)).toBeLessThan(1e-14);
  });

  it('is odd around one half and never falls', () => {
    expect(normalQuantile(0.5)).toBe(0);
    let last = Number.NEGATIVE_INFINITY;
    for (let i = 1; i < 4096; i++) {
      const u = i / 4096;
      expect(normalQuantile(1 - u) + normalQuantile(u)).toBe(0);
      expect(normalQuantile(u)).toBeGreaterThan(last);
      last = normalQuantile(u);
    }
  });

  it('is infinite at the ends and not a number outside', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([-0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('exponential and lognormal quantiles', () => {
  it('invert their distribution functions', () => {
    for (const u of [2 ** -33, 0.125, 0.5, 0.9990234375, 1 - 2 ** -33]) {
      expect(-Math.expm1(-exponentialQuantile(u, 13) / 13) / u).toBeCloseTo(1, 13);
    }
    expect(exponentialQuantile(0, 5)).toBeCloseTo(0, 300);
    expect(lognormalQuantile(0.5, 2500, 1.7)).toBe(2500);
    expect(lognormalQuantile(0.975, 2500, 0.5)).toBeCloseTo(2500 * Math.exp(0.5 * 1.959963984540054), 9);
  });
});

/** P(K <= k), each term from its logarithm: another way than the search's running product. */
function poissonCdf(k: number, mean: number): number {
  let logFactorial = 0;
  let total = 0;
  for (let i = 0; i <= k; i++) {
    if (i > 0) logFactorial += Math.log(i);
    total += Math.exp(i * Math.log(mean) - mean - logFactorial);
  }
  return total;
}

describe('poisson quantile', () => {
  it.each([
    [0.1, 0.5, 0],
    [0.1, 0.95, 1],
    [3, 0.001, 0],
    [3, 0.5, 3],
    [3, 0.999, 10],
    [7.5, 0.2, 5],
    [100, 0.01, 77],
    [100, 0.5, 100],
    [100, 0.99, 124],
    [700, 1e-9, 547],
    [700, 0.5, 700],
    [700, 1 - 2 ** -33, 874],
    [650, 0.975, 700],
  ])('with mean %d at %d is %d', (mean, u, k) => {
    expect(poissonQuantile(u, mean)).toBe(k);
  });

  it('is the smallest count whose probability reaches u', () => {
    for (const mean of [0.01, 1, 4.2, 60]) {
      for (let k = 0; k < mean + 4 * Math.sqrt(mean) + 2; k++) {
        const cdf = poissonCdf(k, mean);
        if (cdf > 1 - 1e-9) break;
        expect([poissonQuantile(cdf * (1 - 1e-12), mean), poissonQuantile(cdf * (1 + 1e-12), mean)]).toEqual([
          k,
          k + 1,
        ]);
      }
    }
  });

  it('is 0 for a mean of 0 and ends even next to 1', () => {
    expect(poissonQuantile(0.999, 0)).toBe(0);
    expect(poissonQuantile(1 - 2 ** -53, 650)).toBeGreaterThan(800);
    expect(poissonQuantile(1 - 2 ** -53, 650)).toBeLessThan(1200);
  });

  it('refuses what it cannot do', () => {
    for (const mean of [-1, 701, Number.NaN]) expect(() => poissonQuantile(0.5, mean)).toThrow(RangeError);
    for (const u of [-0.1, 1, Number.NaN]) expect(() => poissonQuantile(u, 3)).toThrow(RangeError);
  });
});
