import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPrice, uniformPrice } from '../../../models/liquidation/houses/tender.ts';
import { executedBy, expectSoundInAnyWorld } from '../fixtures/any-legal-world.ts';
import { openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const member = (change: object = {}) => ({
  ...{ capital: 1_000_000, discount: 0.02, reaction: '1s', recovery: '10m' },
  ...change,
});

const pool = (members: object[], change: object = {}) => ({
  ...{ model: 'internal-pool', members, gas: 300_000, blockShare: 0.5, least: 0.8, retry: '1m' },
  ...change,
});

const world = (executions: Record<string, object>, change: (raw: RawWorld) => void = () => {}) =>
  openWorld(
    stressedBut((raw) => {
      raw.market.blockSpace = { model: 'constant', gasPrice: 10 };
      raw.strategies = Object.fromEntries(
        Object.entries(executions).map(([name, execution]) => [name, executedBy(execution)]),
      ) as never;
      change(raw);
    }),
  );

const bids = (...list: [number, number][]) => list.map(([price, money]) => ({ price, money }));

describe('a tender', () => {
  it('serves the highest bids first, each at its own price', () => {
    expect(firstPrice(bids([100, 500], [90, 900]), 950, 20)).toEqual([
      { bid: 0, units: 5, money: 500 },
      { bid: 1, units: 5, money: 450 },
    ]);
  });

  it('with one price charges all the lowest that is served', () => {
    // At 100 there are 500; at 90 the two have 1,400, more than the 950 wanted.
    expect(uniformPrice(bids([100, 500], [90, 900], [10, 9999]), 950, 20)).toEqual([
      { bid: 0, units: 500 / 90, money: 500 },
      { bid: 1, units: 5, money: 450 },
    ]);
    expect(uniformPrice(bids([100, 5000], [90, 900]), 950, 20)).toEqual([{ bid: 0, units: 9.5, money: 950 }]);
  });

  it('ends when the collateral is used up, or the money', () => {
    expect(firstPrice(bids([100, 500], [90, 900]), 1e6, 7)).toEqual([
      { bid: 0, units: 5, money: 500 },
      { bid: 1, units: 2, money: 180 },
    ]);
    expect(firstPrice(bids([100, 0], [90, 0]), 10, 7)).toEqual([]);
    expect(uniformPrice([], 10, 7)).toEqual([]);
    expect(uniformPrice(bids([100, 0]), 10, 7)).toEqual([]);
  });

  it('never asks for more than a bid, takes more than there is, or raises more than is wanted', () => {
    const bid = fc.record({ price: fc.integer({ min: 1, max: 100 }), money: fc.integer({ min: 0, max: 1000 }) });
    fc.assert(
      fc.property(
        fc.array(bid, { maxLength: 8 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom(firstPrice, uniformPrice),
        (unordered, raise, collateral, serve) => {
          const list = [...unordered].sort((a, b) => b.price - a.price);
          const served = serve(list, raise, collateral);
          const units = served.reduce((sum, one) => sum + one.units, 0);
          const money = served.reduce((sum, one) => sum + one.money, 0);
          expect(units).toBeLessThanOrEqual(collateral * (1 + 1e-12));
          expect(money).toBeLessThanOrEqual(raise * (1 + 1e-12));
          for (const one of served) {
            expect(one.money).toBeLessThanOrEqual(list[one.bid]!.money);
            expect(one.money / one.units).toBeLessThanOrEqual(list[one.bid]!.price * (1 + 1e-12));
          }
          // Nothing is left over that somebody could still pay for at the prices bid.
          const all = list.reduce((sum, one) => sum + one.money, 0);
          if (serve === firstPrice && money < raise * (1 - 1e-12) && units < collateral * (1 - 1e-12))
            expect(money).toBeCloseTo(all, 9);
        },
      ),
      { seed: 20200312, numRuns: 300 },
    );
  });
});

describe('an internal pool', () => {
  it('takes accounts at the discount of its members, and needs no keeper', () => {
    const one = (discount: number) =>
      runPath(
        world({ one: pool([member({ discount })]) }, (raw) => (raw.keepers = [])),
        'pool',
        1,
      ).one!;
    const [cheap, dear] = [one(0.01), one(0.05)];
    expect(cheap.accountsLiquidated).toBeGreaterThan(10);
    expect(cheap.unservedDebtUsd).toBe(0);
    expect(cheap.borrowerLossUsd / cheap.seizedUsd).toBeCloseTo(0.01, 2);
    expect(dear.borrowerLossUsd / dear.seizedUsd).toBeCloseTo(0.05, 2);
    expect(dear.keeperProfitUsd).toBeGreaterThan(cheap.keeperProfitUsd);
    expect(cheap.keeperGasUsd).toBe(0);
  });

  it('takes no more than its members have, until what they have won is sold and their money is back', () => {
    const of = (capital: number, recovery: string) => pool([member({ capital, recovery })]);
    const { rich, quick, slow } = runPath(
      world({ rich: of(1e6, '10m'), quick: of(20_000, '10m'), slow: of(20_000, '12h') }),
      'pool',
      2,
    );
    expect(rich!.liquidatedDebtUsd).toBeGreaterThan(quick!.liquidatedDebtUsd);
    expect(quick!.liquidatedDebtUsd).toBeGreaterThan(1.5 * slow!.liquidatedDebtUsd);
    // One member with 20,000 USD and no money back pays for that much.
    expect(slow!.liquidatedDebtUsd).toBeLessThanOrEqual(20_000 * (1 + 1e-9));
    expect(slow!.unservedDebtUsd).toBeGreaterThan(0);
  });

  it('sells what is held when its time has come, and counts what is left at the market', () => {
    const { now, later, never } = runPath(
      world({
        now: pool([member()]),
        later: pool([member({ holds: '20m' })]),
        never: pool([member({ holds: '24h' })]),
      }),
      'pool',
      3,
    );
    expect(now!.soldUsd).toBe(now!.seizedUsd);
    expect(later!.soldUsd).toBeGreaterThan(0);
    expect(never!.soldUsd).toBe(0);
    expect(never!.slippageUsd).toBe(0);
    expect(never!.keeperProfitUsd).not.toBe(0);
  });

  it('lets the cheaper member go first, and the quicker one alone where bids are opened at once', () => {
    const members = [member({ discount: 0.05, reaction: '1s' }), member({ discount: 0.01, reaction: '60s' })];
    const { hasty, patient } = runPath(
      world({ hasty: pool(members), patient: pool(members, { window: '60s' }) }),
      'pool',
      4,
    );
    expect(patient!.borrowerLossUsd).toBeLessThan(0.5 * hasty!.borrowerLossUsd);
    expect(patient!.timeToCloseMedianSeconds).toBeGreaterThan(hasty!.timeToCloseMedianSeconds + 30);
  });

  it('sells nothing below the least price', () => {
    const { one } = runPath(world({ one: pool([member({ discount: 0.3 })]) }), 'pool', 5);
    expect(one!.liquidations).toBe(0);
    expect(one!.unservedDebtUsd).toBeGreaterThan(0);
  });

  it('raises a penalty for the protocol', () => {
    const { one } = runPath(world({ one: pool([member()], { penalty: 0.1 }) }), 'pool', 6);
    expect(one!.protocolFeeUsd / one!.liquidatedDebtUsd).toBeGreaterThan(0.09);
    expect(one!.protocolFeeUsd / one!.liquidatedDebtUsd).toBeLessThanOrEqual(0.1 + 1e-9);
  });

  it('refuses a block share that holds not one account', () => {
    expect(() => world({ one: pool([member()], { gas: 9_000_000 }) })).toThrow(/nothing could ever be settled/);
  });

  it('closes its ledger in any legal world, and takes whoever is due and nobody else', () => {
    const seen = { sold: 0, unserved: 0 };
    const anyMember = fc
      .record({
        capital: fc.constantFrom(0, 500, 20_000, 1e6),
        discount: fc.constantFrom(0, 0.02, 0.2),
        reaction: fc.constantFrom<string | 0>(0, '10s', '5m'),
        holds: fc.constantFrom<string | 0>(0, '5m'),
        recovery: fc.constantFrom<string | 0>(0, '10m', '24h'),
      })
      .map(member);
    const liquidations = expectSoundInAnyWorld(
      fc
        .tuple(
          fc.array(anyMember, { minLength: 1, maxLength: 4 }),
          fc.constantFrom('first-price', 'uniform'),
          fc.constantFrom(0.5, 0.95),
          fc.constantFrom(0, 0.1),
          fc.constantFrom<string | 0>(0, '90s'),
        )
        .map(([members, payment, least, penalty, window]) => pool(members, { payment, least, penalty, window })),
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
