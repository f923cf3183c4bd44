/**
 * A generated book with healthy accounts around it: what is liquidated stays the same while the number of accounts grows.
 *
 * Account i of the inner book becomes account i · (total ÷ inner): the accounts that a path touches lie scattered over the whole book, which
 * is the worst case for caches. Every account between two of them is a twin of an inner one, same assets and debt, with collateral scaled to a
 * health factor drawn from `HEALTHY`: it has its place in the crossing index like any other, and no price of the benchmark reaches it.
 */
import { z } from 'zod';
import { BookBuilder, type BookColumns, type BookRequest } from '../models/book/book.ts';
import { generatedBook } from '../models/book/generated.ts';
import { defineModel, type ModelDefinition, type ModelReference } from '../models/registry.ts';

/** Due only after a fall by 75 % or more. */
const HEALTHY = { lowest: 4, highest: 10 };

/** @param inner reference to a generated book @param total accounts in all, a multiple of the inner book's */
export function paddedBook(inner: ModelReference, total: number): ModelDefinition<'book'> {
  const { model: _, ...parameters } = inner;
  return defineModel({
    family: 'book',
    name: 'padded',
    title: 'a generated book among healthy accounts',
    params: z.strictObject({}),
    create: (_params, files) => ({
      build: (request) => pad(generatedBook.create(parameters as never, files).build(request), request, total),
    }),
  });
}

function pad(inner: BookColumns, request: BookRequest, total: number): BookColumns {
  const stride = total / inner.accounts;
  if (!Number.isInteger(stride)) throw new RangeError(`${total} accounts are no multiple of ${inner.accounts}`);
  const stream = request.stream('healthy');
  const builder = new BookBuilder();
  for (let account = 0; account < total; account++) {
    const isInner = account % stride === 0;
    const from = isInner ? account / stride : account % inner.accounts;
    const target = HEALTHY.lowest + (HEALTHY.highest - HEALTHY.lowest) * stream.uniform();
    copyAccount(inner, from, isInner ? 1 : target / healthFactor(inner, from, request.prices), builder);
  }
  return builder.build();
}

function copyAccount(book: BookColumns, account: number, collateralScale: number, builder: BookBuilder): void {
  for (let i = book.collateralFirst[account]!; i < book.collateralFirst[account + 1]!; i++) {
    const units = collateralScale * book.collateralAmount[i]!;
    builder.addCollateral(book.collateralAsset[i]!, units, book.collateralThreshold[i]!);
  }
  for (let i = book.debtFirst[account]!; i < book.debtFirst[account + 1]!; i++) {
    builder.addDebt(book.debtAsset[i]!, book.debtAmount[i]!);
  }
  builder.endAccount();
}

function healthFactor(book: BookColumns, account: number, prices: readonly number[]): number {
  let weightedUsd = 0;
  let debtUsd = 0;
  for (let i = book.collateralFirst[account]!; i < book.collateralFirst[account + 1]!; i++) {
    weightedUsd += book.collateralAmount[i]! * prices[book.collateralAsset[i]!]! * book.collateralThreshold[i]!;
  }
  for (let i = book.debtFirst[account]!; i < book.debtFirst[account + 1]!; i++) {
    debtUsd += book.debtAmount[i]! * prices[book.debtAsset[i]!]!;
  }
  return weightedUsd / debtUsd;
}
