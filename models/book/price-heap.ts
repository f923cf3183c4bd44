/** A binary heap of (price, slot) pairs, highest or lowest price first; equal prices by slot. No allocation per entry. */
import { doubled } from './accounts.ts';

export class PriceHeap {
  /** 1 keeps the lowest price on top, −1 the highest. */
  readonly #sign: 1 | -1;
  #keys = new Float64Array(64);
  #slots = new Int32Array(64);
  #stamps = new Int32Array(64);
  size = 0;

  constructor(first: 'lowest' | 'highest') {
    this.#sign = first === 'lowest' ? 1 : -1;
  }

  clear(): void {
    this.size = 0;
  }

  /** Price on top; ±Infinity (never passed) when empty. */
  get top(): number {
    return this.size > 0 ? (this.#keys[0] as number) : this.#sign * Number.POSITIVE_INFINITY;
  }

  get topSlot(): number {
    return this.#slots[0] as number;
  }

  get topStamp(): number {
    return this.#stamps[0] as number;
  }

  push(key: number, slot: number, stamp: number): void {
    if (this.size === this.#keys.length) {
      this.#keys = doubled(this.#keys, 0);
      this.#slots = doubled(this.#slots, 0);
      this.#stamps = doubled(this.#stamps, 0);
    }
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(key, slot, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, key, slot, stamp);
  }

  pop(): void {
    const last = --this.size;
    if (last <= 0) return;
    const key = this.#keys[last] as number;
    const slot = this.#slots[last] as number;
    const stamp = this.#stamps[last] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (child + 1 < last && this.#before(this.#keys[child + 1] as number, this.#slots[child + 1] as number, child))
        child++;
      if (this.#before(key, slot, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, key, slot, stamp);
  }

  #before(key: number, slot: number, other: number): boolean {
    const difference = this.#sign * (key - (this.#keys[other] as number));
    return difference < 0 || (difference === 0 && slot < (this.#slots[other] as number));
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#keys[from] as number, this.#slots[from] as number, this.#stamps[from] as number);
  }

  #put(at: number, key: number, slot: number, stamp: number): void {
    this.#keys[at] = key;
    this.#slots[at] = slot;
    this.#stamps[at] = stamp;
  }
}
