/** When the comparison of two builds calls one slower. */
import { expect, it } from 'vitest';
import { compare } from '../../bench/check/verdict.ts';

it('is slower only when the whole interval is beyond the tolerance', () => {
  expect(compare([1.2, 1.21, 1.19, 1.2], 0.1).verdict).toBe('slower');
  expect(compare([1.2, 0.9, 1.6, 1.3], 0.1).verdict).toBe('not told apart');
  expect(compare([1.05, 1.06, 1.04, 1.05], 0.1).verdict).toBe('within the tolerance');
  expect(compare([0.5, 0.52, 0.51], 0.1).verdict).toBe('within the tolerance');
  expect(compare([1.05, 1.06, 1.04, 1.05], 0.02).verdict).toBe('slower');
});

it('has the interval of Student’s t on logarithms', () => {
  // ln 1.1 and ln 1.3: mean 0.17884, deviation 0.11813, t = 12.706 with one degree of freedom.
  const { ratio, low, high } = compare([1.1, 1.3], 0.1);
  expect(ratio).toBeCloseTo(Math.sqrt(1.1 * 1.3), 12);
  expect(Math.log(high / ratio)).toBeCloseTo((12.706 * 0.118126) / Math.SQRT2, 4);
  expect(Math.log(ratio / low)).toBeCloseTo(Math.log(high / ratio), 12);
});

it('equal builds are never slower, however many pairs', () => {
  for (const pairs of [2, 5, 16, 40]) {
    const { ratio, low, verdict } = compare(new Array<number>(pairs).fill(1), 0);
    expect([ratio, low, verdict]).toEqual([1, 1, 'within the tolerance']);
  }
});
