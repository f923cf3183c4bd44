/**
 * Which due accounts a price move makes healthy again: those with one moving asset wait in a heap at their crossing price,
 * so that a landing touches only the ones it heals; the few with several are looked at on every landing.
 */

import { doubled } from '../book/accounts.ts';
import type { Crossing, Margin } from '../book/margin.ts';
import { PriceHeap } from '../book/price-heap.ts';

export class Healing {
  private readonly margin: Margin;
  private readonly crossing: Crossing = { asset: -1, slope: 0, steady: 0 };
  /** By asset: accounts healed by a rise, and by a fall. */
  private readonly byRise: readonly PriceHeap[];
  private readonly byFall: readonly PriceHeap[];
  private several = new Int32Array(64);
  private severalStamps = new Int32Array(64);
  private severalCount = 0;
  /** Waited for since the last landing. */
  private fresh = new Int32Array(64);
  private freshStamps = new Int32Array(64);
  private freshCount = 0;
  /** What `candidates` found. */
  found = new Int32Array(64);
  private foundCount = 0;
  private stamp = new Int32Array(256);
  /** By slot: 1 while it is waited for; and how many are. */
  private isWaiting = new Int8Array(256);
  private waiting = 0;

  constructor(margin: Margin, assets: number) {
    this.margin = margin;
    this.byRise = Array.from({ length: assets }, () => new PriceHeap('lowest'));
    this.byFall = Array.from({ length: assets }, () => new PriceHeap('highest'));
  }

  clear(): void {
    this.clearStale();
    this.stamp.fill(0);
    this.isWaiting.fill(0);
    this.waiting = 0;
  }

  private clearStale(): void {
    for (const heap of this.byRise) heap.clear();
    for (const heap of this.byFall) heap.clear();
    this.severalCount = 0;
    this.freshCount = 0;
  }

  /** Waits for a due account to heal; forgets what was waited for before. */
  await(slot: number): void {
    if (this.waiting === 0) this.clearStale();
    const stamp = this.forget(slot);
    this.isWaiting[slot] = 1;
    this.waiting++;
    if (this.freshCount === this.fresh.length) {
      this.fresh = doubled(this.fresh, 0);
      this.freshStamps = doubled(this.freshStamps, 0);
    }
    this.fresh[this.freshCount] = slot;
    this.freshStamps[this.freshCount++] = stamp;
  }

  /** Puts those waited for since the last landing where they belong. Most were closed before: they never get there. */
  private placeFresh(prices: ArrayLike<number>): void {
    for (let i = 0; i < this.freshCount; i++) {
      const slot = this.fresh[i] as number;
      const stamp = this.freshStamps[i] as number;
      if (stamp === this.stamp[slot]) this.place(slot, stamp, prices);
    }
    this.freshCount = 0;
  }

  private place(slot: number, stamp: number, prices: ArrayLike<number>): void {
    const crossing = this.crossing;
    this.margin.crossing(slot, prices, crossing);
    const price = -crossing.steady / crossing.slope;
    if (crossing.asset < 0 || !Number.isFinite(price)) {
      this.lookEveryTime(slot, stamp);
    } else if (crossing.slope > 0) this.byRise[crossing.asset]?.push(price, slot, stamp);
    else this.byFall[crossing.asset]?.push(price, slot, stamp);
  }

  /** Makes what was waited for stale; returns the slot's new stamp. */
  forget(slot: number): number {
    while (slot >= this.stamp.length) {
      this.stamp = doubled(this.stamp, 0);
      this.isWaiting = doubled(this.isWaiting, 0);
    }
    this.waiting -= this.isWaiting[slot] as number;
    this.isWaiting[slot] = 0;
    const stamp = (this.stamp[slot] as number) + 1;
    this.stamp[slot] = stamp;
    return stamp;
  }

  /**
   * Puts into `found` the due accounts that the prices may have healed, and returns how many. Until one is known to be
   * healthy, and forgotten, it is found every time.
   */
  candidates(prices: ArrayLike<number>): number {
    this.foundCount = 0;
    // All entries are stale where nobody is waited for.
    if (this.waiting === 0) return 0;
    this.placeFresh(prices);
    for (let asset = 0; asset < this.byRise.length; asset++) {
      const price = prices[asset] as number;
      this.pop(this.byRise[asset] as PriceHeap, price, 1);
      this.pop(this.byFall[asset] as PriceHeap, price, -1);
    }
    let kept = 0;
    for (let i = 0; i < this.severalCount; i++) {
      const slot = this.several[i] as number;
      const stamp = this.severalStamps[i] as number;
      if (stamp !== this.stamp[slot]) continue;
      if (this.foundCount === this.found.length) this.found = doubled(this.found, 0);
      this.found[this.foundCount++] = slot;
      this.several[kept] = slot;
      this.severalStamps[kept++] = stamp;
    }
    this.severalCount = kept;
    return this.foundCount;
  }

  /** Moves the accounts whose price has been reached to those looked at every time. */
  private pop(heap: PriceHeap, price: number, sign: 1 | -1): void {
    while (heap.size > 0 && sign * (price - heap.top) >= 0) {
      if (heap.topStamp === this.stamp[heap.topSlot]) this.lookEveryTime(heap.topSlot, heap.topStamp);
      heap.pop();
    }
  }

  private lookEveryTime(slot: number, stamp: number): void {
    if (this.severalCount === this.several.length) {
      this.several = doubled(this.several, 0);
      this.severalStamps = doubled(this.severalStamps, 0);
    }
    this.several[this.severalCount] = slot;
    this.severalStamps[this.severalCount++] = stamp;
  }
}
