import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import type { Venue } from '../../../models/venues/venue.ts';
import { nestedModels } from '../fixtures/nested-models.ts';

const runs = { seed: 20200312, numRuns: 300 };

interface Options {
  readonly depth?: number;
  readonly price?: number;
  readonly fee?: number;
  readonly halfLife?: string;
  readonly withdrawal?: Record<string, unknown>;
}

function pool({
  depth = 1000,
  price = 200,
  fee = 0.003,
  halfLife = '10m',
  withdrawal = { model: 'none' },
}: Options = {}): Venue {
  const registry = builtIn();
  const reference = registry.schema('venue').parse({
    model: 'constant-product',
    base: 'ETH',
    quote: 'DAI',
    depth,
    fee,
    halfLife,
    oracleWeight: 0.5,
    withdrawal,
  });
  return registry.create('venue', reference, {
    asset: (name) => ['ETH', 'DAI'].indexOf(name),
    startPrice: (name) => (name === 'ETH' ? price : 1),
    ...nestedModels(registry),
  });
}

function reserves(venue: Venue) {
  const into = { base: 0, quote: 0 };
  venue.reserves(into);
  return into;
}

const product = (venue: Venue) => reserves(venue).base * reserves(venue).quote;
const HALF_LIFE = 600_000;

describe('a sale into a constant-product pool', () => {
  it('starts from the stated depth at the outside price', () => {
    expect(reserves(pool())).toEqual({ base: 1000, quote: 200_000 });
  });

  it('brings y γ q / (x + γ q)', () => {
    const venue = pool({ fee: 0.01 });
    venue.settle(0, 200, 0);
    // 0.99 · 100 = 99 units count: 200,000 · 99 / 1,099.
    expect(venue.proceeds(100)).toBeCloseTo(19_800_000 / 1099, 9);
    expect(venue.sell(100)).toBeCloseTo(19_800_000 / 1099, 9);
    expect(reserves(venue).base).toBe(1100);
    expect(reserves(venue).quote).toBeCloseTo(200_000 - 19_800_000 / 1099, 9);
  });

  it('pays the marginal price for almost nothing', () => {
    const venue = pool({ fee: 0.01 });
    venue.settle(0, 200, 0);
    expect(venue.bid()).toBeCloseTo(198, 12);
    expect(venue.proceeds(1e-7) / 1e-7).toBeCloseTo(198, 4);
  });

  it('tells how much of its cost was fee: what the same sale would have brought without one', () => {
    const venue = pool({ fee: 0.01 });
    const free = pool({ fee: 0 });
    const out = venue.sell(100);
    expect(venue.lastFee).toBeCloseTo(free.sell(100) - out, 9);
    expect(free.lastFee).toBe(0);
  });

  it('displaces the price by what it moved', () => {
    const venue = pool({ fee: 0 });
    venue.settle(0, 200, 0);
    venue.sell(250);
    // x 1250, y 160,000: 128 against 200.
    expect(venue.displacement(0)).toBeCloseTo(-0.36, 12);
  });

  it('never lowers x·y, keeps it without a fee, and never brings more than the pool has', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.array(fc.double({ min: 1e-9, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 5 }),
        (depth, fee, sales) => {
          const venue = pool({ depth, fee });
          for (const quantity of sales) {
            const before = product(venue);
            const { quote } = reserves(venue);
            const out = venue.sell(quantity);
            expect(out).toBeGreaterThan(0);
            expect(out).toBeLessThanOrEqual(quote);
            // The reserve of a drained pool is a small difference of large numbers.
            const lost = (quote / Math.max(reserves(venue).quote, 1e-300)) * 1e-15;
            expect(product(venue)).toBeGreaterThanOrEqual(before * (1 - lost - 1e-12));
            if (fee === 0 && lost < 1e-9) expect(product(venue) / before).toBeCloseTo(1, 8);
          }
        },
      ),
      runs,
    );
  });

  it('brings less in one piece than it would at the marginal price', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (quantity) => {
        const venue = pool();
        venue.settle(0, 200, 0);
        expect(venue.proceeds(quantity)).toBeLessThan(venue.bid() * quantity);
      }),
      runs,
    );
  });
});

describe('questions about a sale', () => {
  it('quantityFor is the inverse of proceeds', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (share, fee) => {
          const venue = pool({ fee });
          const amount = share * 200_000;
          expect(venue.proceeds(venue.quantityFor(amount)) / amount).toBeCloseTo(1, 9);
        },
      ),
      runs,
    );
  });

  it('no quantity brings all that the pool has', () => {
    expect(pool().quantityFor(200_000)).toBe(Number.POSITIVE_INFINITY);
    expect(pool().quantityFor(300_000)).toBe(Number.POSITIVE_INFINITY);
  });

  it('bestQuantity gains at least what any other quantity does', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 400, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        (unitCost, other, fee) => {
          const venue = pool({ fee });
          const gain = (quantity: number) => venue.proceeds(quantity) - unitCost * quantity;
          const best = venue.bestQuantity(unitCost);
          expect(best).toBeGreaterThanOrEqual(0);
          expect(gain(best)).toBeGreaterThanOrEqual(gain(other) - 1e-6);
          if (best > 0) {
            for (const share of [0.9, 0.99, 1.01, 1.1])
              expect(gain(best)).toBeGreaterThanOrEqual(gain(share * best) - 1e-6);
          }
        },
      ),
      runs,
    );
  });

  it('bestQuantity is nothing where the marginal price does not cover the cost, and endless where it costs nothing', () => {
    const venue = pool({ fee: 0.01 });
    expect(venue.bestQuantity(198)).toBe(0);
    expect(venue.bestQuantity(197.99)).toBeGreaterThan(0);
    expect(venue.bestQuantity(0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('change nothing', () => {
    const venue = pool();
    const before = reserves(venue);
    venue.proceeds(10);
    venue.quantityFor(10);
    venue.bestQuantity(100);
    venue.bid();
    venue.bidAt(5, 100);
    expect(reserves(venue)).toEqual(before);
    expect(venue.displacement(0)).toBe(0);
  });
});

describe('arbitrage', () => {
  it('halves a displacement every half-life', () => {
    const venue = pool({ fee: 0 });
    venue.settle(0, 200, 0);
    venue.sell(250);
    expect(venue.displacement(HALF_LIFE)).toBeCloseTo(-0.18, 12);
    expect(venue.displacement(3 * HALF_LIFE)).toBeCloseTo(-0.045, 12);
  });

  it('does so in one step or in many', () => {
    const once = pool();
    const often = pool();
    for (const venue of [once, often]) {
      venue.settle(0, 200, 0);
      venue.sell(250);
    }
    for (let step = 1; step <= 10; step++) often.settle((step * HALF_LIFE) / 10, 200, 0);
    once.settle(HALF_LIFE, 200, 0);
    expect(often.displacement(HALF_LIFE)).toBeCloseTo(once.displacement(HALF_LIFE), 12);
    expect(reserves(often).base).toBeCloseTo(reserves(once).base, 8);
  });

  it('forgets a displacement that no one would notice', () => {
    const venue = pool();
    venue.settle(0, 200, 0);
    venue.sell(250);
    expect(venue.displacement(40 * HALF_LIFE)).toBe(0);
  });

  it('follows the outside price at once, at constant depth', () => {
    const venue = pool();
    const before = product(venue);
    venue.settle(0, 50, 0);
    const { base, quote } = reserves(venue);
    expect(quote / base).toBeCloseTo(50, 10);
    expect(product(venue) / before).toBeCloseTo(1, 12);
    expect(base).toBeCloseTo(2000, 9);
  });

  it('never makes the pool offer more than the market', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            wait: fc.integer({ min: 0, max: 3_600_000 }),
            price: fc.double({ min: 1, max: 1000, noNaN: true }),
            quantity: fc.double({ min: 0.01, max: 5000, noNaN: true }),
          }),
          { minLength: 1, maxLength: 10 },
        ),
        (sales) => {
          const venue = pool();
          let clock = 0;
          for (const { wait, price, quantity } of sales) {
            clock += wait;
            venue.settle(clock, price, 0);
            expect(venue.bid()).toBeLessThanOrEqual(price * (1 + 1e-12));
            venue.sell(quantity);
            expect(venue.displacement(clock)).toBeLessThanOrEqual(0);
            expect(venue.displacement(clock)).toBeGreaterThan(-1);
          }
        },
      ),
      runs,
    );
  });

  it('tells ahead of time what the marginal price will be', () => {
    const venue = pool();
    venue.settle(0, 200, 0);
    venue.sell(300);
    const foretold = venue.bidAt(HALF_LIFE / 3, 170);
    venue.settle(HALF_LIFE / 3, 170, 0);
    expect(venue.bid()).toBeCloseTo(foretold, 9);
  });
});

describe('withdrawal', () => {
  const withdrawal = { model: 'volatility-coupled', reference: 0.01, elasticity: 0.5, floor: 0.4 };

  it('leaves all depth up to the reference, then shrinks it by the power, down to the floor', () => {
    const venue = pool({ withdrawal });
    const root = (range: number) => {
      venue.settle(0, 200, range);
      return Math.sqrt(product(venue)) / Math.sqrt(1000 * 200_000);
    };
    expect(root(0)).toBeCloseTo(1, 12);
    expect(root(0.01)).toBeCloseTo(1, 12);
    expect(root(0.04)).toBeCloseTo(0.5, 12);
    expect(root(1)).toBeCloseTo(0.4, 12);
  });

  it('comes back when volatility falls, with the fees earned meanwhile', () => {
    const venue = pool({ withdrawal });
    venue.settle(0, 200, 0.04);
    venue.sell(50);
    const grown = Math.sqrt(product(venue)) / (0.5 * Math.sqrt(1000 * 200_000));
    expect(grown).toBeGreaterThan(1);
    venue.settle(0, 200, 0);
    expect(Math.sqrt(product(venue)) / Math.sqrt(1000 * 200_000)).toBeCloseTo(grown, 12);
  });

  it('makes the same sale dearer', () => {
    const calm = pool({ withdrawal });
    const wild = pool({ withdrawal });
    calm.settle(0, 200, 0);
    wild.settle(0, 200, 0.1);
    expect(wild.sell(100)).toBeLessThan(calm.sell(100));
    expect(wild.displacement(0)).toBeLessThan(calm.displacement(0));
  });
});

describe('the books of a pool', () => {
  it('close: start + sales + flows of arbitrage and withdrawal = reserves', () => {
    const withdrawal = { model: 'volatility-coupled', reference: 0.01, elasticity: 1, floor: 0.2 };
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 1_000_000 }),
      price: fc.double({ min: 10, max: 1000, noNaN: true }),
      range: fc.double({ min: 0, max: 0.2, noNaN: true }),
      quantity: fc.double({ min: 0.01, max: 2000, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const venue = pool({ withdrawal });
        const held = { base: 1000, quote: 200_000 };
        const flows = { base: 0, quote: 0 };
        let clock = 0;
        let moved = 200_000;
        for (const { wait, price, range, quantity } of steps) {
          clock += wait;
          venue.settle(clock, price, range);
          held.quote -= venue.sell(quantity);
          held.base += quantity;
          venue.takeFlows(flows);
          held.base -= flows.base;
          held.quote -= flows.quote;
          moved += Math.abs(flows.quote);
          const now = reserves(venue);
          const change = { base: 0, quote: 0 };
          venue.change(change);
          expect(Math.abs(now.base - held.base)).toBeLessThan(1e-9 * (moved + Math.abs(flows.base)));
          expect(Math.abs(now.quote - held.quote)).toBeLessThan(1e-9 * moved);
          expect(change.base).toBeCloseTo(now.base - 1000, 6);
          expect(change.quote).toBeCloseTo(now.quote - 200_000, 6);
        }
      }),
      runs,
    );
  });

  it('tell flows once', () => {
    const venue = pool();
    const flows = { base: 0, quote: 0 };
    venue.settle(0, 100, 0);
    venue.takeFlows(flows);
    expect(flows.base).not.toBe(0);
    venue.takeFlows(flows);
    expect(flows).toEqual({ base: 0, quote: 0 });
  });

  it('are as new after a reset', () => {
    const venue = pool({ withdrawal: { model: 'volatility-coupled', reference: 0.01, elasticity: 1, floor: 0.2 } });
    venue.settle(5, 90, 0.3);
    venue.sell(77);
    venue.reset();
    expect(reserves(venue)).toEqual({ base: 1000, quote: 200_000 });
    expect(venue.displacement(0)).toBe(0);
    expect(venue.lastFee).toBe(0);
    venue.settle(0, 200, 0);
    expect(venue.bid()).toBe(pool().bid());
  });
});
