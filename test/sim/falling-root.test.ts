import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fallingRoot } from '../../sim/falling-root.ts';

describe('the root of a falling function', () => {
  it('is found to the last digits on curves', () => {
    expect(fallingRoot((x) => -x * x * x, -2, 0, 10)).toBeCloseTo(Math.cbrt(2), 14);
    expect(fallingRoot((x) => Math.exp(-x), 1e-9, 0, 1000)).toBeCloseTo(9 * Math.LN10, 12);
    expect(fallingRoot((x) => -x, -1e-12, 0, 1)).toBeCloseTo(1e-12, 26);
  });

  it('takes few questions', () => {
    let asked = 0;
    const f = (x: number) => {
      asked++;
      return Math.exp(-x) - x;
    };
    fallingRoot(f, 0, 0, 5);
    expect(asked).toBeLessThan(25);
  });

  it('is the edge of a step', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 9.99, noNaN: true }), (edge) => {
        expect(fallingRoot((x) => (x < edge ? 1 : -1), 0, 0, 10)).toBeCloseTo(edge, 12);
      }),
      { seed: 20200312 },
    );
  });

  it('is the nearer end where the target lies outside', () => {
    expect(fallingRoot((x) => -x, 1, 0, 10)).toBe(0);
    expect(fallingRoot((x) => -x, -11, 0, 10)).toBe(10);
    expect(fallingRoot((x) => -x, 0, 0, 10)).toBe(0);
  });
});
