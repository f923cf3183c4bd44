import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executedBy, expectSoundInAnyWorld } from '../fixtures/any-legal-world.ts';
import { openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const batch = (change: object = {}) => ({
  ...{ model: 'batch-auction', every: '5m', least: 0.9, penalty: 0, gas: 300_000 },
  ...change,
});

const bidder = (name: string, change: object = {}) => ({
  ...{ name, count: 1, delay: '5s', bid: { model: 'market-multiple', multiple: 1.2 } },
  ...change,
});

const world = (
  executions: Record<string, object>,
  bidders: object[] = [bidder('a'), bidder('b')],
  change: (raw: RawWorld) => void = () => {},
) =>
  openWorld(
    stressedBut((raw) => {
      raw.keepers = bidders as never;
      raw.market.blockSpace = { model: 'constant', gasPrice: 10 };
      raw.strategies = Object.fromEntries(
        Object.entries(executions).map(([name, execution]) => [name, executedBy(execution)]),
      ) as never;
      change(raw);
    }),
  );

const one = (bidders: object[], change: object = {}) =>
  runPath(world({ one: batch(change) }, bidders), 'batch', 1).one!;

describe('a batch auction', () => {
  const rivals = one([bidder('a'), bidder('b')]);
  const alone = one([bidder('a')]);

  it('gives rivals no more than gas and margin, and one who is alone the least price', () => {
    expect(rivals.accountsLiquidated).toBeGreaterThan(10);
    // Money is bid away: what is left is the gas, and price drift between accounts sold one by one.
    expect(Math.abs(rivals.keeperProfitUsd)).toBeLessThan(0.001 * rivals.soldUsd);
    expect(alone.keeperProfitUsd).toBeGreaterThan(0.03 * alone.soldUsd);
    expect(alone.borrowerLossUsd).toBeGreaterThan(1.5 * rivals.borrowerLossUsd);
  });

  it('leaves margin where it is asked for', () => {
    const greedy = [bidder('a', { minProfit: 100 }), bidder('b', { minProfit: 100 })];
    expect(one(greedy).keeperProfitUsd).toBeGreaterThan(rivals.keeperProfitUsd + 100);
  });

  it('makes accounts wait for the end of their batch', () => {
    const slow = one([bidder('a'), bidder('b')], { every: '1h' });
    const quick = one([bidder('a'), bidder('b')], { every: '12s' });
    expect(slow.timeToCloseMedianSeconds).toBeGreaterThan(rivals.timeToCloseMedianSeconds);
    expect(rivals.timeToCloseMedianSeconds).toBeGreaterThan(quick.timeToCloseMedianSeconds);
    expect(quick.timeToCloseMedianSeconds).toBeLessThan(300);
  });

  it('sells nothing below the least price', () => {
    const strict = one([bidder('a'), bidder('b')], { least: 1 });
    expect(strict.liquidatedDebtUsd).toBeLessThan(0.7 * rivals.liquidatedDebtUsd);
    expect(strict.unservedDebtUsd).toBeGreaterThan(0);
  });

  it('sells what capital can pay for, and the rest in later batches', () => {
    const poor = one([bidder('a', { capital: 3000 }), bidder('b', { capital: 3000 })]);
    expect(poor.liquidatedDebtUsd).toBeGreaterThan(0);
    expect(poor.liquidatedDebtUsd).toBeLessThan(rivals.liquidatedDebtUsd);
    expect(poor.maxBacklogUsd).toBeGreaterThan(rivals.maxBacklogUsd);
  });

  it('raises a penalty for the protocol', () => {
    const penalised = one([bidder('a'), bidder('b')], { penalty: 0.05 });
    expect(penalised.protocolFeeUsd / penalised.liquidatedDebtUsd).toBeGreaterThan(0.03);
    expect(penalised.protocolFeeUsd / penalised.liquidatedDebtUsd).toBeLessThanOrEqual(0.05 + 1e-9);
  });

  it('treats those who collude as one bidder', () => {
    const colluding = one([bidder('a', { collusion: {} }), bidder('b', { collusion: {} })]);
    expect(colluding.keeperProfitUsd).toBeCloseTo(alone.keeperProfitUsd, 6);
  });

  it('closes its ledger in any legal world, and sells whoever is due and nobody else', () => {
    const seen = { sold: 0, unserved: 0 };
    const liquidations = expectSoundInAnyWorld(
      fc
        .record({
          every: fc.constantFrom('10s', '5m', '1h'),
          least: fc.constantFrom(0.3, 0.9, 1),
          penalty: fc.constantFrom(0, 0.1),
          gas: fc.constantFrom(0, 60_000, 300_000),
        })
        .map(batch),
      (f) => {
        seen.sold += f.soldUsd > 0 ? 1 : 0;
        seen.unserved += f.unservedDebtUsd > 0 ? 1 : 0;
      },
    );
    expect(liquidations).toBeGreaterThan(50);
    expect(seen.sold).toBeGreaterThan(10);
    expect(seen.unserved).toBeGreaterThan(3);
  });
});
