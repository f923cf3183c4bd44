import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { halving } from '../../../models/liquidation/curve/halving.ts';
import { debtToAuction, slice } from '../../../models/liquidation/execution/dutch-house.ts';

const registry = builtIn();
const curve = (reference: Record<string, unknown> & { model: string }) =>
  registry.create('curve', reference, undefined);

const CURVES = {
  halving: curve({ model: 'halving', ...halving.params.parse({}) }),
  'increasing-discount': curve({
    model: 'increasing-discount',
    first: 0.95,
    last: 0.93,
    ratePerSecond: 0.9999986,
    timeline: 36_000_000,
  }),
  points: curve({
    model: 'points',
    points: [
      { at: 60_000, share: 0.9 },
      { at: 600_000, share: 0.5 },
      { at: 601_000, share: 0 },
    ],
  }),
};

describe.each(Object.entries(CURVES))('the curve %s', (_, falling) => {
  it('starts at 1 and never rises', () => {
    expect(falling.share(0)).toBe(1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (t, later) => {
        expect(falling.share(t + later)).toBeLessThanOrEqual(falling.share(t));
      }),
    );
  });

  it('is not below a share before it says that it reaches it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1, noNaN: true }), (share) => {
        const at = falling.reaches(share);
        if (at === Number.POSITIVE_INFINITY) expect(falling.share(1e12)).toBeGreaterThan(share);
        else if (at > 1) expect(falling.share(at - 1)).toBeGreaterThan(share * (1 - 1e-6));
      }),
    );
  });
});

it('curves that rise or run backwards are refused', () => {
  expect(() =>
    curve({
      model: 'points',
      points: [
        { at: 10, share: 0.5 },
        { at: 10, share: 0.4 },
      ],
    }),
  ).toThrow(RangeError);
  expect(() =>
    curve({
      model: 'points',
      points: [
        { at: 10, share: 0.5 },
        { at: 20, share: 0.6 },
      ],
    }),
  ).toThrow(RangeError);
  expect(() => curve({ model: 'halving', regimes: [{ halfLife: 1 }, { halfLife: 2 }] })).toThrow(RangeError);
});

describe('an auction house', () => {
  const terms = { room: 1100, penalty: 0.1, dust: 200 };

  it('auctions what the room holds, all where the rest would be dust, nothing where the part would be', () => {
    expect(debtToAuction(900, terms)).toBe(900);
    expect(debtToAuction(5000, terms)).toBeCloseTo(1000, 9);
    expect(debtToAuction(1150, terms)).toBe(1150);
    expect(debtToAuction(5000, { ...terms, room: 200 })).toBe(0);
    expect(debtToAuction(150, { ...terms, room: 1 })).toBe(150);
    expect(debtToAuction(150, { ...terms, room: 0 })).toBe(0);
  });

  it('never leaves less to raise than the least, unless nothing is left', () => {
    const positive = fc.double({ min: 0.01, max: 1000, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, positive, positive, (lot, raise, price, wanted, least) => {
        const units = slice(lot, raise, price, wanted, least);
        expect(units).toBeLessThanOrEqual(Math.min(lot, wanted) * (1 + 1e-12));
        const left = raise - units * price;
        const isOver = left <= 1e-9 * raise || units >= lot;
        expect(isOver || units === 0 || left >= least * (1 - 1e-9)).toBe(true);
      }),
    );
  });
});
