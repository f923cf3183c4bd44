import { describe, expect, it } from 'vitest';
import {
  CompensatedSum,
  cholesky,
  clamp,
  mathFingerprint,
  powInt,
  powReal,
  splitPaths,
  sumCompensated,
} from '../../sim/index.ts';

describe('powers', () => {
  it('of whole exponents are multiplied out', () => {
    expect([powInt(3, 0), powInt(3, 5), powInt(2, 100), powInt(-2, 3), powInt(2, -3), powInt(0, 0)]).toEqual([
      1, 243, 1.2676506002282294e30, -8, 0.125, 1,
    ]);
    expect(powInt(1.01, 365)).toBeCloseTo(37.78343433288728, 12);
    expect(() => powInt(2, 0.5)).toThrow(RangeError);
  });

  it('of real exponents agree with the logarithm', () => {
    expect(powReal(2, 0.5)).toBeCloseTo(Math.SQRT2, 15);
    expect(powReal(1.05, 1 / 365)).toBeCloseTo(1.0001336806, 10);
    expect([powReal(0, 2), powReal(0, 0), powReal(0, -1), powReal(7, 0)]).toEqual([0, 1, Number.POSITIVE_INFINITY, 1]);
    for (const base of [-1, Number.NaN]) expect(() => powReal(base, 2)).toThrow(RangeError);
  });
});

describe('clamp', () => {
  it('keeps to its bounds and passes NaN on', () => {
    expect([clamp(-1, 0, 2), clamp(1, 0, 2), clamp(3, 0, 2), clamp(Number.NaN, 0, 2)]).toEqual([0, 1, 2, Number.NaN]);
  });
});

describe('compensated sum', () => {
  it('keeps what plain addition loses', () => {
    expect(sumCompensated([1, 1e100, 1, -1e100])).toBe(2);
    expect(sumCompensated(new Float64Array(100_000).fill(0.1))).toBe(10_000);
    expect(sumCompensated([])).toBe(0);
  });

  it('can be read between terms', () => {
    const sum = new CompensatedSum();
    sum.add(1);
    sum.add(2 ** -60);
    expect(sum.value).toBe(1);
    sum.add(-1);
    expect(sum.value).toBe(2 ** -60);
  });

  it('shows an infinite term', () => {
    expect(sumCompensated([1, Number.POSITIVE_INFINITY, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(sumCompensated([1, Number.NaN, 2])).toBeNaN();
  });
});

describe('cholesky', () => {
  it('gives the known triangle', () => {
    expect(
      cholesky([
        [4, 12, -16],
        [12, 37, -43],
        [-16, -43, 98],
      ]),
    ).toEqual([
      [2, 0, 0],
      [6, 1, 0],
      [-8, 5, 3],
    ]);
    expect(cholesky([])).toEqual([]);
  });

  it('multiplies back to a correlation matrix', () => {
    const matrix = [
      [1, 0.8, 0.3],
      [0.8, 1, -0.1],
      [0.3, -0.1, 1],
    ];
    const lower = cholesky(matrix);
    matrix.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(sumCompensated(lower[i]!.map((x, k) => x * lower[j]![k]!))).toBeCloseTo(value, 14);
      });
    });
  });

  it.each([
    [
      'not symmetric',
      [
        [1, 0.5],
        [0.4, 1],
      ],
    ],
    [
      'not positive definite',
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [
      'not positive definite',
      [
        [1, 1],
        [1, 1],
      ],
    ],
    ['not positive definite', [[0]]],
    ['not positive definite', [[-1]]],
    [
      'not symmetric',
      [
        [1, Number.NaN],
        [Number.NaN, 1],
      ],
    ],
    ['entries', [[1, 0], [0]]],
  ])('refuses a matrix that is %s', (reason, matrix) => {
    expect(() => cholesky(matrix)).toThrow(RangeError);
    expect(() => cholesky(matrix)).toThrow(reason);
  });
});

describe('math fingerprint', () => {
  it('is the same each time, in sixteen digits', () => {
    expect(mathFingerprint()).toMatch(/^[0-9a-f]{16}$/);
    expect(mathFingerprint()).toBe(mathFingerprint());
  });

  it('notices one bit in one result of each function', () => {
    const usual = mathFingerprint();
    for (const name of ['exp', 'log', 'sqrt', 'log1p', 'expm1'] as const) {
      const original = Math[name];
      let calls = 0;
      Math[name] = (x: number) => {
        calls += 1;
        return calls === 300 ? original(x) * (1 + Number.EPSILON) : original(x);
      };
      try {
        expect(mathFingerprint()).not.toBe(usual);
      } finally {
        Math[name] = original;
      }
    }
    expect(mathFingerprint()).toBe(usual);
  });
});

describe('batches', () => {
  it('cover every path once, in order', () => {
    expect(splitPaths(7, 3, 10)).toEqual([
      { index: 0, from: 10, count: 3 },
      { index: 1, from: 13, count: 3 },
      { index: 2, from: 16, count: 1 },
    ]);
    expect(splitPaths(0, 3)).toEqual([]);
    expect(splitPaths(6, 3).map(({ count }) => count)).toEqual([3, 3]);
  });

  it('refuse sizes that cannot be', () => {
    for (const bad of [
      [-1, 3],
      [1.5, 3],
      [5, 0],
      [5, Number.NaN],
      [5, 3, -1],
    ] as const) {
      expect(() => splitPaths(bad[0], bad[1], bad[2])).toThrow(RangeError);
    }
  });
});
