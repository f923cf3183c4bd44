import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Accounts } from '../../../models/book/accounts.ts';
import { buildCrossingIndex } from '../../../models/book/crossing-index.ts';
import { Margin } from '../../../models/book/margin.ts';
import { Watch } from '../../../models/book/watch.ts';
import { Healing } from '../../../models/liquidation/healing.ts';
import { constructedBook, type Written } from '../fixtures/constructed-book.ts';
import { landing, MOVING, START, accounts as someAccounts } from '../fixtures/random-book.ts';

/** The reporting of due accounts as a reaction does it: candidates by price passed, healed ones by `Healing`. */
function reporter(written: readonly Written[], trigger = 1) {
  const accounts = new Accounts(constructedBook(written));
  const margin = new Margin(accounts, MOVING);
  margin.trigger = trigger;
  const index = buildCrossingIndex(accounts, [...START], MOVING, trigger);
  const watch = new Watch(accounts, margin, MOVING, index);
  const healing = new Healing(margin, MOVING.length);
  const prices = [...START] as number[];
  const due = new Set<number>();
  let looks = 0;
  let again = 0;

  function pass(asset: number): void {
    for (let slot = watch.passed(asset, prices[asset]!); slot >= 0; slot = watch.passed(asset, prices[asset]!)) {
      looks++;
      if (due.has(slot)) again++;
      if (margin.read(slot, prices)) {
        due.add(slot);
        // An account with several moving assets waits in a heap of each: it must not be found again through another.
        watch.forget(slot);
        healing.await(slot);
      } else watch.watch(slot, prices);
    }
  }

  /** What follows a liquidation: still due, healthy again, or gone. */
  function settle(slot: number): void {
    if (margin.read(slot, prices)) healing.await(slot);
    else {
      due.delete(slot);
      healing.forget(slot);
      watch.watch(slot, prices);
    }
  }

  return {
    accounts,
    margin,
    prices,
    due,
    get looks() {
      return looks;
    },
    get handedOutAgain() {
      return again;
    },
    start() {
      for (const account of index.dueAtStart) {
        const slot = accounts.touch(account);
        due.add(slot);
        healing.await(slot);
      }
      for (const [asset, moves] of MOVING.entries()) if (moves) pass(asset);
    },
    land(moves: readonly (readonly [number, number])[]) {
      for (const [asset, move] of moves) {
        prices[asset] = prices[asset]! * Math.exp(move);
        pass(asset);
      }
      const count = healing.candidates(prices);
      for (const slot of healing.found.slice(0, count)) if (due.has(slot) && !margin.read(slot, prices)) settle(slot);
    },
    repay(slot: number, share: number) {
      for (let e = 0; e < accounts.debtEntries(slot); e++)
        accounts.setDebt(slot, e, accounts.debt(slot, e) * (1 - share));
      for (let e = 0; e < accounts.collateralEntries(slot); e++) {
        accounts.setCollateral(slot, e, accounts.collateral(slot, e) * (1 - 0.9 * share));
      }
      settle(slot);
    },
    again() {
      accounts.reset();
      watch.reset(index);
      healing.clear();
      due.clear();
      prices.splice(0, prices.length, ...START);
    },
  };
}

/** Due or not by looking at every account of the book; undefined where it is a matter of rounding. */
function bruteForce(r: ReturnType<typeof reporter>): (boolean | undefined)[] {
  return Array.from({ length: r.accounts.book.accounts }, (_, account) => {
    const slot = r.accounts.slotOf[account] as number;
    const { book } = r.accounts;
    let [weighted, owed] = [0, 0];
    for (let i = book.collateralFirst[account]!, e = 0; i < book.collateralFirst[account + 1]!; i++, e++) {
      const units = slot < 0 ? book.collateralAmount[i]! : r.accounts.collateral(slot, e);
      weighted += units * r.prices[book.collateralAsset[i]!]! * book.collateralThreshold[i]!;
    }
    for (let i = book.debtFirst[account]!, e = 0; i < book.debtFirst[account + 1]!; i++, e++) {
      owed += (slot < 0 ? book.debtAmount[i]! : r.accounts.debt(slot, e)) * r.prices[book.debtAsset[i]!]!;
    }
    const surplus = weighted - r.margin.trigger * owed;
    return Math.abs(surplus) <= 1e-12 * (weighted + owed) ? undefined : surplus < 0;
  });
}

function expectAgreement(r: ReturnType<typeof reporter>, where: string): void {
  bruteForce(r).forEach((expected, account) => {
    if (expected === undefined) return;
    const slot = r.accounts.slotOf[account] as number;
    expect(slot >= 0 && r.due.has(slot), `${where}, account ${account}`).toBe(expected);
  });
}

const eth = (units: number, debt: number): Written => ({ collateral: [[0, units, 0.8]], debt: [[3, debt]] });

describe('watching accounts', () => {
  it('touches those that a fall passes, and no others', () => {
    const r = reporter([eth(10, 1000), eth(10, 1500), eth(10, 500)]);
    r.start();
    r.land([[0, Math.log(180 / 200)]]);
    expect([...r.accounts.slotOf]).toEqual([-1, 0, -1]);
    expect([...r.due]).toEqual([0]);
    expect(r.looks).toBe(1);
  });

  it('finds those that a rising debt makes due', () => {
    const r = reporter([{ collateral: [[3, 2000, 0.8]], debt: [[0, 5]] }]);
    r.start();
    r.land([[0, Math.log(1.59)]]);
    expect(r.due.size).toBe(0);
    r.land([[0, Math.log(1.61 / 1.59)]]);
    expect(r.due.size).toBe(1);
  });

  it('finds those that are due from the start', () => {
    const r = reporter([eth(10, 1000), eth(1, 1000)]);
    r.start();
    expect([...r.due].map((slot) => r.accounts.accountOf[slot])).toEqual([1]);
  });

  it('finds one again that healed and came back', () => {
    const r = reporter([eth(10, 1500)]);
    r.start();
    for (const [price, expected] of [
      [180, 1],
      [190, 0],
      [187, 1],
      [300, 0],
      [188, 0],
      [187.4, 1],
    ] as const) {
      r.land([[0, Math.log(price / r.prices[0]!)]]);
      expect(r.due.size, `at ${price}`).toBe(expected);
    }
  });

  it('hands an account with several moving assets out once, through whichever asset it was found', () => {
    // Weighted: 4 · 200 + 0.1 · 9000 · 0.8 = 1520 against 1500. Found healthy through ETH first, so both heaps hold it.
    const both: Written = {
      collateral: [
        [0, 5, 0.8],
        [1, 0.1, 0.8],
      ],
      debt: [[3, 1500]],
    };
    const r = reporter([both]);
    r.start();
    r.land([[1, 0.02]]);
    r.land([[0, -0.015]]);
    r.land([[0, -0.1]]);
    expect(r.due.size).toBe(1);
    r.land([[1, -0.3]]);
    expect(r.handedOutAgain).toBe(0);
  });

  it('reports on random walks of several assets exactly those that a look at every account finds', () => {
    fc.assert(
      fc.property(
        someAccounts,
        fc.array(landing, { minLength: 1, maxLength: 25 }),
        fc.constantFrom(0.9, 1, 1.1),
        (written, walk, trigger) => {
          const r = reporter(written, trigger);
          r.start();
          expectAgreement(r, 'at the start');
          walk.forEach((moves, step) => {
            r.land(moves);
            expectAgreement(r, `after landing ${step}`);
          });
          expect(r.handedOutAgain).toBe(0);
        },
      ),
      { seed: 20200312, numRuns: 250 },
    );
  });

  it('does so while accounts are liquidated in between, wholly or partly', () => {
    const action = fc.record({ moves: landing, pick: fc.nat(), share: fc.constantFrom(0.05, 0.3, 0.9, 1) });
    fc.assert(
      fc.property(someAccounts, fc.array(action, { minLength: 1, maxLength: 25 }), (written, actions) => {
        const r = reporter(written);
        r.start();
        actions.forEach(({ moves, pick, share }, step) => {
          r.land(moves);
          const waiting = [...r.due];
          if (waiting.length > 0) r.repay(waiting[pick % waiting.length]!, share);
          expectAgreement(r, `after step ${step}`);
        });
      }),
      { seed: 20200313, numRuns: 250 },
    );
  });

  it('does so on the next path, whatever happened on the one before', () => {
    fc.assert(
      fc.property(someAccounts, fc.array(landing, { minLength: 2, maxLength: 16 }), (written, walk) => {
        const r = reporter(written);
        r.start();
        for (const moves of walk) r.land(moves);
        r.again();
        r.start();
        walk.toReversed().forEach((moves, step) => {
          r.land(moves);
          expectAgreement(r, `second path, landing ${step}`);
        });
      }),
      { seed: 20200314, numRuns: 100 },
    );
  });

  it('looks at an account with one moving asset once per crossing', () => {
    const r = reporter(Array.from({ length: 500 }, (_, i) => eth(10, 1000 + i)));
    r.start();
    for (let step = 0; step < 200; step++) r.land([[0, step % 2 ? 0.01 : -0.01]]);
    // The walk stays within 1 % of the start and nobody is within 6 % of the limit.
    expect(r.looks).toBe(0);
  });
});
