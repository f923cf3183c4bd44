/**
 * Which accounts a price move could make due, within one reaction: the shared index for untouched accounts, and a heap
 * per asset and direction for those that were touched and are healthy. `passed` hands out each candidate once.
 */
import type { Accounts } from './accounts.ts';
import { doubled } from './accounts.ts';
import type { CrossingColumn, CrossingIndex } from './crossing-index.ts';
import type { Margin } from './margin.ts';
import { PriceHeap } from './price-heap.ts';

export class Watch {
  readonly #accounts: Accounts;
  readonly #margin: Margin;
  readonly #moving: readonly boolean[];
  #index: CrossingIndex;
  readonly #cursors: { falling: Int32Array; rising: Int32Array };
  readonly #falling: readonly PriceHeap[];
  readonly #rising: readonly PriceHeap[];
  /** Entries of a slot made before its last watch are stale. */
  #stamp = new Int32Array(256);

  constructor(accounts: Accounts, margin: Margin, moving: readonly boolean[], index: CrossingIndex) {
    this.#accounts = accounts;
    this.#margin = margin;
    this.#moving = moving;
    this.#index = index;
    this.#cursors = { falling: new Int32Array(moving.length), rising: new Int32Array(moving.length) };
    this.#falling = moving.map(() => new PriceHeap('highest'));
    this.#rising = moving.map(() => new PriceHeap('lowest'));
  }

  reset(index: CrossingIndex): void {
    this.#index = index;
    this.#cursors.falling.fill(0);
    this.#cursors.rising.fill(0);
    for (const heap of this.#falling) heap.clear();
    for (const heap of this.#rising) heap.clear();
    this.#stamp.fill(0);
  }

  /** Accounts that are due before anything has happened. */
  get dueAtStart(): Uint32Array {
    return this.#index.dueAtStart;
  }

  /** Whether a price of `asset` would pass anybody while no account has been touched yet. */
  wouldPass(asset: number, price: number): boolean {
    const { falling, rising } = this.#index;
    const highest = falling[asset]?.keys[0];
    const lowest = rising[asset]?.keys[0];
    return (highest !== undefined && price < highest) || (lowest !== undefined && price > lowest);
  }

  /**
   * The next account that a price of `asset` at `price` could make due, as a slot, or −1. Whoever finds it due must `forget`
   * it, or its entries under other assets hand it out again; a healthy one is watched again.
   */
  passed(asset: number, price: number): number {
    const down = this.#passedIn(this.#index.falling[asset] as CrossingColumn, this.#cursors.falling, asset, price, -1);
    if (down >= 0) return down;
    const up = this.#passedIn(this.#index.rising[asset] as CrossingColumn, this.#cursors.rising, asset, price, 1);
    if (up >= 0) return up;
    const fallen = this.#popped(this.#falling[asset] as PriceHeap, price, -1);
    return fallen >= 0 ? fallen : this.#popped(this.#rising[asset] as PriceHeap, price, 1);
  }

  /** Watches a healthy slot from the present prices on. */
  watch(slot: number, prices: ArrayLike<number>): void {
    const stamp = this.forget(slot);
    const up = this.#margin.growthUntilDue(slot, prices);
    if (up === Number.POSITIVE_INFINITY) return;
    const accounts = this.#accounts;
    for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
      const asset = accounts.collateralAsset(slot, entry);
      if (!this.#moving[asset] || accounts.collateral(slot, entry) === 0) continue;
      this.#falling[asset]?.push((prices[asset] as number) / up, slot, stamp);
    }
    for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
      const asset = accounts.debtAsset(slot, entry);
      if (!this.#moving[asset] || accounts.debt(slot, entry) === 0) continue;
      this.#rising[asset]?.push((prices[asset] as number) * up, slot, stamp);
    }
  }

  /** Makes every entry of a slot stale; returns the stamp that a new entry must carry. */
  forget(slot: number): number {
    while (slot >= this.#stamp.length) this.#stamp = doubled(this.#stamp, 0);
    const stamp = (this.#stamp[slot] as number) + 1;
    this.#stamp[slot] = stamp;
    return stamp;
  }

  #passedIn(column: CrossingColumn, cursors: Int32Array, asset: number, price: number, sign: 1 | -1): number {
    const { keys, accounts } = column;
    let cursor = cursors[asset] as number;
    let found = -1;
    while (cursor < keys.length && sign * (price - (keys[cursor] as number)) > 0) {
      const account = accounts[cursor++] as number;
      // A touched account is watched through the heaps: its entry here speaks of holdings it no longer has.
      if ((this.#accounts.slotOf[account] as number) >= 0) continue;
      found = this.#accounts.touch(account);
      break;
    }
    cursors[asset] = cursor;
    return found;
  }

  #popped(heap: PriceHeap, price: number, sign: 1 | -1): number {
    while (sign * (price - heap.top) > 0) {
      const slot = heap.topSlot;
      const current = heap.topStamp === this.#stamp[slot];
      heap.pop();
      if (current) return slot;
    }
    return -1;
  }
}
