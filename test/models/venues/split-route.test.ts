import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Route } from '../../../models/venues/route.ts';
import { SplitRoute } from '../../../models/venues/split-route.ts';
import type { Venue } from '../../../models/venues/venue.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';
import { anyVenue, grainOf } from '../fixtures/random-venue.ts';
import { PRICES, venueOf } from '../fixtures/venue.ts';

const runs = { seed: 20200312, numRuns: 100 };

function opened<R extends Route>(route: R): R {
  const tape = constructedTape({ tickMillis: 12_000, prices: PRICES.map((price) => [price, price, price]) });
  route.begin(tape);
  route.settle(0);
  return route;
}

const split = (venues: readonly Venue[]) => opened(new SplitRoute(0, venues));
const best = (venues: readonly Venue[]) => opened(new Route(0, venues));
const pool = (depth: number, fee: number, quote = 'DAI') =>
  venueOf({ model: 'constant-product', quote, depth, fee, halfLife: '10m', oracleWeight: 0 });

const venues = fc.array(anyVenue, { minLength: 2, maxLength: 5 });
const order = fc.double({ min: -3, max: 4, noNaN: true }).map((power) => 10 ** power);

const grains = (references: Record<string, unknown>[]) =>
  references.reduce((sum, reference) => sum + grainOf(reference), 0);

/** USD of selling given units at each venue. */
const worth = (list: readonly Venue[], units: ArrayLike<number>) =>
  list.reduce((sum, venue, i) => sum + venue.proceeds(units[i]!) * PRICES[venue.quote]!, 0);

describe('an order split over venues', () => {
  it('cannot be divided better', () => {
    const parts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
    const moves = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.double({ min: -9, max: 0, noNaN: true })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        venues,
        order,
        fc.array(parts, { minLength: 5, maxLength: 5 }),
        moves,
        (references, quantity, others, shifts) => {
          const list = references.map(venueOf);
          const route = split(list);
          const proceeds = route.proceedsUsd(quantity);
          const grain = grains(references);
          const limit = proceeds + 1e-12 * quantity * 200 + 1e-10 * proceeds + grain;
          // Divided anew, at random.
          for (const shares of others) {
            const total = list.reduce((sum, _, i) => sum + shares[i]!, 0) || 1;
            expect(
              worth(
                list,
                list.map((_, i) => (quantity * shares[i]!) / total),
              ),
            ).toBeLessThanOrEqual(limit);
          }
          for (const venue of list) expect(venue.proceeds(quantity) * PRICES[venue.quote]!).toBeLessThanOrEqual(limit);
          // A little of it, or all, moved from one venue to another.
          route.sell(quantity);
          const units = [...route.soldUnits];
          const fresh = references.map(venueOf);
          split(fresh);
          for (const [from, to, power] of shifts) {
            if (from >= list.length || to >= list.length || from === to) continue;
            const moved = [...units];
            const part = units[from]! * 10 ** power;
            moved[from]! -= part;
            moved[to]! += part;
            expect(worth(fresh, moved)).toBeLessThanOrEqual(limit);
          }
        },
      ),
      runs,
    );
  });

  it('sells all of it, pays what it foretold, and no less than the best venue alone', () => {
    fc.assert(
      fc.property(venues, order, (references, quantity) => {
        const route = split(references.map(venueOf));
        const alone = best(references.map(venueOf)).proceedsUsd(quantity);
        const foretold = route.proceedsUsd(quantity);
        const usd = route.sell(quantity);
        expect(usd).toBeCloseTo(foretold, 9);
        const rounding = 1e-12 * quantity * 200 + grains(references);
        expect(usd).toBeGreaterThanOrEqual(alone * (1 - 1e-12) - rounding);
        expect(route.soldUnits.reduce((sum, units) => sum + units, 0) / quantity).toBeCloseTo(1, 9);
        expect(route.soldUsd.reduce((sum, part) => sum + part, 0)).toBeCloseTo(usd, 6);
        route.venues.forEach((venue, i) => {
          expect(route.soldQuote[i]! * PRICES[venue.quote]!).toBeCloseTo(route.soldUsd[i]!, 6);
        });
      }),
      runs,
    );
  });

  it('pays the same for the last unit wherever it sells', () => {
    const list = [pool(100, 0.003), pool(1000, 0.01), pool(50, 0, 'USDX')];
    const route = split(list);
    route.sell(200);
    const bids = list.map((venue) => venue.bid() * PRICES[venue.quote]!);
    // The pool that keeps its fee is a hair deeper after the sale than along it.
    for (const bid of bids) expect(bid / bids[0]!).toBeCloseTo(1, 2);
    const again = [pool(100, 0.003), pool(1000, 0.003)];
    const two = split(again);
    two.sell(110);
    // Alike but for their size: they share by size.
    expect(two.soldUnits[1]! / two.soldUnits[0]!).toBeCloseTo(10, 9);
  });

  it('takes from a market without friction just what the pool does better', () => {
    const list = [pool(1000, 0), venueOf({ model: 'frictionless' })];
    const route = split(list);
    route.sell(10);
    expect(route.soldUnits[0]).toBeLessThan(1e-6);
    expect(route.soldUsd.reduce((sum, part) => sum + part, 0)).toBeCloseTo(2000, 9);
  });

  it('knows the quantity that brings an amount', () => {
    fc.assert(
      fc.property(venues, fc.double({ min: 1, max: 6, noNaN: true }), (references, power) => {
        const amount = 10 ** power;
        const route = split(references.map(venueOf));
        const quantity = route.quantityFor(amount);
        if (quantity === Number.POSITIVE_INFINITY) {
          expect(route.proceedsUsd(1e12)).toBeLessThanOrEqual(amount * (1 + 1e-9));
          return;
        }
        expect(route.proceedsUsd(quantity) / amount).toBeCloseTo(1, 8);
        expect(quantity).toBeLessThanOrEqual(best(references.map(venueOf)).quantityFor(amount) * (1 + 1e-9));
      }),
      runs,
    );
  });

  it('gains most at its best quantity', () => {
    fc.assert(
      fc.property(venues, fc.double({ min: 120, max: 199, noNaN: true }), order, (references, cost, other) => {
        const route = split(references.map(venueOf));
        const quantity = route.bestQuantity(cost);
        if (quantity === Number.POSITIVE_INFINITY) return;
        const gain = (units: number) => route.proceedsUsd(units) - cost * units;
        const slack = 1e-9 * (1 + 200 * Math.max(quantity, other)) + grains(references);
        for (const units of [other, 0.9 * quantity, 1.1 * quantity]) {
          expect(gain(quantity)).toBeGreaterThanOrEqual(gain(units) - slack);
        }
      }),
      runs,
    );
  });

  it('sells nothing of nothing', () => {
    const route = split([pool(100, 0.003), pool(1000, 0.01)]);
    expect(route.proceedsUsd(0)).toBe(0);
    expect(route.sell(0)).toBe(0);
    expect(route.quantityFor(0)).toBe(0);
    expect(route.quantityFor(1e9)).toBe(Number.POSITIVE_INFINITY);
    expect(route.bestQuantity(250)).toBe(0);
  });
});
