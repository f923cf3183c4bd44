/**
 * Which due accounts a price move makes healthy again: those with one moving asset wait in a heap at their crossing price,
 * so that a landing touches only the ones it heals; the few with several are looked at on every landing.
 */

import { doubled } from '../book/accounts.ts';
import type { Crossing, Margin } from '../book/margin.ts';
import { PriceHeap } from '../book/price-heap.ts';

export class Healing {
  readonly #margin: Margin;
  readonly #crossing: Crossing = { asset: -1, slope: 0, steady: 0 };
  /** By asset: accounts healed by a rise, and by a fall. */
  readonly #byRise: readonly PriceHeap[];
  readonly #byFall: readonly PriceHeap[];
  readonly #several: number[] = [];
  readonly #severalStamps: number[] = [];
  #stamp = new Int32Array(256);

  constructor(margin: Margin, assets: number) {
    this.#margin = margin;
    this.#byRise = Array.from({ length: assets }, () => new PriceHeap('lowest'));
    this.#byFall = Array.from({ length: assets }, () => new PriceHeap('highest'));
  }

  clear(): void {
    for (const heap of this.#byRise) heap.clear();
    for (const heap of this.#byFall) heap.clear();
    this.#several.length = 0;
    this.#severalStamps.length = 0;
    this.#stamp.fill(0);
  }

  /** Waits for a due account to heal; forgets what was waited for before. */
  await(slot: number, prices: ArrayLike<number>): void {
    const stamp = this.forget(slot);
    const crossing = this.#crossing;
    this.#margin.crossing(slot, prices, crossing);
    const price = -crossing.steady / crossing.slope;
    if (crossing.asset < 0 || !Number.isFinite(price)) {
      this.#several.push(slot);
      this.#severalStamps.push(stamp);
    } else if (crossing.slope > 0) this.#byRise[crossing.asset]?.push(price, slot, stamp);
    else this.#byFall[crossing.asset]?.push(price, slot, stamp);
  }

  /** Makes what was waited for stale; returns the slot's new stamp. */
  forget(slot: number): number {
    while (slot >= this.#stamp.length) this.#stamp = doubled(this.#stamp, 0);
    const stamp = (this.#stamp[slot] as number) + 1;
    this.#stamp[slot] = stamp;
    return stamp;
  }

  /** Appends to `into` the due accounts that the prices may have healed; each is waited for again only if asked. */
  candidates(prices: ArrayLike<number>, into: number[]): void {
    for (let asset = 0; asset < this.#byRise.length; asset++) {
      const price = prices[asset] as number;
      this.#pop(this.#byRise[asset] as PriceHeap, into, (top) => price >= top);
      this.#pop(this.#byFall[asset] as PriceHeap, into, (top) => price <= top);
    }
    let kept = 0;
    for (let i = 0; i < this.#several.length; i++) {
      const slot = this.#several[i] as number;
      if (this.#severalStamps[i] !== this.#stamp[slot]) continue;
      into.push(slot);
      this.#several[kept] = slot;
      this.#severalStamps[kept++] = this.#stamp[slot] as number;
    }
    this.#several.length = kept;
    this.#severalStamps.length = kept;
  }

  #pop(heap: PriceHeap, into: number[], reached: (top: number) => boolean): void {
    while (heap.size > 0 && reached(heap.top)) {
      const slot = heap.topSlot;
      if (heap.topStamp === this.#stamp[slot]) {
        into.push(slot);
        // Until it is known to be healthy it stays among those looked at every time.
        this.#several.push(slot);
        this.#severalStamps.push(heap.topStamp);
      }
      heap.pop();
    }
  }
}
