import { expect, it } from 'vitest';
import { withSupplyCaps } from '../../../models/book/supply-caps.ts';
import { constructedBook } from '../fixtures/constructed-book.ts';

const NONE = Number.POSITIVE_INFINITY;
const book = () =>
  constructedBook([
    { collateral: [[0, 10, 0.8]], debt: [[2, 100]] },
    {
      collateral: [
        [0, 30, 0.8],
        [1, 5, 0.7],
      ],
      debt: [[2, 500]],
    },
    { collateral: [[1, 15, 0.7]], debt: [[2, 70]] },
  ]);

it('a cap that binds shrinks those who hold the asset, debts with them, to the cap', () => {
  const capped = withSupplyCaps(book(), [20, NONE, NONE]);
  expect([...capped.collateralAmount]).toEqual([5, 15, 2.5, 15]);
  expect([...capped.debtAmount]).toEqual([50, 250, 70]);
});

it('of two caps the tightest decides for who holds both', () => {
  const capped = withSupplyCaps(book(), [20, 5, NONE]);
  expect([...capped.collateralAmount]).toEqual([5, 7.5, 1.25, 3.75]);
  expect([...capped.debtAmount]).toEqual([50, 125, 17.5]);
});

it('a cap that does not bind changes nothing', () => {
  const before = book();
  expect(withSupplyCaps(before, [40, 20, NONE])).toBe(before);
});
