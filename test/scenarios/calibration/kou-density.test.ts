import { describe, expect, it } from 'vitest';
import { kouDensity, kouMixture } from '../../../scenarios/calibration/kou-density.ts';
import { exponentialIntegrals, normalCdf, normalDensity } from '../../../scenarios/calibration/normal-integrals.ts';

/** Simpson's rule. */
function integral(f: (x: number) => number, from: number, to: number, parts = 20_000): number {
  const step = (to - from) / parts;
  let sum = f(from) + f(to);
  for (let i = 1; i < parts; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * step);
  return (sum * step) / 3;
}

describe('the normal distribution function', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [1.959963984540054, 0.975],
    [-1, 0.15865525393145705],
    [-5, 2.866515718791939e-7],
    [-10, 7.619853024160527e-24],
  ])('is right at %d', (x, expected) => {
    expect(normalCdf(x) / expected).toBeCloseTo(1, 8);
  });
});

describe('integrals of a normal plus exponentials', () => {
  it.each([
    [-6, 0.4],
    [-2.2, 0.4],
    [-1, 0.5],
    [0.7, 2],
    [3, 1.5],
    [9, 0.3],
  ])('are those of their definition at z = %d, c = %d', (z, c) => {
    const out = new Float64Array(8);
    exponentialIntegrals(z, c, 8, out);
    let factorial = 1;
    for (let k = 1; k <= 8; k++) {
      if (k > 1) factorial *= k - 1;
      const expected =
        (Math.exp(c * (c / 2 - z)) *
          integral(
            (u) => (u === 0 ? (k === 1 ? 1 : 0) : Math.exp((k - 1) * Math.log(u))) * normalDensity(u - z + c),
            0,
            30,
          )) /
        factorial;
      expect(out[k - 1] / expected, `order ${k}`).toBeCloseTo(1, 9);
    }
  });
});

describe('the density of a return under Kou', () => {
  // Location, deviation, jumps a step, share up, mean up, mean down.
  const parameters = [0.001, 0.004, 0.7, 0.35, 0.006, 0.009] as const;
  const [a, s, rate, p, up, down] = parameters;
  const density = kouDensity(parameters);
  const moment = (f: (x: number) => number) => integral((x) => f(x) * density(x), -0.4, 0.4, 40_000);

  it('mixes with the weights of a Poisson law', () => {
    const { none, up: ups, down: downs } = kouMixture(rate, p, up, down);
    expect(none).toBeCloseTo(Math.exp(-rate), 12);
    const total = [...ups, ...downs].reduce((sum, w) => sum + w, none);
    expect(total).toBeCloseTo(1, 12);
  });

  it('has the weights that Kou (2002) gives for two jumps', () => {
    // P(2,1) = Q(2,1)-side: one up and one down leave an up-exponential with probability η₂/(η₁ + η₂) = up/(up + down).
    const onlyTwo = kouMixture(1e-4, p, up, down);
    const two = (Math.exp(-1e-4) * 1e-8) / 2;
    expect(onlyTwo.up[1] / (two * p * p)).toBeCloseTo(1, 3);
    const one = Math.exp(-1e-4) * 1e-4;
    expect((onlyTwo.up[0] - one * p) / (two * 2 * p * (1 - p) * (up / (up + down)))).toBeCloseTo(1, 3);
  });

  it('integrates to one, with the cumulants of a normal plus compound Poisson', () => {
    expect(moment(() => 1)).toBeCloseTo(1, 9);
    const mean = a + rate * (p * up - (1 - p) * down);
    expect(moment((x) => x) / mean).toBeCloseTo(1, 7);
    const variance = s * s + rate * 2 * (p * up * up + (1 - p) * down * down);
    expect(moment((x) => (x - mean) * (x - mean)) / variance).toBeCloseTo(1, 7);
    const third = rate * 6 * (p * up * up * up - (1 - p) * down * down * down);
    expect(moment((x) => (x - mean) * (x - mean) * (x - mean)) / third).toBeCloseTo(1, 6);
  });

  it('keeps its digits far out, where one jump of the longer tail decides', () => {
    // Far down the density falls by e^{-1/mean} per unit, all but for the number of jumps.
    expect(density(-1)).toBeGreaterThan(0);
    const ratio = Math.log(density(-0.9) / density(-1)) / 0.1;
    expect(ratio).toBeGreaterThan(0.9 / down);
    expect(ratio).toBeLessThan(1 / down);
  });

  it('prices the call of Kou (2002): 9.14732', () => {
    const [spot, strike, r, sigma, years, lambda, share, etaUp, etaDown] = [100, 98, 0.05, 0.16, 0.5, 1, 0.4, 10, 5];
    const kappa = (share * etaUp) / (etaUp - 1) + ((1 - share) * etaDown) / (etaDown + 1) - 1;
    const location = (r - (sigma * sigma) / 2 - lambda * kappa) * years;
    const law = kouDensity([location, sigma * Math.sqrt(years), lambda * years, share, 1 / etaUp, 1 / etaDown]);
    const from = Math.log(strike / spot);
    const value =
      Math.exp(-r * years) * integral((x) => (spot * Math.exp(x) - strike) * law(x), from, from + 8, 40_000);
    expect(value).toBeCloseTo(9.14732, 5);
  });
});
