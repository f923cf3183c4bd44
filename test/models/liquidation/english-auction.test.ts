import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect } from '../fixtures/inspected.ts';
import { RUN, randomWorld } from '../fixtures/random-world.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const english = (change: object = {}) => ({
  ...{ model: 'english-auction', beg: 1.03, ttl: '10m', tau: '6h', lump: 50, mostLots: 10, penalty: 0.13 },
  ...{ biteGas: 300_000, bidGas: 120_000, dealGas: 120_000, revertGas: 60_000, retry: '1m' },
  ...change,
});

const strategy = (execution: object) => ({
  preset: 'synchronous',
  discount: { model: 'none' },
  execution: execution as never,
});

const bidder = (name: string, change: object = {}) => ({
  ...{ name, count: 1, delay: '5s', bid: { model: 'market-multiple', multiple: 1.2 } },
  ...change,
});

const run = (bidders: object[], change: (raw: RawWorld) => void = () => {}, execution = english()) =>
  runPath(
    openWorld(
      stressedBut((raw) => {
        raw.keepers = bidders as never;
        raw.market.blockSpace = { model: 'constant', gasPrice: 10 };
        raw.strategies = { one: strategy(execution) } as never;
        change(raw);
      }),
    ),
    'english',
    1,
  ).one!;

describe('an English auction', () => {
  const alone = run([bidder('a')]);
  const rivals = run([bidder('a'), bidder('b')]);

  it('goes for next to nothing to a keeper who is alone, and for the debt where there is a rival', () => {
    expect(alone.auctionsStarted).toBeGreaterThan(10);
    expect(alone.badDebtRealisedUsd).toBeGreaterThan(0.9 * (alone.badDebtRealisedUsd + alone.liquidatedDebtUsd));
    expect(alone.keeperProfitUsd).toBeGreaterThan(0.5 * alone.soldUsd);
    expect(rivals.badDebtRealisedUsd).toBeLessThan(0.2 * alone.badDebtRealisedUsd);
    expect(rivals.keeperProfitUsd).toBeLessThan(0.2 * alone.keeperProfitUsd);
  });

  it('is of no use to keepers who need flash loans', () => {
    const borrowed = run([bidder('a', { flashLoanFee: 0.0009 }), bidder('b', { flashLoanFee: 0.0009 })]);
    expect(borrowed.auctionsStarted).toBeGreaterThan(0);
    expect(borrowed.liquidatedDebtUsd).toBe(0);
    expect(borrowed.unservedDebtUsd).toBeGreaterThan(0);
  });

  it('locks capital for as long as bids stand: the poorer the bidders, the later or cheaper lots go', () => {
    const poor = run([bidder('a', { capital: 2_000 }), bidder('b', { capital: 2_000 })]);
    const slow = run(
      [bidder('a', { capital: 2_000 }), bidder('b', { capital: 2_000 })],
      () => {},
      english({ ttl: '2h' }),
    );
    expect(poor.liquidatedDebtUsd).toBeLessThan(rivals.liquidatedDebtUsd);
    expect(slow.liquidatedDebtUsd).toBeLessThan(poor.liquidatedDebtUsd);
  });

  it('cuts accounts into lots of a lump', () => {
    const small = run([bidder('a'), bidder('b')], () => {}, english({ lump: 10 }));
    expect(small.auctionsStarted).toBeGreaterThan(1.3 * rivals.auctionsStarted);
  });

  it('closes its ledger in any legal world, and liquidates whoever is due and nobody else', () => {
    const seen = { liquidations: 0, auctions: 0, resets: 0 };
    fc.assert(
      fc.property(
        randomWorld,
        fc.constantFrom(0.5, 20, 1000),
        fc.constantFrom('3m', '30m'),
        fc.nat(1000),
        (raw, lump, ttl, path) => {
          const execution = english({ lump, ttl, tau: '40m', mostLots: 3, biteGas: 60_000 });
          const opened = openWorld({ ...raw, strategies: { one: strategy(execution) } as never }, RUN);
          const one = opened.strategies[0]!;
          const found = inspect(one);
          opened.write('english', path);
          const f = figures(one.run());
          expect(found.breaches).toEqual([]);
          const allocated = f.insuranceDrawnUsd + f.socialisedUsd + one.stage.waterfall.parkedUsd;
          expect(Math.abs(allocated - f.badDebtRealisedUsd)).toBeLessThanOrEqual(1e-9 * (1 + allocated));
          expect(f.unservedDebtUsd).toBeLessThanOrEqual(f.maxBacklogUsd * (1 + 1e-9) + 1e-9);
          seen.liquidations += found.liquidations;
          seen.auctions += f.auctionsStarted;
          seen.resets += f.auctionsReset;
        },
      ),
      { seed: 20200312, numRuns: 60, endOnFailure: true },
    );
    expect(seen.auctions).toBeGreaterThan(50);
    expect(seen.liquidations).toBeGreaterThan(20);
    expect(seen.resets).toBeGreaterThan(0);
  });
});
