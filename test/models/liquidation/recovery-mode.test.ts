import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BACKSTOP } from '../../../models/ledger/ledger.ts';
import { SystemRatio } from '../../../models/liquidation/stability-pool/system-ratio.ts';
import { Troves } from '../../../models/liquidation/stability-pool/troves.ts';
import { units, whole } from '../../../models/liquidation/stability-pool/wei.ts';
import { executedBy, expectSoundInAnyWorld } from '../fixtures/any-legal-world.ts';
import { figures, openWorld, type RawWorld, stressedBut } from '../fixtures/small-world.ts';

const THRESHOLD = 0.8;

const pool = (change: object = {}) => ({
  ...{ model: 'stability-pool', size: 10_000_000, minimum: 1, reserved: 200, compensation: 0.005 },
  ...{ criticalRatio: 1.5, gas: 400_000, revertGas: 60_000, retry: '2m' },
  ...change,
});

/** Nobody falls below the minimum ratio of 125 %, but the system falls from 159 % to 143 % of its debt. */
const mild = (raw: RawWorld) => {
  raw.market.blockSpace = { model: 'constant', gasPrice: 10 };
  raw.market.assets.ETH = {
    price: { model: 'gbm', start: 1, volatility: 0 },
    waypoints: [
      { at: 0, price: 200 },
      { at: '30m', price: 200 },
      { at: '31m', price: 180 },
      { at: '3h', price: 180 },
    ],
  };
  (raw.protocol.book as { healthFactor: object }).healthFactor = { minimum: 1.13, medianSlack: 0.1, spread: 0.5 };
};

const open = (execution: object, change: (raw: RawWorld) => void = mild) =>
  openWorld(
    stressedBut((raw) => {
      raw.strategies = { one: executedBy(execution) } as never;
      change(raw);
    }),
  );

const run = (execution: object, change: (raw: RawWorld) => void = mild) => {
  const world = open(execution, change);
  world.write('recovery', 1);
  const one = world.strategies[0]!;
  return { f: figures(one.run()), stage: one.stage };
};

describe('recovery mode', () => {
  it('liquidates those below the ratio of the system, until it is above the critical one', () => {
    const without = run(pool({ criticalRatio: undefined }));
    expect(new SystemRatio(without.stage).now()).toBeLessThan(1.5);
    expect(without.f.liquidations).toBe(0);
    const { f, stage } = run(pool());
    expect(f.liquidations).toBeGreaterThan(5);
    expect(f.liquidations).toBeLessThan(stage.accounts.book.accounts);
    expect(new SystemRatio(stage).now()).toBeGreaterThanOrEqual(1.5);
    expect(f.unservedDebtUsd).toBe(0);
  });

  it('takes collateral worth the minimum ratio, and leaves the owner the rest', () => {
    const { f } = run(pool());
    expect(f.seizedUsd / f.liquidatedDebtUsd).toBeCloseTo(1 / THRESHOLD, 6);
    expect(f.badDebtUsd).toBe(0);
  });

  it('does not touch whom the pool cannot repay, nor anybody once it is empty', () => {
    const small = run(pool({ size: 8000 }));
    expect(small.f.liquidatedDebtUsd).toBeGreaterThan(0);
    expect(small.f.liquidatedDebtUsd).toBeLessThanOrEqual(7999);
    expect(small.f.socialisedUsd).toBe(0);
    const empty = run(pool({ size: 0 }));
    expect(empty.f.liquidations).toBe(0);
    expect(empty.f.unservedDebtUsd).toBe(0);
  });

  it('is nothing where the critical ratio is below the minimum, to the last bit', () => {
    for (const change of [mild, () => {}]) {
      const { f } = run(pool({ criticalRatio: 1.2 }), change);
      expect(f).toEqual(run(pool({ criticalRatio: undefined }), change).f);
    }
  });

  it('does what the rules say for every account, in the order in which they come', () => {
    const crash = (raw: RawWorld) => {
      mild(raw);
      raw.market.assets.ETH!.waypoints = [
        { at: 0, price: 200 },
        ...[
          { at: '30m', price: 200 },
          { at: '31m', price: 155 },
          { at: '3h', price: 110 },
        ],
      ];
    };
    for (const size of [10_000_000, 100_000]) {
      for (const change of [mild, crash]) {
        const world = open(pool({ size }), change);
        const { stage } = world.strategies[0]!;
        const { book } = stage.accounts;
        const troves = new Troves({
          minimumRatio: whole(1 / THRESHOLD),
          criticalRatio: whole(1.5),
          compensationDivisor: 200n,
          poolMinimum: whole(1),
          scaleFactor: 1_000_000_000n,
        });
        for (let account = 0; account < book.accounts; account++) {
          const [held, owed] = [book.collateralFirst[account]!, book.debtFirst[account]!];
          troves.open(String(account), whole(book.debtAmount[owed]!), whole(book.collateralAmount[held]!));
        }
        troves.pool.provide('all', whole(size));
        const expected: number[] = [];
        const got: number[] = [];
        const { settlement, prices } = stage;
        const count = settlement.count.bind(settlement);
        settlement.count = (slot, repayUsd, bonus) => {
          // Throws where the rules do not allow it.
          const shares = troves.liquidate(String(stage.accounts.accountOf[slot]), whole(prices[0]!));
          if (shares.offsetCollateral > 0n) expected.push(units(shares.offsetCollateral));
          count(slot, repayUsd, bonus);
        };
        const seize = settlement.seize.bind(settlement);
        settlement.seize = (slot, taker, taken, fee) => {
          if (taker === BACKSTOP) got.push(taken);
          seize(slot, taker, taken, fee);
        };
        world.write('recovery', 1);
        world.strategies[0]!.run();
        expect(got.length).toBeGreaterThan(2);
        expect(got.length).toBe(expected.length);
        for (const [i, taken] of got.entries()) expect(Math.abs(taken / expected[i]! - 1)).toBeLessThan(1e-9);
      }
    }
  });

  it('closes its ledger in any legal world, and liquidates whoever is due and nobody else', () => {
    let taken = 0;
    const liquidations = expectSoundInAnyWorld(
      fc
        .record({
          size: fc.constantFrom(0, 20_000, 1_000_000),
          criticalRatio: fc.constantFrom(1.3, 1.5, 3),
          reserved: fc.constantFrom(20, 200),
          gas: fc.constantFrom(0, 200_000),
        })
        .map(pool),
      (f) => {
        taken += f.liquidatedDebtUsd > 0 ? 1 : 0;
      },
    );
    expect(liquidations).toBeGreaterThan(50);
    expect(taken).toBeGreaterThan(5);
  });
});
