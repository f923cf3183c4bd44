/** Kou, Hawkes, Heston and Bates: moments against closed forms, within four standard errors. */
import { describe, expect, it } from 'vitest';
import { drawHawkes, meanClusterSize, stationaryIntensity } from '../../../models/prices/hawkes.ts';
import { doubleExponentialQuantile, kouCompensator } from '../../../models/prices/kou.ts';
import { openStream } from '../../../sim/random/streams.ts';
import { gridOf, lawOf, pathOf, sample } from '../fixtures/price-paths.ts';
import { expectMean, expectShare } from '../truth/criteria.ts';

const DAY = 86_400_000;
const last = (path: Float64Array) => path[path.length - 1]!;

describe('Kou', () => {
  const shape = { upProbability: 0.3, upMean: 0.04, downMean: 0.07 };

  it('draws jumps whose distribution function is the double exponential', () => {
    const sizes = Float64Array.from({ length: 100_000 }, (_, i) =>
      doubleExponentialQuantile((i + 0.5) / 100_000, shape),
    );
    const mean = sizes.reduce((sum, x) => sum + x, 0) / sizes.length;
    expect(mean).toBeCloseTo(0.3 * 0.04 - 0.7 * 0.07, 5);
    expect(sizes.filter((x) => x < 0)).toHaveLength(70_000);
    // P(J < −x) = 0.7 e^(−x/0.07)
    expect(sizes.filter((x) => x < -0.1).length / 100_000).toBeCloseTo(0.7 * Math.exp(-0.1 / 0.07), 4);
    const kappa = sizes.reduce((sum, x) => sum + Math.expm1(x), 0) / sizes.length;
    expect(kouCompensator(shape)).toBeCloseTo(kappa, 4);
  });

  it('has the cumulants of its parts, and a mean that grows by the drift', () => {
    const law = lawOf({ model: 'kou', start: 50, volatility: 0.6, drift: 3, jumpsPerDay: 5, ...shape });
    const ends = sample({ law, grid: gridOf(4, DAY / 2), paths: 60_000, seed: 'kou' }, last);
    expectMean('Kou: E[S]', ends, 50 * Math.exp((3 * 2) / 365));
    const jumps = 10;
    const mean = ((3 - 0.18) * 2) / 365 - jumps * kouCompensator(shape) + jumps * (0.3 * 0.04 - 0.7 * 0.07);
    const variance = (0.36 * 2) / 365 + jumps * 2 * (0.3 * 0.0016 + 0.7 * 0.0049);
    const logs = ends.map((x) => Math.log(x / 50));
    expectMean('Kou: E[ln S]', logs, mean);
    expectMean(
      'Kou: Var[ln S]',
      logs.map((x) => (x - mean) * (x - mean)),
      variance,
    );
  });

  it('refuses upward jumps without a mean', () => {
    expect(() => lawOf({ model: 'kou', start: 1, volatility: 1, jumpsPerDay: 1, ...shape, upMean: 1 })).toThrow();
  });
});

describe('Heston', () => {
  const params = {
    model: 'heston',
    start: 100,
    drift: 0,
    volatility: 0.3,
    longRunVolatility: 0.3,
    reversion: 2,
    volatilityOfVariance: 1,
  };
  const law = lawOf({ ...params, correlation: -0.3 });

  it('keeps the mean price, even where the variance touches 0 and steps are long', () => {
    const ends = sample({ law, grid: gridOf(8, 365 * (DAY / 8)), paths: 60_000, seed: 'heston' }, last);
    expectMean('Heston: E[S]', ends, 100);
  });

  it('has the variance of log-returns that the closed form gives', () => {
    const free = lawOf({ ...params, correlation: 0 });
    const [k, theta, xi, T] = [2, 0.09, 1, 1];
    const e = Math.exp(-k * T);
    // Var[∫V] for V_0 = θ; with ρ = 0, Var[ln S] = E[∫V] + Var[∫V]/4.
    const integral = T - (1 - e * e) / (2 * k) - (1 - e) / k + (e * (1 - e)) / k;
    const variance = theta * T + ((theta * xi * xi) / (k * k)) * integral * 0.25;
    const logs = sample({ law: free, grid: gridOf(100, (365 * DAY) / 100), paths: 20_000, seed: 'variance' }, (path) =>
      Math.log(last(path) / 100),
    );
    const mean = -0.5 * theta * T;
    expectMean('Heston: E[ln S]', logs, mean);
    expectMean(
      'Heston: Var[ln S]',
      logs.map((x) => (x - mean) * (x - mean)),
      variance,
    );
  });

  it('prices the call that Broadie and Kaya (2006) publish: 6.8061', () => {
    const published = lawOf({
      ...{
        model: 'heston',
        start: 100,
        drift: 0.0319,
        volatility: Math.sqrt(0.010201),
        longRunVolatility: Math.sqrt(0.019),
      },
      ...{ reversion: 6.21, volatilityOfVariance: 0.61, correlation: -0.7 },
    });
    const paid = sample(
      { law: published, grid: gridOf(50, (365 * DAY) / 50), paths: 40_000, seed: 'call' },
      (path) => Math.exp(-0.0319) * Math.max(0, last(path) - 100),
    );
    expectMean('Heston: call of Broadie and Kaya', paid, 6.8061);
  });

  it('is correlated with other assets as the scenario says, whatever its own correlation: a tick is √V X', () => {
    const fast = lawOf({ ...params, reversion: 50, volatilityOfVariance: 3, correlation: -0.8 });
    const grid = gridOf(1, 12_000);
    const out = new Float64Array(2);
    const normals = new Float64Array(1);
    const own = openStream('own', 0, 'v');
    for (const x of [-2, -0.5, 1, 3]) {
      normals[0] = x;
      fast.fill(out, grid, normals, () => own);
      const move = Math.log(out[1]! / out[0]!) / (0.3 * Math.sqrt(grid.tickYears));
      expect(Math.abs(move - x)).toBeLessThan(0.02);
    }
  });

  it('refuses ticks too long for a positive correlation', () => {
    const wild = lawOf({ ...params, reversion: 10, volatilityOfVariance: 10, correlation: 0.9 });
    expect(() => pathOf(wild, gridOf(1, 365 * DAY), 0)).toThrow(/shorten run.tick/);
  });
});

describe('Bates', () => {
  it('is Heston to the bit without jumps, and keeps the mean price with them', () => {
    const heston = { start: 10, volatility: 1, reversion: 20, volatilityOfVariance: 4, correlation: -0.4 };
    const grid = gridOf(50, 600_000);
    const none = lawOf({ model: 'bates', ...heston, jumpsPerDay: 0, jumpMean: -0.1, jumpDeviation: 0.1 });
    expect(pathOf(none, grid, 3)).toEqual(pathOf(lawOf({ model: 'heston', ...heston }), grid, 3));
    const law = lawOf({ model: 'bates', ...heston, jumpsPerDay: 2, jumpMean: -0.1, jumpDeviation: 0.1 });
    expectMean('Bates: E[S]', sample({ law, grid: gridOf(24, 3_600_000), paths: 20_000, seed: 'bates' }, last), 10);
  });
});

describe('Hawkes', () => {
  const p = { baseline: 2, excitation: 6, decay: 10 };

  it('has clusters of 1/(1 − n) events, and the long-run rate of the closed form', () => {
    expect(meanClusterSize(p)).toBeCloseTo(2.5, 12);
    expect(stationaryIntensity(p)).toBeCloseTo(5, 12);
    const stream = openStream('hawkes', 0, 'clusters');
    const times: number[] = [];
    // Begun long before, so that the window sees the stationary process.
    const counts = Float64Array.from({ length: 20_000 }, () => {
      const count = drawHawkes(times, stream, p, -6, 2);
      let inside = 0;
      for (let i = 0; i < count; i++) if (times[i]! >= 0) inside++;
      return inside;
    });
    expectMean('Hawkes: events in two days', counts, 10);
  });

  it('keeps the mean price: the compensator follows the intensity', () => {
    const law = lawOf({
      ...{ model: 'hawkes', start: 100, volatility: 0.5, ...p, jumpMean: -0.03, jumpDeviation: 0.02, warmUp: '12h' },
    });
    const ends = sample({ law, grid: gridOf(12, 7_200_000), paths: 40_000, seed: 'hawkes' }, last);
    expectMean('Hawkes: E[S]', ends, 100);
  });

  it('has jumps in clusters: more days without any, and more with many, than Merton at the same rate', () => {
    const grid = gridOf(144, 600_000);
    const jumps = { start: 1, volatility: 0, jumpMean: 0.1, jumpDeviation: 0 };
    const count = (path: Float64Array) =>
      path.reduce((sum, x, i) => sum + (i > 0 && x > path[i - 1]! * 1.02 ? 1 : 0), 0);
    const excited = sample({ law: lawOf({ model: 'hawkes', ...jumps, ...p, warmUp: '3d' }), grid, paths: 4000 }, count);
    const poisson = sample({ law: lawOf({ model: 'merton', ...jumps, jumpsPerDay: 5 }), grid, paths: 4000 }, count);
    expectShare('Merton: no jump in a day', poisson, (x) => x === 0, Math.exp(-5));
    expect(excited.filter((x) => x === 0).length).toBeGreaterThan(3 * poisson.filter((x) => x === 0).length);
    expect(excited.filter((x) => x >= 12).length).toBeGreaterThan(3 * poisson.filter((x) => x >= 12).length);
  });

  it.each([
    ['excitation as large as decay', { ...p, excitation: 10 }, /must be below 1/],
    ['more jumps than a path can hold', { baseline: 4000, excitation: 9, decay: 10 }, /at most 5000/],
  ])('refuses %s', (_, shape, message) => {
    expect(() => lawOf({ model: 'hawkes', start: 1, volatility: 1, ...shape, jumpMean: 0, jumpDeviation: 0 })).toThrow(
      message,
    );
  });
});

describe('laws with state', () => {
  const laws = [
    { model: 'kou', start: 1, volatility: 1, jumpsPerDay: 40, upProbability: 0.3, upMean: 0.04, downMean: 0.07 },
    {
      model: 'hawkes',
      start: 1,
      volatility: 1,
      baseline: 20,
      excitation: 30,
      decay: 60,
      jumpMean: -0.1,
      jumpDeviation: 0.1,
    },
    {
      model: 'bates',
      start: 1,
      volatility: 1,
      reversion: 9,
      volatilityOfVariance: 2,
      jumpsPerDay: 40,
      jumpMean: -0.1,
      jumpDeviation: 0.1,
    },
  ];
  it.each(laws)('$model forgets the path before', (reference) => {
    const grid = gridOf(288, 300_000);
    const used = lawOf(reference);
    for (let path = 0; path < 4; path++) pathOf(used, grid, path);
    expect(pathOf(used, grid, 9)).toEqual(pathOf(lawOf(reference), grid, 9));
  });
});
