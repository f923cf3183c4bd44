/** Pools in which arbitrageurs trade block by block: the band, what comes back, what is foreseen, and who is priced out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import type { Tape } from '../../../models/tape/tape.ts';
import type { Venue } from '../../../models/venues/venue.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';
import { nestedModels } from '../fixtures/nested-models.ts';

const ASSETS = ['ETH', 'DAI'];
const FEE = 0.003;
const TICK = 12_000;

const POOLS = {
  'constant-product': { model: 'constant-product', depth: 1000 },
  weighted: { model: 'weighted', depth: 1000, weight: 0.7 },
  stableswap: { model: 'stableswap', depth: 1000, amplification: 20 },
  concentrated: {
    model: 'concentrated',
    recentre: '10m',
    liquidity: { model: 'bands', depth: 1000, bands: [{ within: 0.05, share: 0.6 }, { share: 0.4 }] },
  },
};

function venueOf(reference: Record<string, unknown>, tape?: Tape): Venue {
  const registry = builtIn();
  const stated = { base: 'ETH', quote: 'DAI', fee: FEE, oracleWeight: 1, ...reference };
  const venue = registry.create('venue', registry.schema('venue').parse(stated), {
    asset: (name) => ASSETS.indexOf(name),
    startPrice: (name) => (name === 'ETH' ? 200 : 1),
    ...nestedModels(registry),
  });
  venue.reset();
  if (tape !== undefined) venue.begin?.(tape);
  return venue;
}

const arbitraged = (more: Record<string, unknown> = {}) => ({ recovery: { model: 'arbitrage', ...more } });

const tapeOf = (prices: readonly number[], gas: readonly number[] = [0]) =>
  constructedTape({ tickMillis: TICK, prices: [prices, new Array(prices.length).fill(1)], gas });

function reserves(venue: Venue) {
  const into = { base: 0, quote: 0 };
  venue.reserves(into);
  return into;
}

/** A path of prices in steps of at most a few per cent. */
const walk = fc
  .array(fc.double({ min: -0.02, max: 0.02, noNaN: true }), { minLength: 20, maxLength: 120 })
  .map((steps) => {
    let price = 200;
    return [200, ...steps.map((step) => (price *= Math.exp(step)))];
  });

describe.each(Object.entries(POOLS))('arbitrageurs on %s', (_, pool) => {
  it('leave the pool alone within its fee, and bring it to the edge of the band beyond', () => {
    const tape = tapeOf([200, 200.5, 199.5, 220, 220, 150, 150]);
    const venue = venueOf({ ...pool, ...arbitraged() }, tape);
    const bids = [0, 1, 2, 3, 4, 5, 6].map((tick) => {
      venue.settle(tick * TICK, 0, 0);
      return venue.bid();
    });
    expect(bids[1]).toBe(bids[0]);
    expect(bids[2]).toBe(bids[0]);
    // Bought up to where a unit costs the outside price; sold down to where it brings that. The fees of these two large
    // trades stay in some pools, and move their prices by up to twice the fee.
    expect(bids[3]! / 220 / ((1 - FEE) * (1 - FEE))).toBeCloseTo(1, 2);
    expect(Math.abs(bids[5]! / 150 - 1)).toBeLessThan(2 * FEE + 1e-4);
    // A fee on the payout lies where the next sale finds it: they come back for it.
    if (pool.model === 'stableswap') expect(bids[6]!).toBeLessThanOrEqual(bids[5]!);
    else expect(bids[6]! / bids[5]!).toBeCloseTo(1, 6);
  });

  it('undo a sale in the next block, as far as the band goes', () => {
    const tape = tapeOf(new Array(10).fill(200));
    const venue = venueOf({ ...pool, ...arbitraged() }, tape);
    venue.settle(0, 200, 0);
    expect(venue.displacement(0)).toBe(0);
    venue.sell(venue.bestQuantity(190));
    const sold = venue.displacement(0);
    expect(sold).toBeLessThan(-0.04);
    expect(venue.displacement(TICK - 1)).toBe(sold);
    expect(venue.displacement(TICK)).toBeGreaterThan(-0.0031);
    expect(venue.displacement(TICK)).toBeLessThan(-0.002);
    expect(venue.displacement(5 * TICK)).toBeCloseTo(venue.displacement(TICK), pool.model === 'stableswap' ? 3 : 12);
  });

  it('foresee what they will do, and the distance our sales made never grows', () => {
    fc.assert(
      fc.property(walk, fc.double({ min: 0, max: 100, noNaN: true }), fc.boolean(), (prices, quantity, costly) => {
        const tape = tapeOf(prices);
        const venue = venueOf({ ...pool, ...arbitraged({ cost: costly ? 3 : 0 }) }, tape);
        venue.settle(0, 200, 0);
        venue.sell(quantity);
        // Within the first window, in which no liquidity moves.
        const times = [1, 3, 4, 9, 17].map((tick) => tick * TICK);
        const foretold = times.map((time) => [venue.bidAt(time, 0), venue.displacement(time)] as const);
        expect(times.map((time) => [venue.bidAt(time, 0), venue.displacement(time)])).toEqual(foretold);
        let size = Math.abs(venue.displacement(0));
        times.forEach((time, i) => {
          venue.settle(time, 0, 0);
          const [bid, displacement] = foretold[i]!;
          expect(venue.bid()).toBe(bid);
          expect(venue.displacement(time)).toBe(displacement);
          expect(Math.abs(displacement)).toBeLessThanOrEqual(size);
          size = Math.abs(displacement);
        });
      }),
      { seed: 20200312, numRuns: 25 },
    );
  });

  it('lose no units and make none, whenever they are looked at', () => {
    fc.assert(
      fc.property(
        walk,
        fc.double({ min: 0.01, max: 200, noNaN: true }),
        fc.integer({ min: 1, max: 30 }),
        (prices, quantity, every) => {
          const tape = tapeOf(prices);
          const withdrawal = { model: 'volatility-coupled', reference: 0.01, elasticity: 0.5, floor: 0.3 };
          const venue = venueOf({ ...pool, ...arbitraged(), withdrawal }, tape);
          const held = reserves(venue);
          const start = { ...held };
          const flow = { base: 0, quote: 0 };
          for (let tick = 0; tick < prices.length; tick += every) {
            venue.settle(tick * TICK, 0, 0);
            venue.displacement(tick * TICK + 5 * TICK);
            held.quote -= venue.sell(quantity);
            held.base += quantity;
            venue.takeFlows(flow);
            held.base -= flow.base;
            held.quote -= flow.quote;
          }
          const now = reserves(venue);
          const change = { base: 0, quote: 0 };
          venue.change(change);
          expect(now.base / held.base).toBeCloseTo(1, 9);
          expect(now.quote / held.quote).toBeCloseTo(1, 9);
          expect(change.base).toBeCloseTo(now.base - start.base, 6);
        },
      ),
      { seed: 20200312, numRuns: 25 },
    );
  });

  it('act in every block, whether anybody looks or not', () => {
    fc.assert(
      fc.property(walk, (prices) => {
        const tape = tapeOf(prices);
        const [often, once] = [0, 1].map(() => venueOf({ ...pool, ...arbitraged() }, tape)) as [Venue, Venue];
        for (let tick = 0; tick < prices.length; tick++) often.settle(tick * TICK, 0, 0);
        once.settle((prices.length - 1) * TICK, 0, 0);
        expect(once.bid()).toBe(often.bid());
        expect(reserves(once)).toEqual(reserves(often));
      }),
      { seed: 20200312, numRuns: 10 },
    );
  });
});

describe('a cost', () => {
  const price = [200, 203, 203];

  it('keeps arbitrageurs away while they would gain less', () => {
    // √k = 14,142 and z = 1.5 % − 0.3 %: they would gain about √k √P z²/4 = 7 USD.
    const bids = [0, 5, 20].map((cost) => {
      const venue = venueOf({ ...POOLS['constant-product'], ...arbitraged({ cost }) }, tapeOf(price));
      venue.settle(TICK, 0, 0);
      return venue.bid();
    });
    expect(bids[1]).toBe(bids[0]);
    expect(bids[2]).toBeLessThan(bids[0]!);
    expect(bids[2]).toBeCloseTo(200 * (1 - FEE), 9);
  });

  it('is gas at the price of the window, in the asset it is paid in', () => {
    const bid = (gwei: number) => {
      const recovery = arbitraged({ gas: 120_000, gasAsset: 'ETH' });
      const venue = venueOf({ ...POOLS['constant-product'], ...recovery }, tapeOf(price, [gwei]));
      venue.settle(TICK, 0, 0);
      return venue.bid();
    };
    // 120,000 gas at 100 gwei and 203 USD are 2.4 USD, at 1,000 gwei 24 USD.
    expect(bid(100)).toBe(bid(0));
    expect(bid(1000)).toBeLessThan(bid(0));
  });
});

describe('a pool names', () => {
  const pool = POOLS['constant-product'];

  it('a half-life by itself or as a recovery: they are the same', () => {
    const [short, long] = [{ halfLife: '10m' }, { recovery: { model: 'half-life', halfLife: '10m' } }].map((how) => {
      const venue = venueOf({ ...pool, ...how });
      venue.settle(0, 200, 0);
      venue.sell(50);
      venue.settle(300_000, 190, 0.01);
      return [venue.bid(), venue.displacement(400_000)];
    });
    expect(long).toEqual(short);
  });

  it.each([
    ['neither', {}, /neither/],
    ['both', { halfLife: '10m', ...arbitraged() }, /both/],
    ['gas without an asset to pay it in', arbitraged({ gas: 100_000 }), /gasAsset/],
  ])('%s: refused', (_, how, message) => {
    expect(() => venueOf({ ...pool, ...how })).toThrow(message);
  });
});
