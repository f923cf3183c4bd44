/**
 * Which way bad debt goes when one thing changes, on the same paths. Where common sense fails, the mechanism is asserted
 * instead: see "selling at once".
 */
import { describe, expect, it } from 'vitest';
import type { OutcomeKey } from '../../models/outcome.ts';
import { figures, openWorld, type RawWorld, stressedBut } from '../models/fixtures/small-world.ts';

const PATHS = 40;
const STRATEGIES = ['synchronous', 'asynchronous', 'dutch-auction', 'partial-liquidation'] as const;
const BY_KEEPERS = ['asynchronous', 'dutch-auction', 'partial-liquidation'] as const;

type Change = (world: RawWorld) => void;
type Parameters = Record<string, unknown>;

/** A crash with jumps on a book near its limits and a pool that is too thin for it: every strategy leaves bad debt. */
function crash(world: RawWorld): void {
  world.market.assets.ETH = {
    price: { model: 'merton', start: 1, volatility: 1.2, jumpsPerDay: 24, jumpMean: -0.06, jumpDeviation: 0.03 },
    waypoints: [
      { at: 0, price: 200 },
      { at: '90m', price: 150 },
      { at: '3h', price: 140 },
    ],
  };
  (world.protocol.book as Parameters).healthFactor = { minimum: 1.02, medianSlack: 0.15, spread: 0.6 };
  world.protocol.collateral.ETH!.liquidationThreshold = 0.85;
}

const eth = (world: RawWorld) => world.market.assets.ETH!.price as Parameters;
const pool = (world: RawWorld) => world.venues.pool as Parameters;

/** Mean of a figure over the paths, by strategy. */
function means(key: OutcomeKey, ...changes: Change[]): Record<string, number> {
  const raw = stressedBut((world) => {
    for (const change of [crash, ...changes]) change(world);
  });
  const world = openWorld(raw);
  const sums: Record<string, number> = Object.fromEntries(STRATEGIES.map((name) => [name, 0]));
  for (let path = 0; path < PATHS; path++) {
    world.write('directions', path);
    for (const { name, run } of world.strategies) sums[name]! += figures(run())[key];
  }
  return Object.fromEntries(STRATEGIES.map((name) => [name, sums[name]! / PATHS]));
}

function expectRising(levels: readonly Record<string, number>[], strategies: readonly string[]): void {
  for (const name of strategies) {
    const found = levels.map((level) => level[name]!);
    expect(found, name).toEqual(found.toSorted((a, b) => a - b));
    expect(found.at(-1), name).toBeGreaterThan(found[0]!);
  }
}

const expectFalling = (levels: readonly Record<string, number>[], strategies: readonly string[]) =>
  expectRising(levels.toReversed(), strategies);

const delay =
  (wait: string | 0): Change =>
  (world) => {
    world.oracles.ETH!.delay = wait;
  };
/** The oracle's sources do not see what our own sales do to the pool. */
const unseen: Change = (world) => {
  pool(world).oracleWeight = 0;
};

describe('mean bad debt on the same paths', () => {
  it('rises with the size of jumps', () => {
    const jump =
      (mean: number): Change =>
      (world) => {
        eth(world).jumpMean = mean;
      };
    expectRising(
      [-0.02, -0.06, -0.12].map((mean) => means('badDebtUsd', jump(mean))),
      STRATEGIES,
    );
  });

  it('rises with the liquidation threshold', () => {
    const threshold =
      (share: number): Change =>
      (world) => {
        world.protocol.collateral.ETH!.liquidationThreshold = share;
      };
    expectRising(
      [0.75, 0.85, 0.92].map((share) => means('badDebtUsd', threshold(share))),
      STRATEGIES,
    );
  });

  it('falls with the depth of the pool', () => {
    const depth =
      (base: number): Change =>
      (world) => {
        pool(world).depth = base;
      };
    expectFalling(
      [500, 2000, 8000, 50_000].map((base) => means('badDebtUsd', depth(base))),
      STRATEGIES,
    );
  });

  it('that lenders bear falls with the size of the insurance fund', () => {
    const fund =
      (size: number): Change =>
      (world) => {
        (world.protocol.waterfall[0] as Parameters).size = size;
      };
    expectFalling(
      [0, 3000, 20_000].map((size) => means('socialisedUsd', fund(size))),
      STRATEGIES,
    );
  });

  it('falls with the number of keepers where the quickest of them decides', () => {
    const keepers =
      (count: number): Change =>
      (world) => {
        world.keepers = [{ ...world.keepers[0]!, count, delay: { model: 'exponential', mean: '20m' } }];
      };
    expectFalling(
      [1, 3, 10].map((count) => means('badDebtUsd', keepers(count))),
      BY_KEEPERS,
    );
  });

  it('does not depend on keepers where the protocol closes accounts itself', () => {
    const none: Change = (world) => {
      world.keepers = [];
    };
    expect(means('badDebtUsd', none).synchronous).toBe(means('badDebtUsd').synchronous);
  });

  it('rises with the delay of the oracle where it does not see our own sales', () => {
    expectRising(
      [0, '5m', '20m'].map((wait) => means('badDebtUsd', unseen, delay(wait as 0))),
      STRATEGIES,
    );
  });

  it('rises with it where keepers liquidate, seen or not', () => {
    expectRising(
      [0, '5m', '20m'].map((wait) => means('badDebtUsd', delay(wait as 0))),
      BY_KEEPERS,
    );
  });
});

describe('selling at once, whatever the pool pays, into a pool that the oracle sees', () => {
  it('leaves less bad debt with a slower oracle: fewer accounts are brought down by our own sales', () => {
    const quick = delay(0);
    const slow = delay('5m');
    expect(means('badDebtUsd', slow).synchronous).toBeLessThan(means('badDebtUsd', quick).synchronous!);
    expect(means('cascadeLiquidations', slow).synchronous).toBeLessThan(
      means('cascadeLiquidations', quick).synchronous!,
    );
  });

  it('does so because the oracle sees it: unseen, the same delay costs more, not less', () => {
    expect(means('badDebtUsd', unseen, delay('5m')).synchronous).toBeGreaterThan(
      means('badDebtUsd', unseen, delay(0)).synchronous!,
    );
  });
});
