import { describe, expect, it } from 'vitest';
import { Accounts } from '../../../models/book/accounts.ts';
import { bookTotals } from '../../../models/book/book.ts';
import { constructedBook } from '../fixtures/constructed-book.ts';

const three = () =>
  constructedBook([
    { collateral: [[0, 10, 0.8]], debt: [[1, 500]] },
    { collateral: [], debt: [[1, 7]] },
    {
      collateral: [
        [0, 1, 0.8],
        [2, 4, 0.7],
      ],
      debt: [
        [1, 50],
        [2, 1],
      ],
    },
  ]);

describe('a book', () => {
  it('lays accounts out one after the other, in shared memory', () => {
    const book = three();
    expect(book.accounts).toBe(3);
    expect([...book.collateralFirst]).toEqual([0, 1, 1, 3]);
    expect([...book.debtFirst]).toEqual([0, 1, 2, 4]);
    expect([...book.collateralAsset]).toEqual([0, 0, 2]);
    expect([...book.collateralAmount]).toEqual([10, 1, 4]);
    expect([...book.collateralThreshold]).toEqual([0.8, 0.8, 0.7]);
    expect([...book.debtAmount]).toEqual([500, 7, 50, 1]);
    expect(book.collateralAmount.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('leaves out empty holdings', () => {
    const book = constructedBook([{ collateral: [[0, 0, 0.8]], debt: [[1, 0]] }]);
    expect(book.accounts).toBe(1);
    expect(book.collateralAmount).toHaveLength(0);
    expect(book.debtAmount).toHaveLength(0);
  });

  it('adds up at given prices', () => {
    expect(bookTotals(three(), [100, 1, 20])).toEqual({
      debtUsd: 500 + 7 + 50 + 20,
      collateralUsd: 1000 + 100 + 80,
      capacityUsd: 0.8 * 1000 + 0.8 * 100 + 0.7 * 80,
    });
  });
});

describe('the overlay of one reaction', () => {
  it('copies what an account holds when it is first touched', () => {
    const accounts = new Accounts(three());
    const slot = accounts.touch(2);
    expect(accounts.collateralEntries(slot)).toBe(2);
    expect([0, 1].map((entry) => accounts.collateral(slot, entry))).toEqual([1, 4]);
    expect([0, 1].map((entry) => accounts.collateralAsset(slot, entry))).toEqual([0, 2]);
    expect([0, 1].map((entry) => accounts.debt(slot, entry))).toEqual([50, 1]);
    expect(accounts.collateralThreshold(slot, 1)).toBe(0.7);
  });

  it('gives an account one slot, however often it is touched', () => {
    const accounts = new Accounts(three());
    expect(accounts.touch(2)).toBe(0);
    expect(accounts.touch(0)).toBe(1);
    expect(accounts.touch(2)).toBe(0);
    expect(accounts.slots).toBe(2);
  });

  it('changes its copy, never the book', () => {
    const accounts = new Accounts(three());
    const slot = accounts.touch(0);
    accounts.setCollateral(slot, 0, 3);
    accounts.setDebt(slot, 0, 0);
    expect(accounts.collateral(slot, 0)).toBe(3);
    expect(accounts.book.debtAmount[0]).toBe(500);
    expect([...accounts.book.collateralAmount]).toEqual([10, 1, 4]);
  });

  it('keeps accounts apart', () => {
    const accounts = new Accounts(three());
    const [none, last] = [accounts.touch(1), accounts.touch(2)];
    accounts.setDebt(none, 0, 1);
    expect(accounts.collateralEntries(none)).toBe(0);
    expect(accounts.debt(last, 0)).toBe(50);
  });

  it('forgets everything at a reset', () => {
    const accounts = new Accounts(three());
    accounts.setDebt(accounts.touch(0), 0, 0);
    accounts.reset();
    expect(accounts.slots).toBe(0);
    expect([...accounts.slotOf]).toEqual([-1, -1, -1]);
    expect(accounts.debt(accounts.touch(0), 0)).toBe(500);
  });

  it('grows with the number of accounts touched', () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({
      collateral: [[0, i + 1, 0.8] as const, [1, 2 * i + 1, 0.5] as const],
      debt: [[1, 3 * i + 1] as const],
    }));
    const accounts = new Accounts(constructedBook(many));
    for (let account = 2999; account >= 0; account--) accounts.touch(account);
    for (let account = 0; account < 3000; account++) {
      const slot = accounts.slotOf[account] as number;
      expect(accounts.accountOf[slot]).toBe(account);
      expect(accounts.collateral(slot, 1)).toBe(2 * account + 1);
      expect(accounts.debt(slot, 0)).toBe(3 * account + 1);
    }
  });
});
