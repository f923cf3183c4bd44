import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../../results/statistics/mean-interval.ts';
import { clopperPearson, wilson } from '../../../results/statistics/proportion.ts';
import { nearestRank, quantileInterval, quantileRanks } from '../../../results/statistics/quantile.ts';
import { monteCarloSampleSize, pathsToDecide, wilksSampleSize } from '../../../results/statistics/sample-size.ts';

describe('meanInterval', () => {
  it("gives Student's own example (1908, additional sleep of ten patients): 1.58 ± t·1.23/√10", () => {
    const gain = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
    const { value, low, high, standardError } = meanInterval(gain, 0.95);
    expect(value).toBeCloseTo(1.58, 14);
    expect(standardError).toBeCloseTo(0.38896, 5);
    expect(low).toBeCloseTo(0.7001142, 6);
    expect(high).toBeCloseTo(2.4598858, 6);
  });

  it('has no bounds for one value and no width for equal ones', () => {
    expect(meanInterval([3], 0.95)).toMatchObject({ value: 3, low: null, high: null, n: 1, standardError: null });
    expect(meanInterval(new Float64Array(7).fill(0.1), 0.95)).toMatchObject({ low: 0.1, high: 0.1, standardError: 0 });
  });

  it('does not lose small figures beside large ones', () => {
    expect(meanInterval([1e16, 1, -1e16, 1], 0.95).value).toBe(0.5);
  });

  it.each([[[]], [[1, Number.NaN]], [[1, Infinity]]])('refuses %j', (values) => {
    expect(() => meanInterval(values, 0.95)).toThrow(RangeError);
  });

  it('says which value is NaN', () => {
    expect(() => meanInterval([1, 2, Number.NaN], 0.95)).toThrow('value 2 is NaN');
  });
});

describe('quantile', () => {
  it('is the smallest value that the share p does not exceed', () => {
    const tenths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const at = (p: number) => quantileInterval(tenths, p, 0.95).value;
    expect([at(0.5), at(0.51), at(0.9), at(0.95), at(0.99)]).toEqual([5, 6, 9, 10, 10]);
  });

  it('does not skip a rank where n·p rounds up', () => {
    expect(100 * 0.07).toBeGreaterThan(7);
    expect(nearestRank(100, 0.07)).toBe(7);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (n, p) => {
        const rank = nearestRank(n, p);
        expect(rank / n).toBeGreaterThanOrEqual(p);
        if (rank > 1) expect((rank - 1) / n).toBeLessThan(p);
      }),
      { seed: 7 },
    );
  });

  // Ranks and coverage by summing scipy's binomial distribution, equal tails.
  it.each([
    [1000, 0.99, 983, 997, 0.976094763498],
    [10_000, 0.99, 9880, 9920, 0.955754682807],
    [100_000, 0.999, 99_880, 99_920, 0.954789056802],
    [1_000_000, 0.9999, 999_880, 999_920, 0.954692252932],
    [500, 0.99, 490, 500, 0.980185949858],
    [200, 0.99, 195, null, 0.983977093091],
    [20, 0.5, 6, 15, 0.958610534669],
    [100, 0.05, 1, 11, 0.982607060712],
    [5, 0.5, null, null, 1],
  ])('n = %d, p = %d: ranks and exact coverage', (n, p, lower, upper, coverage) => {
    const ranks = quantileRanks(n, p, 0.95);
    expect(ranks).toMatchObject({ lower, upper });
    expect(ranks.coverage).toBeCloseTo(coverage, 10);
  });

  it('gives values of the sample as bounds, and null where there is none', () => {
    const values = Array.from({ length: 200 }, (_, i) => i + 1);
    expect(quantileInterval(values, 0.99, 0.95)).toEqual({ value: 198, low: 195, high: null });
  });

  it('refuses a sample that is not ascending', () => {
    expect(() => quantileInterval([2, 1], 0.5, 0.95)).toThrow('value 1 is below');
  });
});

// Bounds with mpmath at 60 digits.
describe('probability after k hits in n', () => {
  it.each([
    [0, 1000, 0.95, 0, 0.00368208389686567],
    [3, 1000, 0.95, 0.000619099931649571, 0.0087420232384783],
    [10, 10_000, 0.95, 0.000479639723771077, 0.00183826413421062],
    [0, 10_000, 0.99, 0, 0.000529691400606145],
    [50, 100, 0.95, 0.398321129503301, 0.601678870496699],
    [100, 100, 0.95, 0.963783307354824, 1],
  ])('Clopper–Pearson %d of %d at %d', (hits, n, confidence, low, high) => {
    const interval = clopperPearson(hits, n, confidence);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });

  it.each([
    [0, 1000, 0.95, 0, 0.00382675848555512],
    [3, 1000, 0.95, 0.00102078388113862, 0.00878301405350317],
    [10, 10_000, 0.95, 0.000543285986497246, 0.001839944387438],
    [50, 100, 0.95, 0.403831530365996, 0.596168469634004],
    [100, 100, 0.95, 0.963006501793014, 1],
  ])('Wilson %d of %d at %d', (hits, n, confidence, low, high) => {
    const interval = wilson(hits, n, confidence);
    expect(interval.low).toBeCloseTo(low, 13);
    expect(interval.high).toBeCloseTo(high, 13);
  });

  it('holds the share, stays in [0, 1], and mirrors hits and misses', () => {
    const counts = fc
      .integer({ min: 1, max: 3000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, fc.constantFrom(wilson, clopperPearson), ([hits, n], method) => {
        const { value, low, high } = method(hits, n, 0.95);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(high).toBeLessThanOrEqual(1);
        expect(method(n - hits, n, 0.95).low).toBeCloseTo(1 - high, 12);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('refuses counts that cannot be', () => {
    for (const [hits, n] of [
      [-1, 5],
      [6, 5],
      [0, 0],
      [0.5, 5],
    ] as const) {
      expect(() => wilson(hits, n, 0.95)).toThrow(RangeError);
      expect(() => clopperPearson(hits, n, 0.95)).toThrow(RangeError);
    }
    expect(() => wilson(1, 2, 95)).toThrow('confidence must lie between 0 and 1');
  });
});

describe('sample sizes', () => {
  it('Wilks 1941: 59, 299, 2995 and 29956 paths at 95 %', () => {
    expect([0.95, 0.99, 0.999, 0.9999].map((p) => wilksSampleSize(p, 0.95))).toEqual([59, 299, 2995, 29_956]);
  });

  it('plain Monte Carlo to ±10 %: (z/0.1)²(1 − p)/p', () => {
    expect([0.01, 0.001, 0.0001].map((p) => monteCarloSampleSize(p, 0.1, 0.95))).toEqual([38_031, 383_762, 3_841_075]);
  });

  it('paths to decide: (1.95996 + 0.84162)² = 7.849 times the squared ratio of spread to difference', () => {
    expect(pathsToDecide(10, 1, 0.95)).toBe(785);
    expect(pathsToDecide(10, -1, 0.95)).toBe(785);
    expect(() => pathsToDecide(10, 0, 0.95)).toThrow(RangeError);
  });
});
