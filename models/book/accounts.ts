/**
 * The accounts as one reaction sees them: the immutable book, overlaid with what the reaction has touched. Touching an
 * account gives it a slot; `reset` forgets the slots and nothing else, so untouched accounts cost nothing.
 */
import type { BookColumns } from './book.ts';

export class Accounts {
  readonly book: BookColumns;
  /** Slot of each account, −1 while untouched. */
  readonly slotOf: Int32Array;
  /** Number of slots in use. */
  slots = 0;
  /** Account of each slot. */
  accountOf: Int32Array;
  /** Where a slot's collateral and debt amounts start in the pools. */
  #collateralAt: Int32Array;
  #debtAt: Int32Array;
  #collateral: Float64Array;
  #debt: Float64Array;
  #collateralUsed = 0;
  #debtUsed = 0;

  constructor(book: BookColumns) {
    this.book = book;
    this.slotOf = new Int32Array(book.accounts).fill(-1);
    this.accountOf = new Int32Array(256);
    this.#collateralAt = new Int32Array(256);
    this.#debtAt = new Int32Array(256);
    this.#collateral = new Float64Array(512);
    this.#debt = new Float64Array(512);
  }

  reset(): void {
    for (let slot = 0; slot < this.slots; slot++) this.slotOf[this.accountOf[slot] as number] = -1;
    this.slots = 0;
    this.#collateralUsed = 0;
    this.#debtUsed = 0;
  }

  /** Gives an account its slot, copying its holdings on first touch. */
  touch(account: number): number {
    const known = this.slotOf[account] as number;
    if (known >= 0) return known;
    const slot = this.slots++;
    if (slot === this.accountOf.length) this.#growSlots();
    this.slotOf[account] = slot;
    this.accountOf[slot] = account;
    const { collateralFirst, debtFirst, collateralAmount, debtAmount } = this.book;
    this.#collateralAt[slot] = this.#collateralUsed;
    this.#debtAt[slot] = this.#debtUsed;
    const c0 = collateralFirst[account] as number;
    const c1 = collateralFirst[account + 1] as number;
    const d0 = debtFirst[account] as number;
    const d1 = debtFirst[account + 1] as number;
    if (this.#collateralUsed + (c1 - c0) > this.#collateral.length)
      this.#collateral = doubled(this.#collateral, c1 - c0);
    if (this.#debtUsed + (d1 - d0) > this.#debt.length) this.#debt = doubled(this.#debt, d1 - d0);
    for (let i = c0; i < c1; i++) this.#collateral[this.#collateralUsed++] = collateralAmount[i] as number;
    for (let i = d0; i < d1; i++) this.#debt[this.#debtUsed++] = debtAmount[i] as number;
    return slot;
  }

  collateralEntries(slot: number): number {
    const account = this.accountOf[slot] as number;
    return (this.book.collateralFirst[account + 1] as number) - (this.book.collateralFirst[account] as number);
  }

  debtEntries(slot: number): number {
    const account = this.accountOf[slot] as number;
    return (this.book.debtFirst[account + 1] as number) - (this.book.debtFirst[account] as number);
  }

  collateralAsset(slot: number, entry: number): number {
    return this.book.collateralAsset[
      (this.book.collateralFirst[this.accountOf[slot] as number] as number) + entry
    ] as number;
  }

  collateralThreshold(slot: number, entry: number): number {
    const first = this.book.collateralFirst[this.accountOf[slot] as number] as number;
    return this.book.collateralThreshold[first + entry] as number;
  }

  debtAsset(slot: number, entry: number): number {
    return this.book.debtAsset[(this.book.debtFirst[this.accountOf[slot] as number] as number) + entry] as number;
  }

  /** Units of the asset held. */
  collateral(slot: number, entry: number): number {
    return this.#collateral[(this.#collateralAt[slot] as number) + entry] as number;
  }

  setCollateral(slot: number, entry: number, units: number): void {
    this.#collateral[(this.#collateralAt[slot] as number) + entry] = units;
  }

  /** Units of the asset owed. */
  debt(slot: number, entry: number): number {
    return this.#debt[(this.#debtAt[slot] as number) + entry] as number;
  }

  setDebt(slot: number, entry: number, units: number): void {
    this.#debt[(this.#debtAt[slot] as number) + entry] = units;
  }

  /** What the book says the account held before the reaction, in the same entry. */
  initialCollateral(slot: number, entry: number): number {
    const first = this.book.collateralFirst[this.accountOf[slot] as number] as number;
    return this.book.collateralAmount[first + entry] as number;
  }

  initialDebt(slot: number, entry: number): number {
    const first = this.book.debtFirst[this.accountOf[slot] as number] as number;
    return this.book.debtAmount[first + entry] as number;
  }

  #growSlots(): void {
    this.accountOf = doubled(this.accountOf, 0);
    this.#collateralAt = doubled(this.#collateralAt, 0);
    this.#debtAt = doubled(this.#debtAt, 0);
  }
}

/** A copy of twice the length (and at least `extra` more). */
export function doubled<T extends Int8Array | Int32Array | Float64Array>(column: T, extra: number): T {
  const length = Math.max(2 * column.length, column.length + extra);
  const copy = new (column.constructor as new (length: number) => T)(length);
  copy.set(column);
  return copy;
}
