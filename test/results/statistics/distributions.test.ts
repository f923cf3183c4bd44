import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../../results/statistics/incomplete-beta.ts';
import { stirlingError } from '../../../results/statistics/stirling.ts';
import { studentCdf, studentDensity, studentQuantile } from '../../../results/statistics/student-t.ts';
import { normalQuantile } from '../../../sim/random/distributions.ts';
import { normalCdf } from '../../../sim/random/normal-distribution.ts';

// Expected values: mpmath 1.3 at 60 digits.

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

describe('normalCdf', () => {
  it.each([
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [1, 0.8413447460685429],
    [1.9999999, 0.9772498626527236],
    [2, 0.9772498680518208],
    [3, 0.9986501019683699],
    [8, 0.9999999999999993],
    [-1, 0.15865525393145705],
    [-2, 0.02275013194817921],
    [-2.5, 0.006209665325776135],
    [-5, 2.866515718791939e-7],
    [-10, 7.619853024160525e-24],
    [-20, 2.7536241186062337e-89],
    [-37, 5.725571222524577e-300],
  ])('Φ(%d) = %d', (x, expected) => {
    expect(relative(normalCdf(x), expected)).toBeLessThan(x < -10 ? 1e-12 : 2e-14);
  });

  it('undoes the normal quantile', () => {
    for (let u = 0.0005; u < 1; u += 0.0137) expect(normalCdf(normalQuantile(u))).toBeCloseTo(u, 14);
  });

  it('ends at 0 and 1, and refuses NaN', () => {
    expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(-40)]).toEqual([0, 1, 0]);
    expect(() => normalCdf(Number.NaN)).toThrow(RangeError);
  });
});

describe('Student t', () => {
  it.each([
    [0.1, 1, 0.4682744825694464],
    [1, 1, 0.25],
    [1, 2, 0.2113248654051871],
    [2.5, 4, 0.03338327240599407],
    [2, 9.5, 0.03744317887399471],
    [6, 3, 0.004636357446142334],
    [1.96, 1000, 0.025136592477874357],
    [4, 99, 6.112576378555655e-5],
    [10, 30, 2.2876257041148064e-11],
    [0.001, 7, 0.4996150086224994],
    [3, 999_999, 0.0013499312707441378],
  ])('P(T < −%d) with %d degrees of freedom', (t, freedom, expected) => {
    expect(relative(studentCdf(-t, freedom), expected)).toBeLessThan(1e-13);
    expect(studentCdf(t, freedom)).toBeCloseTo(1 - expected, 14);
  });

  it.each([
    [0.975, 1, 12.706204736174705],
    [0.975, 2, 4.302652729749464],
    [0.975, 4, 2.7764451051977943],
    [0.975, 9, 2.2621571627982053],
    [0.995, 9, 3.2498355415921263],
    [0.975, 99, 1.9842169515864174],
    [0.975, 999, 1.96234146113345],
    [0.975, 99_999, 1.9599877077718448],
    [0.9999, 3, 22.20374227320418],
  ])('quantile %d with %d degrees of freedom', (p, freedom, expected) => {
    expect(relative(studentQuantile(p, freedom), expected)).toBeLessThan(2e-13);
    expect(studentQuantile(1 - p, freedom)).toBeCloseTo(-expected, 10);
  });

  it('has the density that its distribution function has as slope', () => {
    for (const [t, freedom] of [
      [0, 5],
      [0.7, 5],
      [-2, 12],
    ] as const) {
      const slope = (studentCdf(t + 1e-5, freedom) - studentCdf(t - 1e-5, freedom)) / 2e-5;
      expect(studentDensity(t, freedom)).toBeCloseTo(slope, 8);
    }
    expect(studentDensity(0, 1)).toBeCloseTo(1 / Math.PI, 14);
  });

  it('refuses what is not a probability or a degree of freedom', () => {
    expect(() => studentQuantile(1, 5)).toThrow('between 0 and 1');
    expect(() => studentQuantile(0.9, 0)).toThrow('degrees of freedom');
    expect(() => studentCdf(Number.NaN, 5)).toThrow('NaN');
  });
});

describe('incompleteBeta', () => {
  it.each([
    [0.5, 2, 3, 0.6875],
    [0.1, 0.5, 0.5, 0.20483276469913345],
    [0.01, 3, 998, 0.9973205680062085],
    [0.9, 50, 5, 0.36144713972737785],
    [0.3, 1000, 2300, 0.3540161331257131],
    [0.999, 9990, 11, 0.5830397606292574],
    [0.25, 1, 1, 0.25],
  ])('I_%d(%d, %d)', (x, a, b, expected) => {
    expect(relative(incompleteBeta(x, a, b), expected)).toBeLessThan(1e-11);
  });

  it('refuses arguments out of range', () => {
    expect(() => incompleteBeta(1.1, 1, 1)).toThrow(RangeError);
    expect(() => incompleteBeta(0.5, 0, 1)).toThrow(RangeError);
  });
});

it("stirlingError is what Stirling's formula lacks at small factorials", () => {
  for (const [n, factorial] of [
    [1, 1],
    [5, 120],
    [10, 3_628_800],
  ] as const) {
    const stirling = (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI);
    expect(stirlingError(n)).toBeCloseTo(Math.log(factorial) - stirling, 13);
  }
});
