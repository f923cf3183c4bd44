/** GARCH and regime switching, and the estimators that they run. */
import { describe, expect, it } from 'vitest';
import {
  ewmaOf,
  garchForecast,
  garchVariance,
  longRunVariance,
  parkinsonVariance,
} from '../../../models/prices/volatility-estimators.ts';
import { openStream } from '../../../sim/random/streams.ts';
import { gridOf, lawOf, pathOf, sample } from '../fixtures/price-paths.ts';
import { expectMean } from '../truth/criteria.ts';

const HOUR = 3_600_000;
const last = (path: Float64Array) => path[path.length - 1]!;

describe('estimators', () => {
  it('EWMA of constant returns is their square', () => {
    expect(ewmaOf([0.02, -0.02, 0.02], 0.94)).toBeCloseTo(0.0004, 15);
    expect(ewmaOf([], 0.94)).toBe(0);
  });

  it('a GARCH forecast is what the recursion gives on average', () => {
    const p = { omega: 1e-6, alpha: 0.1, beta: 0.85 };
    let variance = 4e-4;
    for (let step = 1; step <= 20; step++) {
      expect(garchForecast(p, 4e-4, step)).toBeCloseTo(variance, 15);
      variance = garchVariance(p, variance, Math.sqrt(variance));
    }
    expect(longRunVariance(p)).toBeCloseTo(2e-5, 15);
    expect(() => garchForecast({ ...p, beta: 0.9 }, 1, 1)).toThrow(RangeError);
    expect(() => garchForecast(p, 1, 0)).toThrow(RangeError);
  });

  it('Parkinson’s variance is that of a Brownian motion seen through its range', () => {
    const stream = openStream('parkinson', 0, 'paths');
    const found = Float64Array.from({ length: 4000 }, () => {
      let [x, high, low] = [0, 0, 0];
      for (let i = 0; i < 1000; i++) {
        x += 0.001 * stream.normal();
        if (x > high) high = x;
        else if (x < low) low = x;
      }
      return parkinsonVariance(Math.exp(high), Math.exp(low));
    });
    const mean = found.reduce((sum, x) => sum + x, 0) / found.length;
    // 1000 looks instead of all the time: the range is short by about 2 · 0.5826 √dt.
    expect(mean / 0.001).toBeGreaterThan(0.88);
    expect(mean / 0.001).toBeLessThan(1.02);
    expect(() => parkinsonVariance(1, 2)).toThrow(RangeError);
  });
});

describe('GARCH', () => {
  const garch = {
    model: 'garch',
    start: 100,
    volatility: 0.8,
    initialVolatility: 2,
    alpha: 0.1,
    beta: 0.85,
    step: '1h',
  };

  it('forecasts the variance of its own returns, step by step', () => {
    const law = lawOf(garch);
    const perStep = 0.64 / 8760;
    const p = { omega: perStep * 0.05, alpha: 0.1, beta: 0.85 };
    const next = 4 / 8760;
    for (const step of [1, 2, 10, 40]) {
      const squares = sample({ law, grid: gridOf(40, HOUR), paths: 20_000, seed: `garch ${step}` }, (path) => {
        const move = Math.log(path[step]! / path[step - 1]!);
        return move * move;
      });
      // E[r²] = E[h] + E[h²]/4: the second is below a hundredth of a standard error.
      expectMean(`GARCH: variance ${step} steps ahead`, squares, garchForecast(p, next, step));
    }
  });

  it('keeps the mean price, and has the same law at the steps whatever the tick is', () => {
    for (const ticks of [1, 12]) {
      const paths = { law: lawOf(garch), grid: gridOf(24 * ticks, HOUR / ticks), paths: 15_000, seed: `tick ${ticks}` };
      expectMean(`GARCH, ${ticks} ticks a step: E[S]`, sample(paths, last), 100);
      const kurtosis = sample({ ...paths, seed: `${ticks} squares` }, (path) => {
        const a = Math.log(path[ticks]! / path[0]!);
        const b = Math.log(path[2 * ticks]! / path[ticks]!);
        return a * a * b * b;
      });
      // E[ε₁² ε₂²] = ω h + (3α + β) h²
      const h = 4 / 8760;
      expectMean(`GARCH, ${ticks} ticks a step: E[r₁² r₂²]`, kurtosis, (0.64 / 8760) * 0.05 * h + 1.15 * h * h);
    }
  });

  it.each([
    ['a tick that does not divide the step', () => pathOf(lawOf(garch), gridOf(4, 7 * 60_000), 0), /divides step/],
    ['a tick above the step', () => pathOf(lawOf(garch), gridOf(4, 2 * HOUR), 0), /divides step/],
    ['a variance that does not revert', () => lawOf({ ...garch, alpha: 0.2, beta: 0.8 }), /must be below 1/],
  ])('refuses %s', (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});

describe('regime switching', () => {
  const calm = { name: 'calm', volatility: 0.5, drift: 1, meanDuration: '6h' };
  const wild = { name: 'wild', volatility: 3, drift: -20, meanDuration: '2h' };
  const two = { model: 'regime-switching', start: 10, regimes: [calm, wild] };

  it('begins in its long-run shares and stays there', () => {
    const law = lawOf(two);
    const squares = sample({ law, grid: gridOf(24 * 12, HOUR / 12), paths: 6000, seed: 'shares' }, (path) => {
      let sum = 0;
      for (let tick = 1; tick < path.length; tick++) {
        const move = Math.log(path[tick]! / path[tick - 1]!);
        sum += move * move;
      }
      return sum * 365;
    });
    // Three quarters of the time calm; drift adds less than a thousandth.
    expectMean('regimes: variance', squares, 0.75 * 0.25 + 0.25 * 9);
  });

  it('grows as the exponential of its generator says', () => {
    const law = lawOf({ ...two, initial: 'wild' });
    const hours = 8;
    // d/dt m = (Q + diag μ) m, integrated finely: m_i is E[S_T/S_0] begun in i.
    let [a, b] = [1, 1];
    const steps = 80_000;
    const dt = hours / steps;
    for (let i = 0; i < steps; i++) {
      const da = (b - a) / 6 + (1 / 8760) * a;
      const db = (a - b) / 2 - (20 / 8760) * b;
      [a, b] = [a + dt * da, b + dt * db];
    }
    const ends = sample(
      { law, grid: gridOf(hours * 60, 60_000), paths: 6000, seed: 'generator' },
      (path) => last(path) / 10,
    );
    expectMean('regimes: E[S]', ends, b);
  });

  it('goes where `next` says: a chain of three that only runs round', () => {
    const named = (name: string, next: string, volatility: number, meanDuration: string) => ({
      name,
      volatility,
      meanDuration,
      next: { [next]: 1 },
    });
    const round = lawOf({
      ...{ model: 'regime-switching', start: 1 },
      regimes: [named('a', 'b', 0, '1h'), named('b', 'c', 1, '2h'), named('c', 'a', 2, '3h')],
    });
    const squares = sample({ law: round, grid: gridOf(48 * 6, HOUR / 6), paths: 4000, seed: 'round' }, (path) => {
      let sum = 0;
      for (let tick = 1; tick < path.length; tick++) sum += Math.log(path[tick]! / path[tick - 1]!) ** 2;
      return (sum * 365) / 2;
    });
    expectMean('three regimes: variance', squares, (2 * 1 + 3 * 4) / 6);
  });

  it.each([
    ['two regimes of one name', [calm, { ...wild, name: 'calm' }], undefined, /same name/],
    ['a successor that is not there', [{ ...calm, next: { panic: 1 } }, wild], undefined, /not another regime/],
    ['a regime that leads nowhere', [{ ...calm, next: { wild: 0 } }, wild], undefined, /above 0/],
    ['an initial regime that is not there', [calm, wild], 'panic', /no regime panic/],
    [
      'regimes that never lead to others, where the long run decides',
      [
        { ...calm, next: { wild: 1 } },
        { ...wild, next: { calm: 1 } },
        { ...wild, name: 'x', next: { calm: 1 } },
        { ...calm, name: 'y', next: { x: 1 } },
      ],
      undefined,
      undefined,
    ],
  ])('%s', (_, regimes, initial, message) => {
    const make = () =>
      lawOf({ model: 'regime-switching', start: 1, regimes, ...(initial === undefined ? {} : { initial }) });
    if (message === undefined) expect(() => pathOf(make(), gridOf(3, HOUR), 0)).not.toThrow();
    else expect(make).toThrow(message);
  });
});
