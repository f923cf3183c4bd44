import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { type DebtAuctionTerms, playDebtAuction } from '../../../models/liquidation/absorber/debt-auctions.ts';
import { othersShare } from '../../../models/liquidation/absorber/shared-backstop.ts';
import { indexAfter, SupplyIndex } from '../../../models/liquidation/absorber/supply-index.ts';
import { Waterfall } from '../../../models/liquidation/waterfall.ts';
import type { ModelReference } from '../../../models/registry.ts';
import type { Stage } from '../../../models/world/stage.ts';
import { MILLIS_PER_DAY, MILLIS_PER_HOUR, MILLIS_PER_MINUTE } from '../../../sim/units.ts';
import { constructedBook } from '../fixtures/constructed-book.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';
import { openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const registry = builtIn();
const NAMES = ['ETH', 'DAI', 'GOV'];

/** A token that loses half over two days, and one that does not move. */
const tape = constructedTape({
  tickMillis: MILLIS_PER_HOUR,
  prices: [
    Array.from({ length: 49 }, (_, hour) => 200 * (1 - hour / 96)),
    Array.from({ length: 49 }, () => 1),
    Array.from({ length: 49 }, (_, hour) => 100 * (1 - hour / 96)),
  ],
});
const book = constructedBook([{ collateral: [[0, 10, 0.8]], debt: [[1, 1000]] }]);
const stage = { tape, time: 0, prices: new Float64Array(3), accounts: { book } } as unknown as Stage;

function absorberOf(reference: ModelReference) {
  const parsed = registry.schema('absorber').parse(reference) as ModelReference;
  return registry.create('absorber', parsed, { asset: (name) => NAMES.indexOf(name) });
}

function waterfallOf(...references: ModelReference[]): Waterfall {
  const waterfall = new Waterfall(references.map(absorberOf));
  waterfall.reset(stage);
  return waterfall;
}

const at = (time: number) => ({ asset: 1, price: 1, time });

describe('reserves', () => {
  it('grow with interest and fees up to their cap, and pay until they are empty', () => {
    const waterfall = waterfallOf({ model: 'reserves', size: 100, incomePerYear: 365_000, inflow: 0.5, cap: 700 });
    // A day of interest is 1,000 USD, of which the cap leaves 600.
    expect(waterfall.absorb(50, at(0))).toBe(50);
    expect(waterfall.absorb(10_000, at(MILLIS_PER_DAY / 2))).toBeCloseTo(550, 9);
    expect(waterfall.absorb(10_000, at(2 * MILLIS_PER_DAY))).toBeCloseTo(700, 9);
    expect(waterfall.feed(100)).toBe(50);
    expect(waterfall.fundUsd).toBe(50);
    expect(waterfall.parkedUsd).toBeCloseTo(20_050 - 50 - 550 - 700, 9);
  });
});

describe('a stake', () => {
  it('lets its offset pass by, then is slashed at the price of the moment', () => {
    const stake = { model: 'staked-backstop', size: 1000, fee: 0.25, leastLeft: 0, offset: 30, asset: 'GOV' };
    const waterfall = waterfallOf(stake, { model: 'socialise' });
    expect(waterfall.absorb(20, at(0))).toBe(0);
    expect(waterfall.absorb(20, at(0))).toBe(10);
    // 10 units at 100 USD, of which 12.5 USD were slashed; after two days a unit is worth 50 USD.
    expect(waterfall.absorb(1000, at(2 * MILLIS_PER_DAY))).toBeCloseTo((9.875 * 50) / 1.25, 9);
    expect(waterfall.fundUsd).toBeCloseTo(0, 9);
    expect(waterfall.lendersUsd).toBeCloseTo(1040 - 10 - 395, 9);
  });
});

describe('a shared backstop', () => {
  it('has what the others have left when a loss comes', () => {
    expect(othersShare(0.75, 0.25, 0.5, 0.4)).toBe(0.75 * 0.5 + 0.25 * 0.4);
    const alone = waterfallOf({ model: 'shared-backstop', size: 100, used: 0.2 });
    expect(alone.absorb(500, at(0))).toBe(80);
    const shared = { model: 'shared-backstop', size: 1000, others: 800, correlation: 1, drawdown: 0.5 };
    const early = waterfallOf(shared);
    expect(early.absorb(300, at(0))).toBe(300);
    // The others came when 700 were left, and the market has fallen by a half: all of their 800 that is there is gone.
    expect(early.absorb(300, at(2 * MILLIS_PER_DAY))).toBe(0);
    expect(waterfallOf(shared).absorb(300, at(2 * MILLIS_PER_DAY))).toBe(200);
    expect(waterfallOf(shared).absorb(900, at(MILLIS_PER_DAY))).toBeCloseTo(600, 9);
  });

  it('draws the part that does not follow the market once a path, in the mean a half', () => {
    let sum = 0;
    const paths = 400;
    for (let path = 0; path < paths; path++) {
      tape.begin('backstop', path);
      const waterfall = waterfallOf({ model: 'shared-backstop', size: 1000, others: 1000, correlation: 0 });
      const first = waterfall.absorb(1, at(0));
      sum += first + waterfall.absorb(5000, at(2 * MILLIS_PER_DAY));
    }
    expect(Math.abs(sum / paths - 500)).toBeLessThan((4 * 1000) / Math.sqrt(12 * paths));
  });
});

describe('the supply index', () => {
  it('falls by what is lost of what was lent, not below nothing', () => {
    expect(indexAfter(1, 2000, 500)).toBe(0.75);
    expect(indexAfter(0.1, 2000, 500)).toBe(0);
    const bearer = new SupplyIndex(0.5);
    bearer.begin(stage);
    const loss = (usd: number) => bearer.take({ usd, asset: 1, price: 1, time: 0 });
    expect([loss(500), bearer.index[1]]).toEqual([500, 0.75]);
    expect([loss(5000), bearer.index[1]]).toEqual([1500, 0]);
    // Nobody has lent ether.
    expect(bearer.take({ usd: 10, asset: 0, price: 200, time: 0 })).toBe(0);
  });

  it('passes the rest on', () => {
    const waterfall = waterfallOf({ model: 'supply-index' }, { model: 'park' }, { model: 'socialise' });
    waterfall.absorb(1800, at(0));
    expect([waterfall.lendersUsd, waterfall.parkedUsd]).toEqual([1000, 800]);
  });
});

const TERMS: DebtAuctionTerms = {
  ...{ beg: 1.05, ttl: 6 * MILLIS_PER_HOUR, tau: 72 * MILLIS_PER_HOUR, pad: 1.2, sump: 50_000, dump: 250, wait: 0 },
  ...{ bidders: 2, bidEvery: 10 * MILLIS_PER_MINUTE, margin: 0, capital: 1e6 },
};
const MONTH = 30 * MILLIS_PER_DAY;

describe('a debt auction', () => {
  it('falls to the last lot that is worth the money, one step at a time', () => {
    const sold = playDebtAuction(TERMS, 0, MONTH, () => 300)!;
    // 250 / 1.05^k units of 300 USD are worth 50,000 for the last time at k = 8.
    let lot = 250;
    while ((lot / 1.05) * 300 >= 50_000) lot /= 1.05;
    expect(sold.lot).toBeCloseTo(lot, 12);
    expect(sold.at).toBe(8 * TERMS.bidEvery + TERMS.ttl + TERMS.bidEvery);
  });

  it('goes to a single bidder at the first step', () => {
    expect(playDebtAuction({ ...TERMS, bidders: 1 }, 0, MONTH, () => 1000)!.lot).toBeCloseTo(250 / 1.05, 12);
  });

  it('offers more where nobody bids, and may not be over by the end of the path', () => {
    const sold = playDebtAuction(TERMS, 0, MONTH, () => 200)!;
    // 250 units are worth 50,000, less the first step: the second offer of 300 falls in steps to 250 or just above.
    expect(sold.lot * 200).toBeGreaterThanOrEqual(50_000);
    expect(sold.lot).toBeLessThan(1.05 * 250);
    expect(sold.at).toBeGreaterThan(TERMS.tau);
    expect(playDebtAuction(TERMS, 0, MILLIS_PER_DAY, () => 200)).toBeUndefined();
  });

  const debtAuction = { model: 'debt-auction', asset: 'GOV', sump: 100, dump: 5, ttl: '1h', wait: '2h' };

  it('pays the oldest losses once it has raised the money; what does not fill an auction stays parked', () => {
    const waterfall = waterfallOf(debtAuction, { model: 'socialise' });
    expect(waterfall.absorb(130, at(0))).toBe(0);
    expect(waterfall.absorb(90, at(MILLIS_PER_HOUR))).toBe(0);
    expect(waterfall.parkedUsd).toBe(220);
    const paid: number[] = [];
    expect(waterfall.end((_asset, _price, usd) => paid.push(usd))).toBe(200);
    expect(paid).toEqual([100, 30, 70]);
    expect([waterfall.drawnUsd, waterfall.parkedUsd, waterfall.socialisedUsd]).toEqual([200, 20, 0]);
  });

  it('raises nothing where the bidders have not the money, or the time is too short', () => {
    const poor = waterfallOf({ ...debtAuction, capital: 20 });
    poor.absorb(1000, at(0));
    expect(poor.end(() => {})).toBe(0);
    const late = waterfallOf({ ...debtAuction, wait: '40d' });
    late.absorb(1000, at(0));
    expect(late.end(() => {})).toBe(0);
    expect(late.parkedUsd).toBe(1000);
  });

  it('must know what its token is worth', () => {
    expect(() => absorberOf({ model: 'debt-auction' })).toThrow(/either asset .* or price/);
  });
});

const crash = (waterfall: RawWorld['protocol']['waterfall']) =>
  stressedBut((world) => {
    world.market.assets.ETH!.waypoints = [
      { at: 0, price: 200 },
      { at: '1h', price: 120 },
      { at: '2h', price: 90 },
      { at: '3h', price: 95 },
    ];
    world.market.assets.GOV = { price: { model: 'constant', start: 50 } };
    world.protocol.waterfall = waterfall;
  });

const nothing = () => ({ realised: 0, drawn: 0, socialised: 0, parked: 0, liquidations: 0 });

function totals(waterfall: RawWorld['protocol']['waterfall']) {
  const world = openWorld(crash(waterfall));
  const sums: Record<string, ReturnType<typeof nothing>> = Object.fromEntries(
    world.strategies.map(({ name }) => [name, nothing()]),
  );
  for (let path = 0; path < 4; path++) {
    for (const [name, f] of Object.entries(runPath(world, 'absorbers', path))) {
      const sum = sums[name]!;
      sum.realised += f.badDebtRealisedUsd;
      sum.drawn += f.insuranceDrawnUsd;
      sum.socialised += f.socialisedUsd;
      sum.parked += f.parkedUsd;
      sum.liquidations += f.liquidations;
    }
  }
  return sums;
}

describe('in a crash', () => {
  const plain = totals([{ model: 'socialise' }]);

  it('who bears a loss does not change what was lost, unless borrowers take it over', () => {
    expect(Object.values(plain).filter(({ realised }) => realised > 100).length).toBeGreaterThan(2);
    const others: RawWorld['protocol']['waterfall'][] = [
      [{ model: 'reserves', size: 500, inflow: 1 }, { model: 'supply-index' }],
      [{ model: 'staked-backstop', size: 2000, asset: 'ETH', offset: 100 }, { model: 'park' }],
      [{ model: 'shared-backstop', size: 2000, others: 1500 }],
      [{ model: 'debt-auction', asset: 'GOV', sump: 200, dump: 10, ttl: '5m', bidEvery: '1m' }, { model: 'socialise' }],
    ];
    for (const waterfall of others) {
      for (const [name, sum] of Object.entries(totals(waterfall))) {
        expect(sum.realised, name).toBe(plain[name]!.realised);
        expect(sum.drawn, name).toBeGreaterThan(0);
      }
    }
  });

  it('debt that other borrowers take over makes more of them due', () => {
    const spread = totals([{ model: 'redistribution' }]);
    for (const [name, sum] of Object.entries(spread)) {
      if (plain[name]!.realised < 100) continue;
      expect(sum.socialised, name).toBeGreaterThan(0);
      expect(sum.realised, name).toBeGreaterThan(plain[name]!.realised);
    }
    const total = (sums: typeof plain) => Object.values(sums).reduce((sum, { liquidations }) => sum + liquidations, 0);
    expect(total(spread)).toBeGreaterThan(total(plain));
  });
});
