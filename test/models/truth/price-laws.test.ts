/** Moments of the tape under GBM and Merton's jump diffusion, written by the tape writer itself in several ticks. */
import { describe, expect, it } from 'vitest';
import { jumpCompensator } from '../../../models/prices/compound-poisson.ts';
import { expectExact, expectMean, expectShare } from './criteria.ts';
import { bare, keepersWith, openTruth } from './harness.ts';
import { differing, NO_VECTORS, vectorsFor } from './vectors.ts';

const PATHS = 40_000;
const TICKS = 4;

/** Price of ETH at the end of each path. */
function terminal(seed: string, price: Record<string, unknown>, days: number, paths = PATHS): Float64Array {
  const [scenario, files] = bare({
    seed,
    price,
    horizon: `${days * 24}h`,
    tick: `${(days * 24) / TICKS}h`,
    collateral: 1,
    debt: 0.001,
    threshold: 0.8,
    bonus: 0.05,
    strategy: keepersWith({ model: 'all' }),
  });
  const truth = openTruth(scenario, files);
  return Float64Array.from({ length: paths }, (_, path) => truth.tape(path).prices[0]![TICKS]!);
}

const squared = (x: number): number => x * x;

describe('geometric Brownian motion (lognormal closed forms)', () => {
  const cases = [
    {
      name: 'GBM 20 %, one year, drift 5 %',
      law: { start: 100, drift: 0.05, volatility: 0.2 },
      days: 365,
      mean: 105.127109637602,
      variance: 451.028807815796,
      quantiles: [[0.001, 55.5411243007056]],
    },
    {
      name: 'GBM 80 %, one day',
      law: { start: 2000, volatility: 0.8 },
      days: 1,
      mean: 2000,
      quantiles: [
        [0.01, 1812.77202250556],
        [0.05, 1865.24797967652],
      ],
    },
    {
      name: 'GBM 120 %, a week',
      law: { start: 2000, volatility: 1.2 },
      days: 7,
      mean: 2000,
      variance: 112005.227684285,
      quantiles: [],
    },
    {
      name: 'GBM 200 %, 30 days, drift −50 %',
      law: { start: 1, drift: -0.5, volatility: 2 },
      days: 30,
      // e^(−0.5 · 30/365)
      mean: 0.959737407008271,
      variance: 0.358540297142475,
      quantiles: [
        [0.001, 0.138433725291502],
        [0.01, 0.214517091020114],
        [0.05, 0.317077451342661],
      ],
    },
  ];

  it.each(cases)('$name', ({ name, law, days, mean, variance, quantiles }) => {
    const prices = terminal(name, { model: 'gbm', ...law }, days);
    expectMean(`${name}: E[S]`, prices, mean);
    if (variance !== undefined)
      expectMean(
        `${name}: Var[S]`,
        prices.map((x) => squared(x - mean)),
        variance,
      );
    for (const [p, quantile] of quantiles) expectShare(`${name}: P(S ≤ q${p})`, prices, (x) => x <= quantile!, p!);
  });

  it.skipIf(NO_VECTORS)('the figures above are those of the vectors', () => {
    const literals = {
      'gbm.0': 105.127109637602,
      'gbm.1': 451.028807815796,
      'gbm.2': 55.5411243007056,
      'gbm.8': 1812.77202250556,
      'gbm.9': 1865.24797967652,
      'gbm.10': 2000,
      'gbm.11': 112005.227684285,
      'gbm.16': 0.358540297142475,
      'gbm.17': 0.138433725291502,
      'gbm.18': 0.214517091020114,
      'gbm.19': 0.317077451342661,
    };
    expect(differing('gbm', literals)).toEqual([]);
  });
});

/** Jumps per year, as the closed forms state them. */
function merton(p: { start?: number; drift: number; volatility: number; lambda: number; m: number; delta: number }) {
  const { start = 1, drift, volatility, lambda, m, delta } = p;
  return { model: 'merton', start, drift, volatility, jumpsPerDay: lambda / 365, jumpMean: m, jumpDeviation: delta };
}

describe('Merton’s jump diffusion (cumulants of compound Poisson plus Brownian motion; Poisson mixtures)', () => {
  const cases = [
    {
      name: 'Merton A, one year',
      law: { start: 100, drift: 0.05, volatility: 0.2, lambda: 1, m: -0.1, delta: 0.15 },
      days: 365,
      cumulants: { mean: 0.0149256864408477, variance: 0.0725, skewness: -0.39700382644749 },
      options: [
        { kind: 'put', strike: 100, price: 7.8842310437002 },
        { kind: 'call', strike: 90, price: 18.698316186828 },
        { kind: 'put', strike: 90, price: 4.3089643918924 },
      ],
    },
    {
      name: 'Merton B, half a year',
      law: { start: 100, drift: 0.05, volatility: 0.2, lambda: 3, m: -0.05, delta: 0.1 },
      days: 182.5,
      options: [{ kind: 'put', strike: 100, price: 6.3955477494004 }],
    },
    {
      name: 'Merton rare wide jumps, a quarter',
      law: { start: 100, drift: 0.03, volatility: 0.3, lambda: 0.5, m: 0, delta: 0.4 },
      days: 91.25,
      options: [
        { kind: 'call', strike: 100, price: 7.747096866794 },
        { kind: 'put', strike: 100, price: 6.9999023487078 },
      ],
    },
    {
      name: 'Merton ETH stress, one day',
      law: { drift: 0, volatility: 0.8, lambda: 20, m: -0.03, delta: 0.06 },
      days: 1,
      cumulants: { variance: 0.002, excessKurtosis: 0.81 },
    },
    {
      name: 'Merton ETH stress, 30 days',
      law: { start: 100, drift: 0, volatility: 0.8, lambda: 20, m: -0.03, delta: 0.06 },
      days: 30,
      options: [
        { kind: 'call', strike: 80, price: 22.162859375501 },
        { kind: 'put', strike: 80, price: 2.1628593755007 },
      ],
    },
    {
      name: 'Merton ETH, one year',
      law: { drift: 0, volatility: 0.6, lambda: 10, m: -0.05, delta: 0.08 },
      days: 365,
      cumulants: { mean: -0.222782341529093, variance: 0.449, excessKurtosis: 0.0111671073060153 },
      below: { share: 0.5, probability: 0.240192450712971 },
    },
    {
      name: 'Merton crash, one week',
      law: { drift: 0, volatility: 0.8, lambda: 2, m: -0.25, delta: 0.15 },
      days: 7,
      cumulants: { mean: -0.00757962917761276, variance: 0.0155342465753425, excessKurtosis: 2.2034152023864 },
      below: { share: 0.5, probability: 0.000465473522410728 },
    },
  ];

  it.each(cases)('$name', ({ name, law, days, cumulants, options, below }) => {
    const { start = 1, drift } = law;
    const years = days / 365;
    const prices = terminal(name, merton(law), days, 60_000);
    // Jumps are compensated: whatever they are, the mean grows by the drift alone.
    expectMean(`${name}: E[S]`, prices, start * Math.exp(drift * years));
    const { mean, variance, skewness, excessKurtosis } = cumulants ?? {};
    if (cumulants !== undefined && variance !== undefined) {
      const returns = prices.map((x) => Math.log(x / start));
      const kappa = jumpCompensator(law.m, law.delta);
      const half = 0.5 * law.volatility * law.volatility;
      const centre = mean ?? (drift - half - law.lambda * kappa + law.lambda * law.m) * years;
      const z = returns.map((x) => (x - centre) / Math.sqrt(variance));
      expectMean(`${name}: E[ln S]`, returns, centre);
      expectMean(
        `${name}: Var[ln S]`,
        returns.map((x) => squared(x - centre)),
        variance,
      );
      if (skewness !== undefined)
        expectMean(
          `${name}: skewness`,
          z.map((x) => x * x * x),
          skewness,
        );
      if (excessKurtosis !== undefined) {
        expectMean(
          `${name}: excess kurtosis`,
          z.map((x) => squared(x * x) - 3),
          excessKurtosis,
        );
      }
    }
    for (const { kind, strike, price } of options ?? []) {
      const sign = kind === 'call' ? 1 : -1;
      const discount = Math.exp(-drift * years);
      const paid = prices.map((x) => discount * Math.max(0, sign * (x - strike)));
      expectMean(`${name}: ${kind} ${strike}`, paid, price);
    }
    if (below) expectShare(`${name}: P(S < ${below.share})`, prices, (x) => x < below.share, below.probability);
  });

  it('compensator κ = e^(m + δ²/2) − 1', () => {
    expectExact('κ of −10 % ± 15 %', jumpCompensator(-0.1, 0.15), -0.0849256864408477, 1e-12);
    expectExact('κ of −25 % ± 15 %', jumpCompensator(-0.25, 0.15), -0.212388239297953, 1e-12);
  });

  it.skipIf(NO_VECTORS)('compensators and figures above are those of the vectors', () => {
    const compensators = vectorsFor('merton', 'merton-kappa');
    expect(compensators.length).toBeGreaterThan(3);
    for (const { id, params, expected } of compensators) {
      expectExact(id, jumpCompensator(Number(params.jump_mean), Number(params.jump_sd)), Number(expected), 1e-12);
    }
    const literals = {
      'merton.0': 0.0149256864408477,
      'merton.1': 0.0725,
      'merton.2': -0.39700382644749,
      'merton.11': 0.002,
      'merton.13': 0.81,
      'merton.15': -0.222782341529093,
      'merton.16': 0.449,
      'merton.18': 0.0111671073060153,
      'merton.20': -0.00757962917761276,
      'merton.21': 0.0155342465753425,
      'merton.23': 2.2034152023864,
      'merton.26': 7.8842310437002,
      'merton.27': 18.698316186828,
      'merton.28': 4.3089643918924,
      'merton.32': 6.3955477494004,
      'merton.33': 7.747096866794,
      'merton.34': 6.9999023487078,
      'merton.35': 22.162859375501,
      'merton.36': 2.1628593755007,
      'merton.41': 0.000465473522410728,
      'merton.43': 0.240192450712971,
    };
    expect(differing('merton', literals)).toEqual([]);
  });
});
