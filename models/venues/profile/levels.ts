/** The bids of an order book: so many units at each offset below the middle. */
import type { Profile } from './profile.ts';

export interface Level {
  /** Fraction below the middle. */
  readonly offset: number;
  /** Base units. */
  readonly size: number;
}

export class LevelsProfile implements Profile {
  /** By level, best first: its price, and units and proceeds up to its end. */
  readonly #price: Float64Array;
  readonly #units: Float64Array;
  readonly #paid: Float64Array;
  readonly end: number;

  /** @param levels best first */
  constructor(levels: readonly Level[]) {
    this.#price = Float64Array.from(levels, ({ offset }) => 1 - offset);
    this.#units = new Float64Array(levels.length);
    this.#paid = new Float64Array(levels.length);
    let units = 0;
    let paid = 0;
    levels.forEach(({ offset, size }, k) => {
      units += size;
      paid += size * (1 - offset);
      this.#units[k] = units;
      this.#paid[k] = paid;
    });
    this.end = units;
  }

  /** First level with something left at a position; their number when there is none. */
  #levelAt(ends: Float64Array, position: number): number {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  price(position: number): number {
    return position < this.end ? (this.#price[this.#levelAt(this.#units, position)] as number) : 0;
  }

  shown(position: number): number {
    const level = Math.min(this.#levelAt(this.#units, position), this.#price.length - 1);
    return this.#price[level] as number;
  }

  proceeds(position: number, quantity: number): number {
    if (!(position < this.end)) return 0;
    const first = this.#levelAt(this.#units, position);
    const price = this.#price[first] as number;
    const here = (this.#units[first] as number) - position;
    const last = Math.min(this.#levelAt(this.#units, position + quantity), this.#price.length - 1);
    if (last === first) return Math.min(quantity, here) * price;
    const to = Math.min(position + quantity, this.end);
    const between = (this.#paid[last - 1] as number) - (this.#paid[first] as number);
    return here * price + between + (to - (this.#units[last - 1] as number)) * (this.#price[last] as number);
  }

  until(price: number): number {
    let low = 0;
    let high = this.#price.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#price[middle] as number) > price) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : (this.#units[low - 1] as number);
  }

  quantityFor(position: number, proceeds: number): number {
    if (!(proceeds > 0)) return 0;
    if (!(position < this.end)) return Number.POSITIVE_INFINITY;
    const first = this.#levelAt(this.#units, position);
    const price = this.#price[first] as number;
    const here = (this.#units[first] as number) - position;
    if (proceeds <= here * price) return proceeds / price;
    const paid = (this.#paid[first] as number) - here * price + proceeds;
    const last = this.#levelAt(this.#paid, paid);
    if (last === this.#price.length) return this.#isAll(paid) ? this.end - position : Number.POSITIVE_INFINITY;
    const before = this.#units[last - 1] as number;
    return before - position + (paid - (this.#paid[last - 1] as number)) / (this.#price[last] as number);
  }

  /** Whether an amount is just what all levels pay, but for rounding. */
  #isAll(paid: number): boolean {
    return paid <= (this.#paid.at(-1) as number) * (1 + 4 * Number.EPSILON);
  }

  relaxed(position: number, left: number): number {
    return position * left;
  }
}
