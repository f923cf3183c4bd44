import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { FALLS, FallCounter, fallChances, looksOf, sharesOf } from '../../../scenarios/calibration/fall-chances.ts';
import { goodnessOfFit } from '../../../scenarios/calibration/goodness-of-fit.ts';
import { MILLIS_PER_HOUR } from '../../../sim/units.ts';
import { simulatedHistory } from './simulated.ts';

const MINUTE = 60_000;

describe('days that are looked at', () => {
  it('are of 24 hours, or of seven rows; 288 looks at most', () => {
    expect(looksOf(MILLIS_PER_HOUR)).toEqual({ rows: 24, every: 1 });
    expect(looksOf(MINUTE)).toEqual({ rows: 1440, every: 5 });
    expect(looksOf(24 * MILLIS_PER_HOUR)).toEqual({ rows: 7, every: 1 });
    expect(looksOf(7 * MINUTE)).toEqual({ rows: 7, every: 1 });
  });

  it('count a fall from their start, at looks alone', () => {
    const prices = Float64Array.of(100, 60, 91, 100, 100, 89, 100);
    // From 100: 91 and 100 at every second row; then from 100 to 100 and 100.
    expect(sharesOf(prices, { rows: 4, every: 2 })).toEqual([1, 0, 0, 0, 0]);
    expect(sharesOf(prices, { rows: 3, every: 1 })).toEqual([1, 1, 0.5, 0.5, 0]);
    expect(sharesOf(prices.subarray(0, 2), { rows: 3, every: 1 })).toEqual(FALLS.map(() => 0));
  });
});

describe('chances of a fall', () => {
  const history = simulatedHistory({ model: 'gbm', drift: 0, volatility: 1.2 }, 24 * 60, 'falls');
  const laws = {
    plain: { model: 'gbm', start: 1, drift: 0.5, volatility: 1.2 },
    jumps: { model: 'merton', start: 1, volatility: 0.8, jumpsPerDay: 0.5, jumpMean: -0.05, jumpDeviation: 0.05 },
    kou: { model: 'kou', start: 1, volatility: 1, jumpsPerDay: 1, upProbability: 0.5, upMean: 0.02, downMean: 0.03 },
  };
  const counter = new FallCounter(looksOf(MILLIS_PER_HOUR));
  goodnessOfFit(history, laws, builtIn(), {
    paths: 100,
    seed: 'falls',
    onHistory: (law, prices) => counter.add(law, prices),
  });
  const falls = fallChances(history, laws, counter);

  it('in closed form are those of the simulated histories', () => {
    for (const law of ['plain', 'jumps'] as const) {
      const { atLooks, simulated } = falls.laws[law];
      FALLS.slice(0, 3).forEach((fall, k) => {
        const { share, error } = simulated![k];
        expect(Math.abs(atLooks![k] - share), `${law}, ${fall}`).toBeLessThan(4 * error);
      });
    }
  });

  it('are higher when watched all the time, and lower the further the fall', () => {
    const { always, atLooks, moved, depth, uncovered } = falls.laws.plain;
    FALLS.slice(0, 4).forEach((_, k) => {
      expect(always![k]).toBeGreaterThan(atLooks![k]);
      expect(moved![k]).toBeLessThan(atLooks![k]);
      expect(moved![k]).toBeGreaterThan(0.6 * atLooks![k]);
      expect(atLooks![k + 1]).toBeLessThan(atLooks![k]);
      expect(uncovered![k + 1]).toBeLessThan(uncovered![k]);
    });
    expect(depth![0]).toBeGreaterThan(0.003);
    expect(depth![4]).toBeNull();
  });

  it('are simulated alone where there is no closed form', () => {
    expect(falls.laws.kou).toMatchObject({ always: undefined, atLooks: undefined, uncovered: undefined });
    expect(falls.laws.kou.simulated![0].share).toBeGreaterThan(0);
    expect(falls.laws.jumps.always).toBeUndefined();
    expect(falls.days).toBe(60);
  });
});
