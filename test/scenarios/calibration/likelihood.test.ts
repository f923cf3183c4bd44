import { describe, expect, it } from 'vitest';
import { fitByLikelihood } from '../../../scenarios/calibration/likelihood.ts';
import { maximise } from '../../../scenarios/calibration/nelder-mead.ts';
import { openStream } from '../../../sim/random/streams.ts';

describe('the simplex method', () => {
  it('finds the end of a curved valley', () => {
    const rosenbrock = ([x, y]: readonly number[]) => -((1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x));
    const { at, value } = maximise(rosenbrock, [-1.2, 1], 0.5, 1e-12);
    expect(at[0]).toBeCloseTo(1, 4);
    expect(at[1]).toBeCloseTo(1, 4);
    expect(value).toBeGreaterThan(-1e-8);
  });

  it('stays away from where a function is not defined', () => {
    const { at } = maximise(([x]) => Math.log(x) - x, [0.5], 2, 1e-12);
    expect(at[0]).toBeCloseTo(1, 4);
  });

  it('stops at its budget', () => {
    let calls = 0;
    maximise(
      ([x]) => {
        calls += 1;
        return x;
      },
      [0],
      1,
      1e-9,
      100,
    );
    expect(calls).toBeLessThan(110);
  });
});

describe('a fit by likelihood', () => {
  const draws = new Float64Array(2_000);
  openStream('normal', 0, 'draws').fillNormals(draws);
  const sample = draws.map((z) => 3 + 0.5 * z);
  const mean = sample.reduce((sum, x) => sum + x, 0) / sample.length;
  const deviation = Math.sqrt(sample.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / sample.length);
  const logLikelihood = ([m, s]: readonly number[]) =>
    sample.reduce((sum, x) => sum - Math.log(s) - (0.5 * (x - m) * (x - m)) / (s * s), 0);
  const location = { name: 'm', low: 0, high: 10, scale: 'linear' } as const;

  it('gives the closed forms of a normal sample: mean, deviation, and their standard errors', () => {
    const coordinates = [location, { name: 's', low: 0.01, high: 10, scale: 'log' } as const];
    const fit = fitByLikelihood({ coordinates, coarse: logLikelihood, fine: logLikelihood }, [[5, 2]]);
    expect(fit.values[0]).toBeCloseTo(mean, 5);
    expect(fit.values[1]).toBeCloseTo(deviation, 5);
    expect(fit.standardError(([m]) => m)).toBeCloseTo(deviation / Math.sqrt(2_000), 6);
    expect(fit.standardError(([, s]) => s)).toBeCloseTo(deviation / Math.sqrt(4_000), 6);
    // The delta method: var(s²) = 2 s⁴ / n.
    expect(fit.standardError(([, s]) => s * s)).toBeCloseTo(deviation * deviation * Math.sqrt(2 / 2_000), 6);
    expect(fit.borders).toEqual([undefined, undefined]);
  });

  it('ends on all values where the search ran on others', () => {
    const coordinates = [location, { name: 's', low: 0.01, high: 10, scale: 'log' } as const];
    const shifted = ([m, s]: readonly number[]) => logLikelihood([m + 0.002, s * 1.01]);
    const fit = fitByLikelihood({ coordinates, coarse: shifted, fine: logLikelihood }, [[5, 2]]);
    expect(fit.values[0]).toBeCloseTo(mean, 5);
    expect(fit.values[1]).toBeCloseTo(deviation, 5);
    expect(fit.logLikelihood).toBeCloseTo(logLikelihood([mean, deviation]), 6);
  });

  it('says that a parameter sits on the border, and keeps the others', () => {
    const coordinates = [location, { name: 's', low: 2, high: 10, scale: 'log' } as const];
    const fit = fitByLikelihood({ coordinates, coarse: logLikelihood, fine: logLikelihood }, [[5, 4]]);
    expect(fit.borders).toEqual([undefined, 'low']);
    expect(fit.values[1]).toBeCloseTo(2, 9);
    expect(fit.values[0]).toBeCloseTo(mean, 5);
    expect(fit.standardError(([m]) => m)).toBeCloseTo(2 / Math.sqrt(2_000), 4);
  });

  it('has no standard error where the likelihood is flat', () => {
    const coordinates = [location, { name: 'idle', low: 0, high: 1, scale: 'linear' } as const];
    const flat = ([m]: readonly number[]) => logLikelihood([m, 1]);
    const fit = fitByLikelihood({ coordinates, coarse: flat, fine: flat }, [[5, 0.5]]);
    expect(fit.standardError(([m]) => m)).toBeUndefined();
  });
});
