import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { Route } from '../../../models/venues/route.ts';
import type { Venue } from '../../../models/venues/venue.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';
import { nestedModels } from '../fixtures/nested-models.ts';

const ASSETS = ['ETH', 'DAI', 'USDX'];
/** USDX is worth two dollars. */
const PRICES = [200, 1, 2];

function venue(reference: Record<string, unknown>): Venue {
  const registry = builtIn();
  return registry.create('venue', registry.schema('venue').parse(reference), {
    asset: (name) => ASSETS.indexOf(name),
    startPrice: (name) => PRICES[ASSETS.indexOf(name)] as number,
    ...nestedModels(registry),
  });
}

const pool = (depth: number, fee: number, quote = 'DAI') =>
  venue({ model: 'constant-product', base: 'ETH', quote, depth, fee, halfLife: '10m', oracleWeight: 0 });

function route(...venues: Venue[]): Route {
  const tape = constructedTape({ tickMillis: 12_000, prices: PRICES.map((price) => [price, price, price]) });
  const made = new Route(0, venues);
  made.begin(tape);
  made.settle(0);
  return made;
}

describe('a route', () => {
  it('takes the cheap venue for little and the deep one for much', () => {
    const cheap = pool(10, 0.0001);
    const deep = pool(10_000, 0.01);
    const both = route(deep, cheap);
    both.sell(0.01);
    expect([...both.soldUnits]).toEqual([0, 0.01]);
    both.sell(500);
    expect([...both.soldUnits]).toEqual([500, 0]);
  });

  it('brings what the best venue brings', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: 1, max: 1e4, noNaN: true }), fc.double({ min: 0, max: 0.05, noNaN: true })),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        fc.double({ min: 0.001, max: 1e4, noNaN: true }),
        (pools, quantity) => {
          const best = Math.max(...pools.map(([depth, fee]) => route(pool(depth, fee)).proceedsUsd(quantity)));
          const all = route(...pools.map(([depth, fee]) => pool(depth, fee)));
          expect(all.proceedsUsd(quantity)).toBe(best);
          expect(all.sell(quantity)).toBe(best);
        },
      ),
      { seed: 20200312, numRuns: 100 },
    );
  });

  it('counts the quote asset at its outside price', () => {
    const made = route(pool(1000, 0.003, 'USDX'));
    const plain = route(pool(1000, 0.003));
    expect(made.bidUsd()).toBeCloseTo(plain.bidUsd(), 9);
    expect(made.sell(50)).toBeCloseTo(plain.sell(50), 6);
    expect(made.soldQuote[0]).toBeCloseTo(plain.soldQuote[0]! / 2, 6);
    expect(made.feeUsd).toBeCloseTo(plain.feeUsd, 6);
    expect(made.feeUsd).toBeGreaterThan(0);
  });

  it('knows the quantity that brings an amount, the least over its venues', () => {
    const both = route(pool(10, 0.0001), pool(10_000, 0.01));
    for (const usd of [1, 1000, 50_000]) {
      expect(both.proceedsUsd(both.quantityFor(usd))).toBeGreaterThanOrEqual(usd * (1 - 1e-12));
      expect(both.quantityFor(usd)).toBeLessThanOrEqual(route(pool(10_000, 0.01)).quantityFor(usd));
    }
    expect(route(pool(10, 0)).quantityFor(2001)).toBe(Number.POSITIVE_INFINITY);
  });

  it('has no best quantity where none gains', () => {
    expect(route(pool(10, 0.01)).bestQuantity(198)).toBe(0);
    expect(route(pool(10, 0.01)).bestQuantity(150)).toBeGreaterThan(0);
  });

  it('sells any quantity at the outside price where there is no friction', () => {
    const made = route(venue({ model: 'frictionless', base: 'ETH', quote: 'USDX' }));
    expect(made.sell(1e6)).toBe(2e8);
    expect(made.feeUsd).toBe(0);
    expect(made.bidUsd()).toBe(200);
    expect(made.bestQuantity(199)).toBe(Number.POSITIVE_INFINITY);
    expect(made.bestQuantity(200)).toBe(0);
    expect(made.quantityFor(400)).toBe(2);
  });

  it('tells ahead of time what it will pay, and follows the price of the quote asset', () => {
    const tape = constructedTape({
      tickMillis: 12_000,
      prices: [
        [200, 150],
        [1, 1],
        [2, 2.5],
      ],
    });
    const made = new Route(0, [pool(1000, 0.003, 'USDX')]);
    made.begin(tape);
    made.settle(0);
    made.sell(100);
    const foretold = made.bidUsdAt(12_000);
    made.settle(12_000);
    expect(made.bidUsd()).toBeCloseTo(foretold, 9);
    expect(foretold).toBeLessThan(150);
  });
});
