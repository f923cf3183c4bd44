/**
 * Supply caps: how much of an asset the protocol takes as collateral. Where a book holds more, the accounts that hold it shrink alike,
 * debts with them, so that health factors stay; an account that holds several capped assets shrinks by the tightest.
 *
 *   factor = min(1, cap / held by all)
 *
 * cap, held: units of the asset at time 0. Source: Aave v3, supply caps. A real cap stops new supply and leaves old positions as they are:
 * this is the book that would have grown under the cap, with the same borrowers.
 */
import { BookBuilder, type BookColumns } from './book.ts';

/** @param caps by asset, units; Infinity where there is none @returns the same book where no cap binds */
export function withSupplyCaps(book: BookColumns, caps: readonly number[]): BookColumns {
  const held = caps.map(() => 0);
  book.collateralAsset.forEach((asset, entry) => {
    held[asset]! += book.collateralAmount[entry] as number;
  });
  const factors = held.map((units, asset) => Math.min(1, (caps[asset] as number) / units));
  if (factors.every((factor) => !(factor < 1))) return book;
  const builder = new BookBuilder();
  for (let account = 0; account < book.accounts; account++) {
    const from = book.collateralFirst[account] as number;
    const to = book.collateralFirst[account + 1] as number;
    let factor = 1;
    for (let i = from; i < to; i++) factor = Math.min(factor, factors[book.collateralAsset[i] as number] as number);
    for (let i = from; i < to; i++) {
      const threshold = book.collateralThreshold[i] as number;
      builder.addCollateral(
        book.collateralAsset[i] as number,
        factor * (book.collateralAmount[i] as number),
        threshold,
      );
    }
    for (let i = book.debtFirst[account] as number; i < (book.debtFirst[account + 1] as number); i++) {
      builder.addDebt(book.debtAsset[i] as number, factor * (book.debtAmount[i] as number));
    }
    builder.endAccount();
  }
  return { ...builder.build(), ...(book.categories && { categories: book.categories }) };
}
