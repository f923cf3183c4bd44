import { describe, expect, it } from 'vitest';
import { gammaQuantile, lnGamma, regularisedGamma } from '../../sim/random/gamma-quantile.ts';

describe('the gamma distribution', () => {
  it('has the logarithm of the factorials and of √π', () => {
    let factorial = 1;
    for (let n = 1; n < 30; n++) {
      expect(Math.abs(lnGamma(n) - Math.log(factorial))).toBeLessThan(1e-13 * (1 + n));
      factorial *= n;
    }
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14);
    expect(() => lnGamma(0)).toThrow(RangeError);
  });

  it('agrees with closed forms of P(a, x)', () => {
    for (const x of [0.01, 0.5, 1, 3, 10, 40]) {
      expect(regularisedGamma(1, x)).toBeCloseTo(1 - Math.exp(-x), 13);
      expect(regularisedGamma(3, x)).toBeCloseTo(1 - Math.exp(-x) * (1 + x + (x * x) / 2), 13);
    }
    // A chi-square of 10 degrees has 95 % at 18.307038 (tables).
    expect(regularisedGamma(5, 18.307038053275146 / 2)).toBeCloseTo(0.95, 12);
    expect(gammaQuantile(0.95, 5, 2)).toBeCloseTo(18.307038053275146, 10);
    expect(() => regularisedGamma(1, -1)).toThrow(RangeError);
  });

  it('is inverted over its whole range', () => {
    for (const shape of [0.05, 0.3, 1, 2.5, 30, 1000]) {
      for (const u of [1e-9, 1e-3, 0.1, 0.5, 0.9, 0.999, 1 - 1e-9]) {
        const x = gammaQuantile(u, shape, 1);
        // Below the smallest double the distribution function has no further points.
        if (x > 1e-290) expect(Math.abs(regularisedGamma(shape, x) - u), `${shape} ${u}`).toBeLessThan(1e-12);
      }
    }
    expect(gammaQuantile(0, 2, 1)).toBe(0);
    expect(() => gammaQuantile(1, 2, 1)).toThrow(RangeError);
  });
});
