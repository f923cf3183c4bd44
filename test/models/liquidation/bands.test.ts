import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BandMarket } from '../../../models/liquidation/execution/band-market.ts';
import {
  bandAnchor,
  bandAtPrice,
  bandEdge,
  bandMarketPrices,
  bandPrice,
} from '../../../models/liquidation/houses/bands.ts';
import { executedBy, expectSoundInAnyWorld } from '../fixtures/any-legal-world.ts';
import { openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const A = 100;
const BASE = 3000;

describe('a band', () => {
  const number = fc.integer({ min: -20, max: 40 });
  const near = fc.double({ min: 0.97, max: 1.03, noNaN: true });

  it('trades between the prices of the rule, all collateral below them and none above', () => {
    fc.assert(
      fc.property(number, near, (n, move) => {
        const top = bandEdge(BASE, A, n);
        const oracle = top * move;
        const { up, down } = bandMarketPrices(BASE, A, n, oracle);
        const anchor = bandAnchor({ x: 0, y: 5 }, A, top, oracle);
        expect(bandPrice({ x: 0, y: 5 }, anchor, A, top, oracle) / down).toBeCloseTo(1, 9);
        expect(bandAtPrice(anchor, A, top, oracle, down * 0.999)).toMatchObject({ x: 0 });
        expect(bandAtPrice(anchor, A, top, oracle, down * 0.999).y).toBeCloseTo(5, 7);
        const empty = bandAtPrice(anchor, A, top, oracle, up * 1.001);
        expect(empty.y).toBe(0);
        // All of it goes at the geometric mean of the two ends.
        expect(empty.x / (5 * Math.sqrt(up * down))).toBeCloseTo(1, 9);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('keeps its product on the way, and comes back where it was without a fee', () => {
    fc.assert(
      fc.property(number, near, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, move, share) => {
        const top = bandEdge(BASE, A, n);
        const oracle = top * move;
        const { up, down } = bandMarketPrices(BASE, A, n, oracle);
        const price = down + share * (up - down);
        const anchor = bandAnchor({ x: 0, y: 5 }, A, top, oracle);
        const half = bandAtPrice(anchor, A, top, oracle, price);
        expect(bandAnchor(half, A, top, oracle) / anchor).toBeCloseTo(1, 9);
        expect(bandPrice(half, anchor, A, top, oracle) / price).toBeCloseTo(1, 9);
        expect(bandAtPrice(bandAnchor(half, A, top, oracle), A, top, oracle, down).y).toBeCloseTo(5, 6);
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});

describe('a market of bands', () => {
  const account = { slot: 0, wave: 0, collateralEntry: 0, debtEntry: 0 };
  const quote = () => ({ units: 0, money: 0, bands: 0 });
  const BAND_SHARE = 1 / 10;

  function fall(steps: number, fee = 0): number {
    const market = new BandMarket(0, 1, BASE, A, fee);
    market.look(BASE);
    const position = market.enter(account, 10, BASE * 0.95, 10);
    const [top, bottom] = [market.topOf(position), market.bottomOf(position)];
    let got = 0;
    for (let step = 1; step <= steps; step++) {
      const price = top * Math.exp((step / steps) * Math.log((bottom * 0.999) / top));
      market.look(price);
      const limit = price * (1 - fee);
      if (market.quote(limit, 'out', quote()).bands === 0) continue;
      market.trade(limit, 'out');
      got += position.dx;
    }
    return got;
  }

  it('gives, when the price falls slowly, the geometric mean of each band’s edges', () => {
    const top = bandEdge(BASE, A, Math.ceil(Math.log(1 / 0.95) / Math.log(A / (A - 1))));
    let ideal = 0;
    for (let k = 0; k < 10; k++) ideal += 10 * BAND_SHARE * top * 0.99 ** (k + 0.5);
    expect(fall(20_000) / ideal).toBeCloseTo(1, 3);
    // A price that jumps leaves the bands less.
    expect(fall(20)).toBeLessThan(fall(2000));
    expect(fall(1)).toBeLessThan(0.95 * fall(20));
  });

  it('divides a trade among positions by their shares, and lets them go with theirs', () => {
    const market = new BandMarket(0, 1, BASE, A, 0);
    market.look(BASE);
    const [one, two] = [market.enter(account, 10, BASE, 10), market.enter({ ...account, slot: 1 }, 30, BASE, 10)];
    market.look(BASE * 0.96);
    market.trade(BASE * 0.96, 'out');
    expect(one.dy).toBeLessThan(0);
    expect(two.dy / one.dy).toBeCloseTo(3, 9);
    expect(two.dx / one.dx).toBeCloseTo(3, 9);
    const worth = market.worthOf(two);
    market.withdraw(one, 1);
    expect(market.worthOf(two)).toBeCloseTo(worth, 6);
    expect(market.positions).toEqual([two]);
    market.withdraw(two, 0.5);
    expect(market.worthOf(two)).toBeCloseTo(0.5 * worth, 6);
    market.withdraw(two, 1);
    market.look(BASE * 0.9);
    expect(market.ask).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes collateral back when the price rises, less than it gave where there is a fee', () => {
    const back = (fee: number) => {
      const market = new BandMarket(0, 1, BASE, A, fee);
      market.look(BASE);
      const position = market.enter(account, 10, BASE, 10);
      market.look(BASE * 0.95);
      market.trade(BASE * 0.95 * (1 - fee), 'out');
      let held = 10 + position.dy;
      expect(held).toBeLessThan(8);
      for (let step = 1; step <= 100; step++) {
        const price = BASE * (0.95 + (0.06 * step) / 100);
        market.look(price);
        market.trade(price / (1 - fee), 'in');
        held += position.dy;
      }
      return held;
    };
    // The gap down is lost; the slow way back loses little.
    expect(back(0)).toBeGreaterThan(9);
    expect(back(0)).toBeLessThan(10);
    expect(Math.abs(back(0.006) - back(0))).toBeLessThan(0.3);
  });
});

const bands = (change: object = {}) => ({
  ...{ model: 'bands', amplification: 100, bands: 10, fee: 0.006, liquidationDiscount: 0.06 },
  ...{ gas: 300_000, bandGas: 30_000, hardGas: 400_000, revertGas: 60_000, retry: '1m' },
  ...change,
});

const world = (executions: Record<string, object>, change: (raw: RawWorld) => void = () => {}) =>
  openWorld(
    stressedBut((raw) => {
      raw.market.blockSpace = { model: 'constant', gasPrice: 5 };
      raw.keepers = [{ name: 'k', count: 2, delay: '5s', bid: { model: 'market-multiple', multiple: 1.2 } }] as never;
      raw.strategies = Object.fromEntries(
        Object.entries(executions).map(([name, execution]) => [name, executedBy(execution)]),
      ) as never;
      change(raw);
    }),
  );

const path =
  (...points: [string | 0, number][]) =>
  (raw: RawWorld) => {
    raw.market.assets.ETH!.price = { model: 'gbm', start: 1, volatility: 0.05 } as never;
    raw.market.assets.ETH!.waypoints = points.map(([at, price]) => ({ at, price })) as never;
  };

describe('soft liquidation', () => {
  it('converts no more than the price asks for, and takes it back when the price returns', () => {
    const dip = path([0, 200], ['1h', 175], ['2h', 204], ['3h', 206]);
    const opened = world({ one: bands() }, dip);
    opened.write('bands', 1);
    const { stage, run } = opened.strategies[0]!;
    const before = { collateral: 0, debt: 0 };
    run();
    const after = { collateral: 0, debt: 0 };
    for (let slot = 0; slot < stage.accounts.slots; slot++) {
      const { book, accountOf } = stage.accounts;
      before.collateral += book.collateralAmount[book.collateralFirst[accountOf[slot]!]!]!;
      before.debt += book.debtAmount[book.debtFirst[accountOf[slot]!]!]!;
      after.collateral += stage.accounts.collateral(slot, 0);
      after.debt += stage.accounts.debt(slot, 0);
    }
    expect(before.collateral).toBeGreaterThan(0);
    const { liquidatedDebtUsd, seizedUsd, borrowerLossUsd } = runPath(opened, 'bands', 1).one!;
    expect(liquidatedDebtUsd).toBeGreaterThan(0.05 * before.debt);
    // Nearly all that was converted has come back.
    expect(after.collateral).toBeGreaterThan(before.collateral - 0.3 * (seizedUsd / 190));
    expect(before.debt - after.debt).toBeLessThan(0.3 * liquidatedDebtUsd);
    expect(borrowerLossUsd).toBeGreaterThan(0);
    expect(borrowerLossUsd).toBeLessThan(0.1 * seizedUsd);
  });

  it('costs a borrower less than a liquidation at a bonus when the price falls slowly, and more when it jumps', () => {
    const slow = runPath(world({ one: bands() }, path([0, 200], ['3h', 170])), 'bands', 2).one!;
    const jump = runPath(world({ one: bands() }, path([0, 200], ['1h', 200], ['61m', 170], ['3h', 170])), 'bands', 2)
      .one!;
    expect(slow.borrowerLossUsd / slow.seizedUsd).toBeLessThan(0.05);
    expect(jump.borrowerLossUsd / jump.seizedUsd).toBeGreaterThan(1.5 * (slow.borrowerLossUsd / slow.seizedUsd));
  });

  it('liquidates as a whole what is worth less than its debt and the discount, and nothing where there is none', () => {
    const fallen = path([0, 200], ['1h', 200], ['62m', 160], ['3h', 160]);
    const strict = world(
      { soft: bands({ liquidationDiscount: 0 }), hard: bands({ liquidationDiscount: 0.3 }) },
      fallen,
    );
    const { soft, hard } = runPath(strict, 'bands', 3);
    expect(hard!.timeToCloseMedianSeconds).toBeLessThan(soft!.timeToCloseMedianSeconds || Number.POSITIVE_INFINITY);
    expect(hard!.liquidations).toBeLessThan(soft!.liquidations);
    expect(hard!.liquidatedDebtUsd).toBeGreaterThan(soft!.liquidatedDebtUsd);
  });

  it('leaves debt that nothing covers in the bands, as latent bad debt', () => {
    const { one } = runPath(
      world({ one: bands() }, path([0, 200], ['1h', 190], ['61m', 110], ['3h', 110])),
      'bands',
      4,
    );
    expect(one!.badDebtLatentUsd).toBeGreaterThan(0);
    expect(one!.badDebtRealisedUsd).toBe(0);
    expect(one!.unservedDebtUsd).toBeGreaterThan(0);
  });

  it('is left alone where gas takes all that is to be gained', () => {
    const dear = (raw: RawWorld) => {
      path([0, 200], ['3h', 170])(raw);
      raw.market.blockSpace = { model: 'constant', gasPrice: 20_000 };
    };
    const { one } = runPath(world({ one: bands() }, dear), 'bands', 2);
    expect(one!.liquidations).toBe(0);
  });

  it('closes its ledger in any legal world, and converts whoever is due and nobody else', () => {
    const seen = { sold: 0, hard: 0 };
    const liquidations = expectSoundInAnyWorld(
      fc
        .record({
          amplification: fc.constantFrom(20, 100),
          bands: fc.constantFrom(1, 4, 30),
          fee: fc.constantFrom(0, 0.006),
          liquidationDiscount: fc.constantFrom(0, 0.06, 0.3),
          gas: fc.constantFrom(0, 60_000),
          bandGas: fc.constantFrom(0, 5_000),
          hardGas: fc.constant(60_000),
        })
        .map(bands),
      (f) => {
        seen.sold += f.soldUsd > 0 ? 1 : 0;
        seen.hard += f.accountsLiquidated > 0 && f.timeToCloseMedianSeconds > 0 ? 1 : 0;
      },
    );
    expect(liquidations).toBeGreaterThan(50);
    expect(seen.sold).toBeGreaterThan(10);
    expect(seen.hard).toBeGreaterThan(3);
  });
});
