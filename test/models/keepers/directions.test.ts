import { describe, expect, it } from 'vitest';
import type { OutcomeKey } from '../../../models/outcome.ts';
import { openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

/** Mean of a figure over paths, by strategy. */
function mean(raw: RawWorld, key: OutcomeKey, paths = 12): Record<string, number> {
  const world = openWorld(raw);
  const sums: Record<string, number> = {};
  for (let path = 0; path < paths; path++) {
    for (const [name, found] of Object.entries(runPath(world, 'directions', path)))
      sums[name] = (sums[name] ?? 0) + found[key] / paths;
  }
  return sums;
}

/** ETH falls by 45 % in two hours; gas jumps from 20 to 300 gwei after twenty minutes and falls back after two hours. */
function crash(change: (world: RawWorld) => void): RawWorld {
  return stressedBut((world) => {
    world.market.assets.ETH!.waypoints = [
      { at: 0, price: 200 },
      { at: '20m', price: 195 },
      { at: '2h', price: 110 },
      { at: '3h', price: 112 },
    ];
    world.market.blockSpace = {
      model: 'volatility-coupled',
      level: [
        { at: 0, gwei: 20 },
        { at: '20m', gwei: 20 },
        { at: '40m', gwei: 300 },
        { at: '130m', gwei: 300 },
        { at: '150m', gwei: 15 },
      ],
      persistence: 0.5,
      coupling: 0.2,
      reference: 0.01,
      noise: 0.05,
      elasticity: 1,
    };
    world.strategies = { asynchronous: { preset: 'asynchronous' } };
    change(world);
  });
}

const group = (change: object) =>
  ({
    name: 'only',
    count: 5,
    delay: { model: 'exponential', mean: '10s' },
    bid: { model: 'market-multiple', multiple: 1.5 },
    ...change,
  }) as RawWorld['keepers'][number];

const only = (...groups: object[]) =>
  crash((world) => {
    world.keepers = groups.map(group);
  });

describe('keepers in a crash', () => {
  it('leave more bad debt the more of the capital lies with one, and more still when that one goes down', () => {
    const funding = { inventory: 8_000, recovery: '20m' };
    const limits = { funding, transactionsPerBlock: 1 };
    const down = { who: 'largest', probability: 1, at: '30m', duration: '2h' };
    const bad = (change: object) => mean(only({ ...limits, ...change }), 'badDebtUsd').asynchronous!;
    const spread = bad({ outage: down, concentration: { largest: 0.2 } });
    const held = bad({ concentration: { largest: 0.9 } });
    const lost = bad({ outage: down, concentration: { largest: 0.9 } });
    expect(lost).toBeGreaterThan(spread * 1.1);
    expect(lost).toBeGreaterThan(held * 1.1);
  });

  it('leave more bad debt when other protocols want them at the same time', () => {
    const funding = { inventory: 10_000, recovery: '20m' };
    const elsewhere = { measure: 'drawdown', reference: 0.2, busy: 0.9 };
    const free = mean(only({ funding }), 'badDebtUsd').asynchronous!;
    expect(mean(only({ funding, elsewhere }), 'badDebtUsd').asynchronous!).toBeGreaterThan(free * 1.1);
  });

  it('revert in a public auction of gas prices, and never with sealed bundles', () => {
    const fails = (ordering: object) =>
      mean(
        crash((world) => {
          world.keepers = [group({}), group({ name: 'others', bid: { model: 'market-multiple', multiple: 1.3 } })];
          world.chains.main!.ordering = ordering as never;
        }),
        'failedTransactions',
      ).asynchronous!;
    expect(fails({ model: 'priority-gas' })).toBeGreaterThan(50);
    expect(fails({ model: 'sealed-bundles' })).toBe(0);
  });

  it('pay the block producer more the more of them compete, down to nothing for themselves', () => {
    const profit = (count: number) =>
      mean(
        crash((world) => {
          world.keepers = [group({ count })];
          world.chains.main!.ordering = { model: 'sealed-bundles' } as never;
        }),
        'keeperProfitUsd',
      ).asynchronous!;
    const [one, two, ten] = [profit(1), profit(2), profit(10)];
    expect(one).toBeGreaterThan(two);
    expect(two).toBeGreaterThan(ten);
    expect(ten).toBeGreaterThan(0);
  });

  it('with a static bid that is never replaced take longer to close than with bids that are', () => {
    const close = (change: object) => {
      const raw = only(change);
      // Accounts large enough to pay their gas at any price of that day.
      raw.protocol.book = { ...(raw.protocol.book as object), totalDebt: 4_000_000 } as RawWorld['protocol']['book'];
      raw.venues.pool = { ...raw.venues.pool!, depth: 100_000 };
      return mean(raw, 'timeToCloseMedianSeconds').asynchronous!;
    };
    const fixed = { model: 'fixed', gasPrice: 60 };
    const stuck = close({ bid: fixed, pending: {} });
    expect(stuck).toBeGreaterThan(3 * close({ pending: { rebid: '1m' } }));
    expect(stuck).toBeGreaterThan(3 * close({ bid: fixed, pending: { rebid: '30s', bump: 1 } }));
  });

  it('leave far more bad debt at a Dutch auction when all who can come collude: they wait for the lowest price', () => {
    const paid = (collusion: object | undefined) => {
      const raw = crash((world) => {
        const both = [group({}), group({ name: 'others', count: 2 })];
        world.keepers = both.map((g) => (collusion === undefined ? g : { ...g, collusion }));
        world.strategies = {
          auction: {
            preset: 'dutch-auction',
            execution: { tail: '30m', curve: { model: 'linear', duration: '40m' }, cusp: 0.1 },
          },
        } as never;
      });
      return mean(raw, 'badDebtUsd').auction!;
    };
    const [rivals, ring] = [paid(undefined), paid({ margin: '1m' })];
    expect(ring).toBeGreaterThan(2 * rivals);
  });

  it('need only one outsider to be kept honest', () => {
    const profit = (outsider: boolean) => {
      const raw = crash((world) => {
        world.keepers = [group({ collusion: { margin: '1m' } })];
        if (outsider) world.keepers.push(group({ name: 'outsider', count: 1, delay: '90s' }));
        world.strategies = {
          auction: {
            preset: 'dutch-auction',
            execution: { tail: '30m', curve: { model: 'linear', duration: '40m' }, cusp: 0.1 },
          },
        } as never;
      });
      return mean(raw, 'badDebtUsd').auction!;
    };
    expect(profit(true)).toBeLessThan(0.5 * profit(false));
  });
});
