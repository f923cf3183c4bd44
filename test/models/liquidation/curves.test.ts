import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import type { PriceCurve } from '../../../models/model.ts';

function curve(reference: Record<string, unknown>): PriceCurve {
  const registry = builtIn();
  return registry.create('curve', registry.schema('curve').parse(reference), undefined);
}

const linear = () => curve({ model: 'linear', duration: '100s' });
const stairs = () => curve({ model: 'stairstep', cut: 0.99, step: '90s' });
const exponential = () => curve({ model: 'exponential', ratePerSecond: 0.001 });

describe('the price of an auction', () => {
  it('falls in a line to nothing', () => {
    expect([0, 25_000, 99_000, 100_000, 1e9].map((t) => linear().share(t))).toEqual([1, 0.75, 0.01, 0, 0]);
  });

  it('falls in stairs', () => {
    expect(stairs().share(89_999)).toBe(1);
    expect(stairs().share(90_000)).toBe(0.99);
    expect(stairs().share(10 * 90_000)).toBeCloseTo(Math.exp(10 * Math.log(0.99)), 14);
  });

  it('falls at a rate', () => {
    expect(exponential().share(1_000_000)).toBeCloseTo(Math.exp(-1), 14);
  });

  it.each([
    ['linear', linear],
    ['stairstep', stairs],
    ['exponential', exponential],
  ])('starts at one, never rises and never leaves [0, 1] (%s)', (_, make) => {
    const price = make();
    expect(price.share(0)).toBe(1);
    const time = fc.integer({ min: 0, max: 50_000_000 });
    fc.assert(
      fc.property(time, time, (a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        expect(price.share(late)).toBeLessThanOrEqual(price.share(early));
        expect(price.share(late)).toBeGreaterThanOrEqual(0);
        expect(price.share(early)).toBeLessThanOrEqual(1);
      }),
      { seed: 20200312, numRuns: 500 },
    );
  });
});

describe('the time at which a share is reached', () => {
  it.each([
    ['linear', linear, 100_000],
    ['stairstep', stairs, 20_000_000],
    ['exponential', exponential, 20_000_000],
  ] as const)('is never late (%s)', (_, make, longest) => {
    const price = make();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: longest }), (elapsed) => {
        expect(price.reaches(price.share(elapsed))).toBeLessThanOrEqual(elapsed);
      }),
      { seed: 20200312, numRuns: 1000 },
    );
  });

  it.each([
    ['linear', linear],
    ['stairstep', stairs],
    ['exponential', exponential],
  ])('is hardly early (%s)', (_, make) => {
    const price = make();
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), (share) => {
        const elapsed = price.reaches(share);
        expect(Number.isFinite(elapsed)).toBe(true);
        expect(price.share(elapsed + 1)).toBeLessThanOrEqual(share);
      }),
      { seed: 20200312, numRuns: 1000 },
    );
  });

  it('is now for the whole price, and for nothing the end or never', () => {
    for (const make of [linear, stairs, exponential]) expect(make().reaches(1)).toBe(0);
    expect(linear().reaches(0)).toBeLessThanOrEqual(100_000);
    expect(linear().reaches(0)).toBeGreaterThan(99_999);
    expect(stairs().reaches(0)).toBe(Number.POSITIVE_INFINITY);
    expect(exponential().reaches(0)).toBe(Number.POSITIVE_INFINITY);
  });
});
