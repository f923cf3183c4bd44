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
  accountOf = new Int32Array(256);
  /**
   * What the slots hold and owe, copied from the book so that it lies together: entries of slot s are first[s] … first[s+1] − 1.
   * For loops over entries; everybody else asks by slot and entry.
   */
  collateralFirst = new Int32Array(257);
  collateralAssets = new Int32Array(512);
  collateralAmounts = new Float64Array(512);
  collateralThresholds = new Float64Array(512);
  debtFirst = new Int32Array(257);
  debtAssets = new Int32Array(512);
  debtAmounts = new Float64Array(512);

  constructor(book: BookColumns) {
    this.book = book;
    this.slotOf = new Int32Array(book.accounts).fill(-1);
  }

  reset(): void {
    for (let slot = 0; slot < this.slots; slot++) this.slotOf[this.accountOf[slot] as number] = -1;
    this.slots = 0;
  }

  /** Gives an account its slot, copying its holdings on first touch. */
  touch(account: number): number {
    const known = this.slotOf[account] as number;
    if (known >= 0) return known;
    const slot = this.slots++;
    if (slot === this.accountOf.length) this.#growSlots();
    this.slotOf[account] = slot;
    this.accountOf[slot] = account;
    this.#copyCollateral(account, slot);
    this.#copyDebt(account, slot);
    return slot;
  }

  #copyCollateral(account: number, slot: number): void {
    const { book } = this;
    const to = book.collateralFirst[account + 1] as number;
    let at = this.collateralFirst[slot] as number;
    let entry = book.collateralFirst[account] as number;
    if (at + to - entry > this.collateralAmounts.length) {
      this.collateralAssets = doubled(this.collateralAssets, to - entry);
      this.collateralAmounts = doubled(this.collateralAmounts, to - entry);
      this.collateralThresholds = doubled(this.collateralThresholds, to - entry);
    }
    for (; entry < to; entry++, at++) {
      this.collateralAssets[at] = book.collateralAsset[entry] as number;
      this.collateralAmounts[at] = book.collateralAmount[entry] as number;
      this.collateralThresholds[at] = book.collateralThreshold[entry] as number;
    }
    this.collateralFirst[slot + 1] = at;
  }

  #copyDebt(account: number, slot: number): void {
    const { book } = this;
    const to = book.debtFirst[account + 1] as number;
    let at = this.debtFirst[slot] as number;
    let entry = book.debtFirst[account] as number;
    if (at + to - entry > this.debtAmounts.length) {
      this.debtAssets = doubled(this.debtAssets, to - entry);
      this.debtAmounts = doubled(this.debtAmounts, to - entry);
    }
    for (; entry < to; entry++, at++) {
      this.debtAssets[at] = book.debtAsset[entry] as number;
      this.debtAmounts[at] = book.debtAmount[entry] as number;
    }
    this.debtFirst[slot + 1] = at;
  }

  collateralEntries(slot: number): number {
    return (this.collateralFirst[slot + 1] as number) - (this.collateralFirst[slot] as number);
  }

  debtEntries(slot: number): number {
    return (this.debtFirst[slot + 1] as number) - (this.debtFirst[slot] as number);
  }

  collateralAsset(slot: number, entry: number): number {
    return this.collateralAssets[(this.collateralFirst[slot] as number) + entry] as number;
  }

  /** What the thresholds of an asset are multiplied by at the moment. */
  thresholdFactor(_asset: number): number {
    return 1;
  }

  collateralThreshold(slot: number, entry: number): number {
    return this.collateralThresholds[(this.collateralFirst[slot] as number) + entry] as number;
  }

  debtAsset(slot: number, entry: number): number {
    return this.debtAssets[(this.debtFirst[slot] as number) + entry] as number;
  }

  /** Units of the asset held. */
  collateral(slot: number, entry: number): number {
    return this.collateralAmounts[(this.collateralFirst[slot] as number) + entry] as number;
  }

  setCollateral(slot: number, entry: number, units: number): void {
    this.collateralAmounts[(this.collateralFirst[slot] as number) + entry] = units;
  }

  /** Units of the asset owed. */
  debt(slot: number, entry: number): number {
    return this.debtAmounts[(this.debtFirst[slot] as number) + entry] as number;
  }

  setDebt(slot: number, entry: number, units: number): void {
    this.debtAmounts[(this.debtFirst[slot] as number) + entry] = units;
  }

  #growSlots(): void {
    this.accountOf = doubled(this.accountOf, 0);
    this.collateralFirst = doubled(this.collateralFirst, 0);
    this.debtFirst = doubled(this.debtFirst, 0);
  }
}

/** A copy of twice the length (and at least `extra` more). */
export function doubled<T extends Int8Array | Int32Array | Float64Array>(column: T, extra: number): T {
  const length = Math.max(2 * column.length, column.length + extra);
  const copy = new (column.constructor as new (length: number) => T)(length);
  copy.set(column);
  return copy;
}
