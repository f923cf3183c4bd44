/** Closed forms of GBM and Merton against each other, against numbers from elsewhere, and against the laws' own paths. */
import { describe, expect, it } from 'vitest';
import {
  chanceBelow,
  cumulantsOf,
  densityAt,
  depthBelow,
  diffusion,
  expectedExcessOver,
  expectedShortfallOf,
  levelAt,
  logReturn,
  normalReturn,
  priceBelow,
  priceMoment,
} from '../../../models/prices/log-returns.ts';

const CRASH = { drift: 0.1, volatility: 0.8, jumpsPerDay: 2 / 365, jumpMean: -0.25, jumpDeviation: 0.15 };
const WEEK = 7 / 365;

describe('the law of a log return', () => {
  it('of Merton falls below half with the chance that is published', () => {
    const law = logReturn({ ...CRASH, drift: 0 }, 7 / 365);
    expect(chanceBelow(law, Math.log(0.5))).toBeCloseTo(0.000465473522410728, 13);
  });

  it('prices options as Merton (1976) does', () => {
    const stock = { drift: 0.05, volatility: 0.2, jumpsPerDay: 1 / 365, jumpMean: -0.1, jumpDeviation: 0.15 };
    const law = logReturn(stock, 1);
    expect(100 * Math.exp(-0.05) * expectedExcessOver(law, 0.9)).toBeCloseTo(18.698316186828, 9);
    expect(100 * Math.exp(-0.05) * expectedShortfallOf(law, 0.9)).toBeCloseTo(4.3089643918924, 9);
  });

  it.each([0, 1e-3, 3, 900])('holds its mean with %d expected jumps', (count) => {
    const p = { ...CRASH, jumpsPerDay: count / 7, jumpMean: -0.01, jumpDeviation: 0.02 };
    const law = logReturn(p, WEEK);
    expect(law.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(priceMoment(law, 1)).toBeCloseTo(Math.exp(0.1 * WEEK), 11);
    expect(priceBelow(law, 50)).toBeCloseTo(Math.exp(0.1 * WEEK), 11);
    const mean = law.means.reduce((sum, m, i) => sum + law.weights[i]! * m, 0);
    expect(cumulantsOf(p, WEEK).mean).toBeCloseTo(mean, 11);
  });

  it('is one law in all its figures', () => {
    const law = logReturn(CRASH, WEEK);
    const level = -0.2;
    const step = 1e-4;
    const slope = (chanceBelow(law, level + step) - chanceBelow(law, level - step)) / (2 * step);
    expect(densityAt(law, level)).toBeCloseTo(slope, 5);
    const fall = (depthBelow(law, level + step) - depthBelow(law, level - step)) / (2 * step);
    expect(chanceBelow(law, level)).toBeCloseTo(fall, 7);
    expect(chanceBelow(law, levelAt(law, 0.001))).toBeCloseTo(0.001, 14);
    const parity = expectedExcessOver(law, 0.8) - expectedShortfallOf(law, 0.8);
    expect(parity).toBeCloseTo(priceMoment(law, 1) - 0.8, 13);
  });

  it('without spread is a step', () => {
    const law = normalReturn(-0.1, 0);
    expect(chanceBelow(law, -0.1)).toBe(1);
    expect(chanceBelow(law, -0.1001)).toBe(0);
    expect(expectedShortfallOf(law, 1)).toBeCloseTo(1 - Math.exp(-0.1), 14);
    expect(depthBelow(law, 0)).toBeCloseTo(0.1, 14);
  });

  it('has no quantile at 0 or 1', () => {
    const law = logReturn(diffusion(0, 0.8), 1);
    for (const p of [0, 1, -1, Number.NaN]) expect(() => levelAt(law, p)).toThrow(RangeError);
  });
});
