/** A binary heap of (price, slot) pairs, highest or lowest price first; equal prices by slot. No allocation per entry. */
import { doubled } from './accounts.ts';

export class PriceHeap {
  /** 1 keeps the lowest price on top, −1 the highest. */
  private readonly sign: 1 | -1;
  /** Prices times the sign: the smallest is on top. */
  private keys = new Float64Array(64);
  private slots = new Int32Array(64);
  private stamps = new Int32Array(64);
  size = 0;

  constructor(first: 'lowest' | 'highest') {
    this.sign = first === 'lowest' ? 1 : -1;
  }

  clear(): void {
    this.size = 0;
  }

  /** Price on top; ±Infinity (never passed) when empty. */
  get top(): number {
    return this.sign * (this.size > 0 ? (this.keys[0] as number) : Number.POSITIVE_INFINITY);
  }

  get topSlot(): number {
    return this.slots[0] as number;
  }

  get topStamp(): number {
    return this.stamps[0] as number;
  }

  push(price: number, slot: number, stamp: number): void {
    if (this.size === this.keys.length) {
      this.keys = doubled(this.keys, 0);
      this.slots = doubled(this.slots, 0);
      this.stamps = doubled(this.stamps, 0);
    }
    const keys = this.keys;
    const slots = this.slots;
    const stamps = this.stamps;
    const key = this.sign * price;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = keys[parent] as number;
      if (other < key || (other === key && (slots[parent] as number) <= slot)) break;
      keys[at] = other;
      slots[at] = slots[parent] as number;
      stamps[at] = stamps[parent] as number;
      at = parent;
    }
    keys[at] = key;
    slots[at] = slot;
    stamps[at] = stamp;
  }

  pop(): void {
    const last = --this.size;
    if (last <= 0) return;
    const keys = this.keys;
    const slots = this.slots;
    const stamps = this.stamps;
    const key = keys[last] as number;
    const slot = slots[last] as number;
    const stamp = stamps[last] as number;
    let at = 0;
    for (let child = 1; child < last; child = 2 * at + 1) {
      const right = child + 1;
      let first = keys[child] as number;
      if (right < last) {
        const other = keys[right] as number;
        if (other < first || (other === first && (slots[right] as number) < (slots[child] as number))) {
          child = right;
          first = other;
        }
      }
      if (key < first || (key === first && slot < (slots[child] as number))) break;
      keys[at] = first;
      slots[at] = slots[child] as number;
      stamps[at] = stamps[child] as number;
      at = child;
    }
    keys[at] = key;
    slots[at] = slot;
    stamps[at] = stamp;
  }
}
