/** The venue of concentrated liquidity: profiles, holes, ranges that leave and follow, and what cannot be placed. */
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { DataError } from '../../../models/data-error.ts';
import { rootAtTick, tickAtPrice } from '../../../models/venues/concentrated/ticks.ts';
import type { Venue } from '../../../models/venues/venue.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';
import { nestedModels } from '../fixtures/nested-models.ts';

const ASSETS = ['ETH', 'DAI'];
const PRICE = 200;

function venueOf(reference: Record<string, unknown>, files: Record<string, string> = {}): Venue {
  const registry = builtIn();
  const stated = { base: 'ETH', quote: 'DAI', fee: 0.003, halfLife: '10m', oracleWeight: 1, ...reference };
  const venue = registry.create('venue', registry.schema('venue').parse(stated), {
    asset: (name) => ASSETS.indexOf(name),
    startPrice: (name) => (name === 'ETH' ? PRICE : 1),
    ...nestedModels(registry, files),
  });
  venue.settle(0, PRICE, 0);
  return venue;
}

const pool = (bands: object[], more: Record<string, unknown> = {}) =>
  venueOf({ model: 'concentrated', liquidity: { model: 'bands', depth: 1000, bands }, ...more });

const ranged = (ranges: object[], more: Record<string, unknown> = {}) =>
  venueOf({ model: 'concentrated', liquidity: { model: 'ranges', ranges }, ...more });

function reserves(venue: Venue) {
  const into = { base: 0, quote: 0 };
  venue.reserves(into);
  return into;
}

function flows(venue: Venue) {
  const into = { base: 0, quote: 0 };
  venue.takeFlows(into);
  return into;
}

describe('liquidity in bands', () => {
  it('over all prices is a constant product', () => {
    const product = venueOf({ model: 'constant-product', depth: 1000 });
    const all = pool([{ share: 1 }]);
    for (const quantity of [0.01, 10, 1000, 50_000]) {
      expect(all.proceeds(quantity) / product.proceeds(quantity)).toBeCloseTo(1, 9);
      expect(all.quantityFor(quantity) / product.quantityFor(quantity)).toBeCloseTo(1, 9);
    }
    expect(all.bestQuantity(150) / product.bestQuantity(150)).toBeCloseTo(1, 9);
    expect(all.bid()).toBeCloseTo(product.bid(), 9);
  });

  it('is deeper the narrower it is, by 1/(1 − 1/√(1 + within)), and ends', () => {
    const wide = pool([{ share: 1 }], { fee: 0 });
    const narrow = pool([{ within: 0.1, share: 1 }], { fee: 0, tickSpacing: 1 });
    const slippage = (venue: Venue) => 1 - venue.proceeds(0.1) / (0.1 * PRICE);
    expect(slippage(wide) / slippage(narrow)).toBeCloseTo(1 / (1 - 1 / Math.sqrt(1.1)), 1);
    // All of it sold down to the lower end, and nothing for more.
    const most = narrow.proceeds(1e9);
    expect(most).toBeCloseTo(reserves(narrow).quote, 6);
    expect(narrow.quantityFor(most * 1.01)).toBe(Number.POSITIVE_INFINITY);
    expect(narrow.bestQuantity(1)).toBeLessThan(1200);
  });

  it('holds its depth in base and as much again in quote', () => {
    const venue = pool([{ within: 0.02, share: 0.5 }, { within: 0.2, share: 0.3 }, { share: 0.2 }], { tickSpacing: 1 });
    expect(reserves(venue).base).toBeCloseTo(1000, 6);
    expect(reserves(venue).quote / 200_000).toBeCloseTo(1, 2);
  });

  it('whose shares do not add up to 1 is refused', () => {
    expect(() => pool([{ within: 0.1, share: 0.5 }])).toThrow(/add up to 0.5/);
  });
});

describe('a hole', () => {
  const holed = () =>
    ranged([
      { from: 180, to: 220, liquidity: 5000 },
      { from: 100, to: 150, liquidity: 5000 },
    ]);

  it('is fallen through: what is sold next brings the price of the far side', () => {
    const venue = holed();
    const near = venue.bestQuantity(190);
    expect(venue.bestQuantity(170)).toBeGreaterThan(near);
    const emptied = venue.bestQuantity(151);
    venue.sell(emptied);
    expect(venue.bid()).toBeLessThan(150.5);
    expect(venue.bid()).toBeGreaterThan(149);
    expect(venue.displacement(0)).toBeCloseTo(180 / PRICE - 1, 2);
    venue.sell(1e-6);
    expect(venue.displacement(0)).toBeCloseTo(150 / PRICE - 1, 2);
  });

  it('under the outside price pays its far side, before anything is sold', () => {
    const venue = holed();
    venue.settle(1000, 165, 0);
    expect(venue.bid() / 0.997).toBeCloseTo(150, -1);
    expect(venue.bidAt(1000, 165)).toBeCloseTo(venue.bid(), 9);
    expect(venue.displacement(1000)).toBe(0);
    expect(venue.proceeds(1e-3) / 1e-3).toBeCloseTo(venue.bid(), 2);
  });

  it('without an end pays nothing, and takes what is sold for nothing', () => {
    const venue = holed();
    venue.settle(1000, 90, 0);
    expect([venue.bid(), venue.bidAt(1000, 90), venue.proceeds(5), venue.bestQuantity(1)]).toEqual([0, 0, 0, 0]);
    expect(venue.quantityFor(1)).toBe(Number.POSITIVE_INFINITY);
    const before = reserves(venue).base;
    expect(venue.sell(7)).toBe(0);
    expect(reserves(venue).base - before).toBeCloseTo(7, 9);
  });
});

describe('ranges in stress', () => {
  const withdrawal = { model: 'volatility-coupled', reference: 0.01, elasticity: 1, floor: 0.1 };
  const bands = [{ within: 0.05, share: 0.8 }, { share: 0.2 }];

  it('leave as far as they take part, and their owners take them along', () => {
    const venue = pool(bands, { withdrawal });
    const before = reserves(venue);
    flows(venue);
    venue.settle(1000, PRICE, 0.02);
    const gone = flows(venue);
    // Half of the band of 80 %; the one over all prices stays.
    expect(gone.base / before.base).toBeCloseTo(0.4, 2);
    expect(reserves(venue).base + gone.base).toBeCloseTo(before.base, 9);
    const stays = pool([{ within: 0.05, share: 0.8, leaves: 0 }, { share: 0.2 }], { withdrawal });
    flows(stays);
    stays.settle(1000, PRICE, 0.02);
    expect(flows(stays).base).toBe(0);
    venue.settle(2000, PRICE, 0);
    expect(reserves(venue).base).toBeCloseTo(before.base, 9);
  });

  it('stay behind in a crash, or follow it at the next multiple of the time that providers take', () => {
    const tape = constructedTape({
      tickMillis: 600_000,
      prices: [[200, 150, 150, 150, 150, 150, 150], new Array(7).fill(1)],
    });
    const behind = pool(bands);
    const follows = pool(bands, { recentre: '30m' });
    for (const venue of [behind, follows]) {
      venue.reset();
      venue.begin?.(tape);
      venue.settle(0, 200, 0);
    }
    const deep = follows.proceeds(50) / (50 * 200);
    for (const venue of [behind, follows]) venue.settle(600_000, 150, 0);
    expect(follows.proceeds(50)).toBe(behind.proceeds(50));
    const foretold = follows.bidAt(1_800_000, 150);
    for (const venue of [behind, follows]) venue.settle(1_800_000, 150, 0);
    expect(behind.proceeds(50)).toBeLessThan(0.9 * follows.proceeds(50));
    expect(follows.proceeds(50) / (50 * 150)).toBeCloseTo(deep, 2);
    expect(follows.bid()).toBe(foretold);
    follows.reset();
    follows.settle(0, 200, 0);
    expect(follows.proceeds(50) / (50 * 200)).toBe(deep);
  });

  it('set fees aside: they belong to the pool, and do not deepen it', () => {
    const venue = pool(bands, { fee: 0.01 });
    const before = reserves(venue);
    venue.sell(10);
    expect(reserves(venue).base).toBeCloseTo(before.base + 10, 9);
    venue.settle(36_000_000, PRICE, 0);
    const after = pool(bands, { fee: 0.01 });
    expect(venue.proceeds(10)).toBeCloseTo(after.proceeds(10), 9);
    expect(reserves(venue).base).toBeCloseTo(before.base + 0.1, 9);
  });
});

describe('the ticks of a pool on chain', () => {
  // USDC (6 decimals) is token 0, WETH (18) token 1; 2,000 USDC per WETH is a raw price of 5e8.
  const raw = BigInt(Math.round(Math.sqrt(5e8) * 1e9));
  const sqrtPriceX96 = String((raw * (1n << 96n)) / 1_000_000_000n);
  const tick = tickAtPrice(5e8);
  const csv = `tick,liquidityNet\n${tick - 1000},3000000000000000000\n${tick + 1000},-3000000000000000000\n`;
  const reference = {
    model: 'concentrated',
    liquidity: { model: 'tick-map', file: 'ticks.csv', sqrtPriceX96, base: 'token1', decimals0: 6, decimals1: 18 },
  };

  it('are brought to the units and the price of the scenario', () => {
    const venue = venueOf(reference, { 'ticks.csv': csv });
    const liquidity = 3e18 / 1e12;
    expect(reserves(venue).base / (liquidity / Math.sqrt(PRICE))).toBeCloseTo(1 - 1 / rootAtTick(1000), 3);
    expect(reserves(venue).quote / (liquidity * Math.sqrt(PRICE))).toBeCloseTo(1 - 1 / rootAtTick(1000), 3);
  });

  it.each([
    ['a tick twice', `${csv}${tick + 1000},0\n`, /twice/],
    ['half a tick', 'tick,liquidityNet\n0.5,1\n2,-1\n', /whole number/],
    ['liquidity below nothing', 'tick,liquidityNet\n0,-1\n2,1\n', /below 0/],
    ['nothing at all', 'tick,liquidityNet\n0,0\n2,0\n', /no liquidity/],
    ['no such column', 'tick,liquidity\n0,0\n', /no column/],
  ])('with %s are refused, with the line', (_, text, message) => {
    const open = () => venueOf(reference, { 'ticks.csv': text });
    expect(open).toThrow(message);
    expect(open).toThrow(DataError);
  });

  it('of a price that no pool can have are refused', () => {
    const liquidity = { ...reference.liquidity, sqrtPriceX96: '12' };
    expect(() => venueOf({ ...reference, liquidity }, { 'ticks.csv': csv })).toThrow(RangeError);
  });
});

describe('ranges that cannot be', () => {
  it.each([
    ['narrower than the spacing', { from: 200, to: 200.1, liquidity: 1 }],
    ['upside down', { from: 210, to: 190, liquidity: 1 }],
    ['beyond all prices', { from: 1, to: 1e60, liquidity: 1 }],
  ])('%s are refused', (_, range) => {
    expect(() => ranged([range])).toThrow(RangeError);
  });
});
