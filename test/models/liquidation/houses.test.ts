import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatchBid, clear } from '../../../models/liquidation/houses/batch-house.ts';
import { type Bidders, CollateralAuction } from '../../../models/liquidation/houses/english-house.ts';
import { liquidatableDebt, ratioAtTick, tickAtOrBelow } from '../../../models/liquidation/houses/pooled.ts';
import { slash } from '../../../models/liquidation/houses/slashing.ts';
import { buyCollateral } from '../../../models/liquidation/houses/storefront.ts';
import { StabilityPool } from '../../../models/liquidation/stability-pool/pool.ts';
import { Troves } from '../../../models/liquidation/stability-pool/troves.ts';
import { REAL } from '../../../models/liquidation/whole-units.ts';

const WAD = 1_000_000_000_000_000_000n;
const RUNS = { seed: 20200312, numRuns: 200 };

describe('the stability pool', () => {
  it('owes what it holds and gives what it gets, but for crumbs', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('in' as const),
        who: fc.constantFrom('a', 'b', 'c'),
        amount: fc.bigInt(1n, 10n ** 24n),
      }),
      fc.record({
        kind: fc.constant('loss' as const),
        share: fc.integer({ min: 1, max: 999_999 }),
        coll: fc.bigInt(0n, 10n ** 22n),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 25 }), (steps) => {
        const pool = new StabilityPool({ minimum: WAD, scaleFactor: 1_000_000_000n });
        const sum = (of: (who: string) => bigint) => ['a', 'b', 'c'].map(of).reduce((x, y) => x + y, 0n);
        let [given, paid, provided] = [0n, 0n, 0n];
        for (const one of steps) {
          if (one.kind === 'in') {
            paid += pool.provide(one.who, one.amount).collateral;
            provided += one.amount;
          } else {
            const debt = (pool.most * BigInt(one.share)) / 1_000_000n;
            if (debt > 0n) given += one.coll;
            pool.offset(debt, one.coll);
          }
        }
        // The product has nine digits at least.
        const crumbs = (amount: bigint) => amount / 100_000_000n + 1n;
        expect(sum((who) => pool.deposited(who)) <= pool.total + crumbs(provided)).toBe(true);
        expect(sum((who) => pool.gained(who)) + paid <= given + crumbs(given)).toBe(true);
        expect(sum((who) => pool.gained(who)) + paid >= given - crumbs(given) * 100n).toBe(true);
      }),
      RUNS,
    );
  });

  it('keeps its minimum and says so', () => {
    const pool = new StabilityPool({ minimum: WAD, scaleFactor: 1_000_000_000n });
    pool.provide('a', 5n * WAD);
    expect(() => pool.withdraw('a', 5n * WAD)).toThrow(/keep/);
    expect(pool.withdraw('a', 4n * WAD).money).toBe(4n * WAD);
    expect(() => pool.offset(2n * WAD, 0n)).toThrow(/less than the debt/);
  });
});

describe('a system with redistribution', () => {
  const terms = { minimumRatio: (WAD * 11n) / 10n, criticalRatio: (WAD * 3n) / 2n, compensationDivisor: 200n };
  const troves = () => new Troves({ ...terms, poolMinimum: WAD, scaleFactor: 1_000_000_000n });

  it('in recovery mode takes an account between the minimum and the system only when the pool covers all, for 110 %', () => {
    const system = troves();
    system.open('big', 1000n * WAD, 12n * WAD);
    system.open('small', 100n * WAD, WAD);
    const price = 120n * WAD;
    expect(() => system.liquidate('small', price)).toThrow(/healthy/);
    system.pool.provide('depositor', 200n * WAD);
    expect(() => system.liquidate('big', price)).toThrow(/healthy/);
    const shares = system.liquidate('small', price);
    expect(shares.offsetDebt).toBe(100n * WAD);
    expect(shares.offsetCollateral + shares.compensation).toBe((100n * terms.minimumRatio * WAD) / price);
    expect(shares.surplus).toBe(WAD - (100n * terms.minimumRatio * WAD) / price);
  });

  it('never liquidates the last account', () => {
    const system = troves();
    system.open('only', 100n * WAD, WAD);
    expect(() => system.liquidate('only', WAD)).toThrow(/last/);
  });
});

describe('a batch', () => {
  it('sells at one price that no served bid refuses, and never more than the lot', () => {
    const bid = fc.record({
      bidder: fc.nat(5),
      money: fc.integer({ min: 1, max: 1000 }),
      units: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(bid, { maxLength: 8 }), fc.integer({ min: 1, max: 2000 }), (bids: BatchBid[], lot) => {
        const least = 1;
        const eligible = bids.filter(({ money, units }) => money * lot >= units * least);
        const { money, units, sold } = clear(lot, least, eligible);
        expect(sold).toBeLessThanOrEqual(lot * (1 + 1e-12));
        const above = eligible.filter((b) => b.money * units > money * b.units);
        const demand = above.reduce((sum, b) => sum + b.money, 0) * units;
        // What bids strictly above the price are worth at it fits into the lot.
        expect(demand).toBeLessThanOrEqual(lot * money * (1 + 1e-12));
      }),
      RUNS,
    );
  });
});

describe('an English auction', () => {
  const purse: Bidders = { pay: () => {}, give: () => {} };
  const start = { lot: 50, raise: 5000, receiver: 'vow', owner: 'owner', now: 0 };

  it('is won for nearly nothing by the only bidder', () => {
    const auction = new CollateralAuction({ beg: 1.03, ttl: 600_000, tau: 3_600_000 }, purse, start);
    auction.tend('only', 50, 1e-45, 1000);
    expect(auction.isSettleable(601_000)).toBe(false);
    expect(auction.isSettleable(601_001)).toBe(true);
    auction.deal(601_001);
    expect(() => auction.tend('late', 50, 4000, 601_002)).toThrow(/settled/);
  });
});

describe('pooled liquidation', () => {
  it('leaves the worst accounts at the last tick below the threshold', () => {
    const terms = { spacing: 1.0015, threshold: 0.88, penalty: 0.03, price: 1000 };
    const positions = [0.95, 0.9, 0.85].map((ratio) => ({ collateral: 10, debt: ratio * 10_000 }));
    const repaid = liquidatableDebt(positions, terms);
    const end = ratioAtTick(1.0015, tickAtOrBelow(1.0015, 880));
    const above = positions.filter(({ debt, collateral }) => debt / collateral > end);
    const booked = above.map(
      ({ debt, collateral }) => ratioAtTick(1.0015, tickAtOrBelow(1.0015, debt / collateral) + 1) * collateral,
    );
    const debt = booked.reduce((a, b) => a + b, 0) - repaid;
    const collateral = 20 - repaid * (1.03 / 1000);
    expect(above).toHaveLength(2);
    expect(debt / collateral).toBeCloseTo(end, 6);
    expect(() => liquidatableDebt(positions, { ...terms, penalty: 0.2 })).toThrow(/below 1/);
  });
});

describe('slashing and the storefront', () => {
  it('slashes the fee on top and covers what the stake is worth when it is too small', () => {
    const terms = { fee: 0.1, leastLeft: 1, stakePrice: 2, reservePrice: 1 };
    expect(slash(100, 1000, terms, REAL)).toEqual({ covered: 100, slashed: 55.00000000000001 });
    const short = slash(100, 12, terms, REAL);
    expect(short.slashed).toBe(11);
    expect(short.covered).toBeCloseTo(20, 12);
    expect(() => slash(0, 12, terms, REAL)).toThrow(/no deficit/);
  });

  it('sells only below the target, and no more than it holds', () => {
    const sale = { reserves: 10, target: 10, inventory: 5, base: 100, least: 0, rate: 0.01, discount: 0.05 };
    expect(() => buyCollateral(sale, REAL)).toThrow(/target/);
    expect(buyCollateral({ ...sale, reserves: 9 }, REAL)).toBeCloseTo(1 / 0.95, 12);
    expect(() => buyCollateral({ ...sale, reserves: -1, inventory: 1 }, REAL)).toThrow(/inventory/);
  });
});
