import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect } from '../fixtures/inspected.ts';
import { RUN, randomWorld } from '../fixtures/random-world.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const pool = (size: number, change: object = {}) => ({
  ...{ model: 'stability-pool', size, minimum: 1, reserved: 200, compensation: 0.005 },
  ...{ gas: 400_000, revertGas: 60_000, retry: '2m' },
  ...change,
});

const PENALTIES = { model: 'penalty-pool', poolPenalty: 0.05, redistributionPenalty: 0.1, mostCompensation: 2 };

const strategy = (execution: object) => ({
  preset: 'synchronous',
  discount: { model: 'none' },
  execution: execution as never,
});

const world = (strategies: Record<string, object>, change: (raw: RawWorld) => void = () => {}) =>
  openWorld(
    stressedBut((raw) => {
      raw.strategies = Object.fromEntries(
        Object.entries(strategies).map(([name, execution]) => [name, strategy(execution)]),
      ) as never;
      change(raw);
    }),
  );

describe('liquidation into a stability pool', () => {
  it('sells nothing, and a pool that is large enough loses nothing that collateral covers', () => {
    const { large } = runPath(world({ large: pool(10_000_000) }), 'pool', 1);
    expect(large!.liquidations).toBeGreaterThan(10);
    expect(large!.soldUsd).toBe(0);
    expect(large!.slippageUsd).toBe(0);
    expect(large!.socialisedUsd).toBe(0);
    expect(large!.badDebtRealisedUsd).toBe(large!.insuranceDrawnUsd);
    expect(large!.auctionsStarted).toBe(0);
  });

  it('redistributes what an empty pool cannot repay, so that more accounts become due', () => {
    const mild = (raw: RawWorld) => {
      (raw.protocol.book as { healthFactor: object }).healthFactor = { minimum: 1.02, medianSlack: 1.5, spread: 1.2 };
    };
    const spiral = runPath(world({ large: pool(10_000_000), empty: pool(0) }), 'pool', 1);
    expect(spiral.empty!.liquidations).toBeGreaterThan(spiral.large!.liquidations);
    const both = runPath(world({ large: pool(10_000_000), empty: pool(0) }, mild), 'pool', 1);
    expect(both.empty!.liquidatedDebtUsd).toBe(0);
    expect(both.empty!.soldUsd).toBe(0);
    expect(both.empty!.liquidations).toBeGreaterThan(0);
    expect(both.empty!.insuranceDrawnUsd).toBe(0);
  });

  it('leaves the owner what exceeds debt and penalty', () => {
    const both = runPath(world({ all: pool(10_000_000), capped: pool(10_000_000, PENALTIES) }), 'pool', 2);
    expect(both.capped!.liquidations).toBeGreaterThan(0);
    expect(both.capped!.borrowerLossUsd).toBeLessThan(both.all!.borrowerLossUsd);
  });

  it('draws on the pool for what collateral does not cover, and on the other borrowers beyond it', () => {
    const crash = (raw: RawWorld) => {
      raw.market.assets.ETH!.waypoints = [
        { at: 0, price: 200 },
        { at: '1h', price: 190 },
        { at: '61m', price: 110 },
        { at: '3h', price: 110 },
      ];
    };
    const both = runPath(world({ large: pool(10_000_000), small: pool(20_000) }, crash), 'crash', 1);
    expect(both.large!.insuranceDrawnUsd).toBeGreaterThan(0);
    expect(both.large!.socialisedUsd).toBe(0);
    expect(both.small!.socialisedUsd).toBeGreaterThan(0);
    expect(both.small!.insuranceDrawnUsd).toBeLessThan(both.large!.insuranceDrawnUsd);
  });

  it('never liquidates the last account, whatever the pool holds', () => {
    const alone = (raw: RawWorld) => {
      (raw.protocol.book as { accounts: number }).accounts = 1;
      (raw.protocol.book as { healthFactor: object }).healthFactor = { minimum: 1.02, medianSlack: 0.01, spread: 0.1 };
    };
    const { one } = runPath(world({ one: pool(10_000_000) }, alone), 'pool', 1);
    expect(one!.liquidations).toBe(0);
    expect(one!.maxBacklogUsd).toBeGreaterThan(0);
    const two = (raw: RawWorld) => {
      alone(raw);
      (raw.protocol.book as { accounts: number }).accounts = 2;
    };
    const pair = runPath(world({ two: pool(10_000_000) }, two), 'pool', 1).two!;
    expect(pair.accountsLiquidated).toBe(1);
  });

  it('waits while its reward does not pay the gas', () => {
    const dear = (raw: RawWorld) => {
      raw.market.blockSpace = { model: 'constant', gasPrice: 20_000 };
    };
    const { poor } = runPath(world({ poor: pool(10_000_000, { reserved: 0, compensation: 0 }) }, dear), 'pool', 1);
    expect(poor!.liquidations).toBe(0);
    expect(poor!.unservedDebtUsd).toBeGreaterThan(0);
  });

  it('closes its ledger in any legal world, and liquidates whoever is due and nobody else', () => {
    const seen = { liquidations: 0, spread: 0 };
    fc.assert(
      fc.property(
        randomWorld,
        fc.constantFrom(0, 500, 5000, 1e6),
        fc.boolean(),
        fc.nat(1000),
        (raw, size, penalties, path) => {
          const execution = pool(size, penalties ? PENALTIES : {});
          const opened = openWorld({ ...raw, strategies: { pool: strategy(execution) } as never }, RUN);
          const one = opened.strategies[0]!;
          const found = inspect(one);
          opened.write('pools', path);
          const f = figures(one.run());
          expect(found.breaches).toEqual([]);
          const { parkedUsd } = one.stage.waterfall;
          const allocated = f.insuranceDrawnUsd + f.socialisedUsd + parkedUsd;
          expect(Math.abs(allocated - f.badDebtRealisedUsd)).toBeLessThanOrEqual(1e-9 * (1 + allocated));
          seen.liquidations += found.liquidations;
          seen.spread += size === 0 ? found.liquidations : 0;
        },
      ),
      { seed: 20200312, numRuns: 60, endOnFailure: true },
    );
    expect(seen.liquidations).toBeGreaterThan(50);
    expect(seen.spread).toBeGreaterThan(5);
  });
});
