/** What holds for every venue, whatever its rule. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Venue } from '../../../models/venues/venue.ts';
import { grainOf, VENUES } from '../fixtures/random-venue.ts';
import { PRICES, venueOf } from '../fixtures/venue.ts';

const runs = { seed: 20200312, numRuns: 40 };
const order = fc.double({ min: -4, max: 4.5, noNaN: true }).map((power) => 10 ** power);
const outside = fc.double({ min: -0.7, max: 0.3, noNaN: true }).map((move) => Math.exp(move));

/** Rules by which a payout's fee stays in the pool on the side that pays: a second sale finds more there. */
const FEE_ON_PAYOUT = new Set(['stableswap']);

/** Rules whose price falls in steps: on the edge of one, rounding decides. */
const IN_STEPS = new Set(['order-book']);

function opened(reference: Record<string, unknown>, move = 1): Venue {
  const venue = venueOf(reference);
  venue.reset();
  venue.settle(0, (200 * move) / PRICES[venue.quote]!, 0);
  return venue;
}

const holdings = (venue: Venue) => {
  const into = { base: 0, quote: 0 };
  venue.change(into);
  return into;
};

describe.each(Object.entries(VENUES))('%s', (model, reference) => {
  it('brings nothing for nothing, and numbers for anything', () => {
    fc.assert(
      fc.property(reference, outside, (stated, move) => {
        const venue = opened(stated, move);
        expect(venue.proceeds(0)).toBe(0);
        for (const quantity of [1e-300, 1e-18, 1, 1e9, 1e150, 1e300]) {
          expect(venue.proceeds(quantity)).toBeGreaterThanOrEqual(0);
          expect(venue.proceeds(quantity)).toBeLessThan(Number.POSITIVE_INFINITY);
        }
        for (const value of [venue.quantityFor(1e-18), venue.quantityFor(1e30), venue.bestQuantity(1e-12)]) {
          expect(value).toBeGreaterThanOrEqual(0);
        }
        expect(venue.bestQuantity(1e9)).toBe(0);
        expect(venue.bestQuantity(0)).toBe(Number.POSITIVE_INFINITY);
        venue.sell(1e12);
        expect(Number.isFinite(venue.bid())).toBe(true);
        venue.settle(1000, 100, 0.1);
        expect(Number.isFinite(venue.proceeds(1))).toBe(true);
        expect(Math.abs(venue.displacement(2000))).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('brings more for more, at a marginal price that never rises, beginning at the bid', () => {
    fc.assert(
      fc.property(reference, outside, fc.array(order, { minLength: 3, maxLength: 8 }), (stated, move, quantities) => {
        const venue = opened(stated, move);
        const sizes = [0, ...quantities.toSorted((a, b) => a - b)];
        let slope = venue.bid();
        for (let i = 1; i < sizes.length; i++) {
          const step = sizes[i]! - sizes[i - 1]!;
          if (step < 1e-6 * sizes[i]!) continue;
          const gained = venue.proceeds(sizes[i]!) - venue.proceeds(sizes[i - 1]!);
          const rounding = (1e-13 * venue.proceeds(sizes[i]!) + grainOf(stated)) / step;
          expect(gained / step).toBeGreaterThanOrEqual(-rounding);
          expect(gained / step).toBeLessThanOrEqual(slope * (1 + 1e-9) + 2 * rounding);
          slope = gained / step + rounding;
        }
      }),
      runs,
    );
  });

  it('gains at its best quantity what the marginal prices above the cost add up to', () => {
    fc.assert(
      fc.property(reference, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (stated, share) => {
        const venue = opened(stated);
        const bid = venue.bid();
        const cost = share * bid;
        const best = venue.bestQuantity(cost);
        if (best === Number.POSITIVE_INFINITY) return;
        // ∫ from cost to bid of q(λ) dλ = proceeds(q) − cost · q, by Simpson's rule.
        const steps = 400;
        const width = (bid - cost) / steps;
        let sum = 0;
        for (let i = 0; i <= steps; i++) {
          const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
          sum += weight * venue.bestQuantity(cost + i * width);
        }
        const gain = venue.proceeds(best) - cost * best;
        const off = Math.abs((sum * width) / 3 - gain);
        expect(off).toBeLessThanOrEqual(3e-3 * gain + 1e-12 * best * bid + grainOf(stated));
      }),
      runs,
    );
  });

  it('gains no more at any other quantity', () => {
    fc.assert(
      fc.property(reference, fc.double({ min: 0.05, max: 1.1, noNaN: true }), order, (stated, share, other) => {
        const venue = opened(stated);
        const cost = share * venue.bid();
        const best = venue.bestQuantity(cost);
        if (best === Number.POSITIVE_INFINITY) return;
        const gain = (quantity: number) => venue.proceeds(quantity) - cost * quantity;
        for (const quantity of [other, 0.99 * best, 1.01 * best, best + other]) {
          expect(gain(quantity)).toBeLessThanOrEqual(
            gain(best) + 1e-11 * cost * Math.max(best, quantity) + grainOf(stated),
          );
        }
      }),
      runs,
    );
  });

  it('knows the quantity that brings an amount', () => {
    fc.assert(
      fc.property(reference, outside, order, (stated, move, quantity) => {
        const venue = opened(stated, move);
        const amount = venue.proceeds(quantity);
        const found = venue.quantityFor(amount * (1 - 1e-9));
        expect(found).toBeLessThanOrEqual(quantity * (1 + 1e-6));
        expect(venue.proceeds(found)).toBeGreaterThanOrEqual(amount * (1 - 1e-8));
        expect(venue.proceeds(found)).toBeLessThanOrEqual(amount * (1 + 1e-8));
      }),
      runs,
    );
  });

  it('sells what it said it would, its fee included', () => {
    fc.assert(
      fc.property(reference, order, (stated, quantity) => {
        const venue = opened(stated);
        const foretold = venue.proceeds(quantity);
        expect(venue.sell(quantity)).toBe(foretold);
        expect(venue.lastFee).toBeGreaterThanOrEqual(0);
        const free = opened(model === 'frictionless' ? stated : { ...stated, fee: 0 });
        expect(venue.lastFee).toBeCloseTo(free.proceeds(quantity) - foretold, 6);
      }),
      runs,
    );
  });

  it('pays for two halves what it pays for the whole, or less', () => {
    fc.assert(
      fc.property(reference, order, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (stated, quantity, part) => {
        const together = opened(stated).proceeds(quantity);
        const venue = opened(stated);
        const halves = venue.sell(part * quantity) + venue.sell((1 - part) * quantity);
        const fee = (stated.fee as number | undefined) ?? 0;
        if (model === 'oracle-pool') expect(halves).toBeLessThanOrEqual(together * (1 + 1e-9) + 1e-9);
        else if (fee === 0) expect(halves / together).toBeCloseTo(1, 9);
        else if (FEE_ON_PAYOUT.has(model)) expect(halves / together).toBeLessThanOrEqual(1 + fee + 1e-9);
        else expect(halves / together).toBeLessThanOrEqual(1 + 1e-12);
      }),
      runs,
    );
  });

  it('is displaced downwards by a sale and comes back, in one step or in many', () => {
    fc.assert(
      fc.property(reference, order, (stated, quantity) => {
        const once = opened(stated);
        const often = opened(stated);
        const price = 200 / PRICES[once.quote]!;
        const rest = once.displacement(0);
        once.sell(quantity);
        often.sell(quantity);
        let size = Math.abs(once.displacement(0));
        expect(once.displacement(0)).toBeLessThanOrEqual(rest);
        for (let time = 60_000; time <= 900_000; time += 60_000) {
          const now = Math.abs(once.displacement(time));
          expect(now).toBeLessThanOrEqual(size);
          size = now;
          often.settle(time, price, 0);
          if (!IN_STEPS.has(model)) expect(often.displacement(time)).toBeCloseTo(once.displacement(time), 5);
        }
        once.settle(900_000, price, 0);
        if (!IN_STEPS.has(model)) expect((often.bid() - once.bid()) / price).toBeCloseTo(0, 5);
        for (const units of IN_STEPS.has(model) ? [0.1, 10, 1e6] : []) {
          expect(often.proceeds(units) - once.proceeds(units)).toBeLessThan(1e-6 * units * price);
          expect(once.proceeds(units) - often.proceeds(units)).toBeLessThan(1e-6 * units * price);
        }
      }),
      runs,
    );
  });

  it('foretells its bid', () => {
    fc.assert(
      fc.property(
        reference,
        order,
        outside,
        fc.integer({ min: 0, max: 10_000_000 }),
        (stated, quantity, move, time) => {
          const venue = opened(stated);
          venue.sell(quantity);
          const price = (200 * move) / PRICES[venue.quote]!;
          const foretold = venue.bidAt(time, price);
          venue.settle(time, price, 0.05);
          expect(foretold / price).toBeCloseTo(venue.bid() / price, 9);
        },
      ),
      runs,
    );
  });

  it('loses no units and makes none', () => {
    const event = fc.record({
      move: outside,
      sale: order,
      minutes: fc.integer({ min: 0, max: 30 }),
      range: fc.double({ min: 0, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(reference, fc.array(event, { maxLength: 8 }), (stated, events) => {
        const withdrawal = { model: 'volatility-coupled', reference: 0.02, elasticity: 0.5, floor: 0.3 };
        const venue = opened('fee' in stated && model !== 'skewed-oracle' ? { ...stated, withdrawal } : stated);
        const flow = { base: 0, quote: 0 };
        const size = { base: 0, quote: 0 };
        let base = 0;
        let quote = 0;
        let scale = 1;
        let time = 0;
        const take = () => {
          venue.takeFlows(flow);
          base -= flow.base;
          quote -= flow.quote;
          venue.reserves(size);
          scale = Math.max(scale, Math.abs(size.base), Math.abs(size.quote));
        };
        take();
        for (const { move, sale, minutes, range } of events) {
          time += minutes * 60_000;
          venue.settle(time, (200 * move) / PRICES[venue.quote]!, range);
          take();
          base += sale;
          quote -= venue.sell(sale);
          take();
        }
        expect(Math.abs(holdings(venue).base - base)).toBeLessThanOrEqual(1e-9 * scale);
        expect(Math.abs(holdings(venue).quote - quote)).toBeLessThanOrEqual(1e-9 * scale);
      }),
      runs,
    );
  });

  it('begins again as it began', () => {
    fc.assert(
      fc.property(reference, order, (stated, quantity) => {
        const venue = opened(stated);
        const price = 200 / PRICES[venue.quote]!;
        const before = [venue.bid(), venue.proceeds(1), venue.proceeds(100), venue.displacement(0)];
        venue.sell(quantity);
        venue.settle(3_600_000, price / 2, 0.3);
        venue.sell(quantity);
        venue.reset();
        venue.settle(0, price, 0);
        expect([venue.bid(), venue.proceeds(1), venue.proceeds(100), venue.displacement(0)]).toEqual(before);
      }),
      runs,
    );
  });
});
