import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../../results/statistics/paired-difference.ts';
import { ratioInfluence, ratioOfSums } from '../../../results/statistics/ratio-of-sums.ts';
import { verdict } from '../../../results/statistics/verdict.ts';

describe('pairedDifference', () => {
  it("gives Student's paired example (1908, two drugs, ten patients): −1.58, 95 % interval −2.46 to −0.70", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const result = pairedDifference(first, second, 0.95);
    expect(result.difference).toBeCloseTo(-1.58, 12);
    expect(result.low).toBeCloseTo(-2.4598858, 6);
    expect(result.high).toBeCloseTo(-0.7001142, 6);
    expect(result).toMatchObject({ n: 10, shareHigher: 0, shareEqual: 0.1, shareLower: 0.9, differingPaths: 9 });
    expect(result.pathsToDecide).toBeNull();
    expect(verdict(result, 'higher')).toBe('better');
  });

  it('is not shaken by what both sides share', () => {
    const world = Array.from({ length: 50 }, (_, path) => 1e6 * Math.sin(path));
    const result = pairedDifference(
      world.map((x, path) => x + 1 + (path % 2) * 0.01),
      world,
      0.95,
    );
    expect(result.high! - result.low!).toBeLessThan(0.01);
  });

  it('leaves out a path where either side is absent, and says how many', () => {
    const result = pairedDifference([1, Number.NaN, 3, 4], [0, 1, Number.NaN, 0], 0.95);
    expect(result).toMatchObject({ n: 2, absent: 2, difference: 2.5 });
    expect(pairedDifference([Number.NaN], [1], 0.95)).toMatchObject({ n: 0, absent: 1, difference: null, low: null });
  });

  it('refuses other paths and infinities', () => {
    expect(() => pairedDifference([1, 2], [1], 0.95)).toThrow('same paths');
    expect(() => pairedDifference([Infinity], [Infinity], 0.95)).toThrow(RangeError);
  });

  it('says how many paths would decide an open difference: more when the spread is larger', () => {
    const zeros = new Array(40).fill(0);
    const open = (spread: number) =>
      pairedDifference(
        zeros.map((_, i) => 1 + (i % 2 ? spread : -spread)),
        zeros,
        0.95,
      );
    expect(verdict(open(20), 'higher')).toBe('no difference shown');
    expect(open(20).pathsToDecide).toBeGreaterThan(3000);
    expect(open(40).pathsToDecide! / open(20).pathsToDecide!).toBeCloseTo(4, 2);
  });
});

describe('verdict', () => {
  const seen = (low: number | null, high: number | null, differingPaths = 50) => ({
    n: 100,
    low,
    high,
    differingPaths,
  });

  it.each([
    [1, 2, 'higher', 'worse'],
    [-2, -1, 'higher', 'better'],
    [1, 2, 'lower', 'better'],
    [-2, -1, 'lower', 'worse'],
    [1, 2, 'neither', 'higher'],
    [-2, -1, 'neither', 'lower'],
    [-1, 2, 'higher', 'no difference shown'],
    [0, 2, 'higher', 'no difference shown'],
    [null, null, 'higher', 'no difference shown'],
  ] as const)('[%s, %s] where %s is worse: %s', (low, high, worse, words) => {
    expect(verdict(seen(low, high), worse)).toBe(words);
  });

  it('calls identical what never differs, and nothing what was never seen', () => {
    expect(verdict(seen(0, 0, 0), 'higher')).toBe('identical');
    expect(verdict({ n: 0, low: null, high: null, differingPaths: 0 }, 'higher')).toBe('no difference shown');
  });

  it('turns over when the sides are exchanged', () => {
    const opposite = { worse: 'better', better: 'worse', higher: 'lower', lower: 'higher' } as Record<string, string>;
    const figures = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(figures, fc.constantFrom('higher', 'lower', 'neither' as const), (pairs, worse) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const there = verdict(pairedDifference(a, b, 0.95), worse as 'higher');
        const back = verdict(pairedDifference(b, a, 0.95), worse as 'higher');
        expect(back).toBe(opposite[there] ?? there);
      }),
      { seed: 7 },
    );
  });
});

describe('ratioOfSums', () => {
  it('weighs by volume: 1 on 10 and 90 on 100 are 91 on 110, not the mean of 10 % and 90 %', () => {
    expect(ratioOfSums([1, 90], [10, 100], 0.95).value).toBeCloseTo(91 / 110, 14);
  });

  it('gives the interval of Cochran’s linear form', () => {
    const [y, x] = [
      [2, 4, 7, 7],
      [1, 2, 3, 4],
    ];
    // R = 2; residuals 0, 0, 1, −1; s² = 2/3; error = sqrt(s²/4)/mean(x) = 0.408248/2.5; t(0.975; 3) = 3.182446.
    const { value, low, high } = ratioOfSums(y, x, 0.95);
    expect(value).toBe(2);
    expect(high! - 2).toBeCloseTo((3.182446305 * Math.sqrt(2 / 3 / 4)) / 2.5, 8);
    expect(2 - low!).toBeCloseTo(high! - 2, 12);
  });

  it('has no width when every path has the same ratio, and no value without volume', () => {
    const exact = ratioOfSums([2, 4, 6], [1, 2, 3], 0.95);
    expect(exact).toEqual({ n: 3, value: 2, low: 2, high: 2 });
    expect(ratioOfSums([0, 0], [0, 0], 0.95)).toEqual({ n: 2, value: null, low: null, high: null });
    expect(ratioOfSums([], [], 0.95)).toEqual({ n: 0, value: null, low: null, high: null });
    expect(ratioOfSums([1], [2], 0.95)).toEqual({ n: 1, value: 0.5, low: null, high: null });
  });

  it('has influences that sum to nothing', () => {
    const { influence } = ratioInfluence([3, 1, 4, 1, 5], [9, 2, 6, 5, 3])!;
    expect(influence.reduce((sum, pull) => sum + pull, 0)).toBeCloseTo(0, 12);
  });
});
