/**
 * Liquidity over price: boundaries in ascending order, and how much liquidity is active between each and the next.
 * Outside the outermost boundaries there is none; between two ranges there may be none either.
 */
import { rootAtTick } from './ticks.ts';

/** Liquidity L that is active from tick `lower` up to tick `upper`. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
  readonly liquidity: number;
}

export class LiquidityMap {
  /** Number of boundaries in use; the columns may be longer. */
  size = 0;
  #ticks = new Int32Array(0);
  #roots = new Float64Array(0);
  /** By segment, which begins at the boundary of its number. */
  #active = new Float64Array(0);
  /** Token 0 in all segments from a boundary up; token 1 in all below it. */
  #above = new Float64Array(0);
  #below = new Float64Array(0);

  /** Replaces everything by these ranges. Those of no liquidity count for nothing, but keep their boundaries. */
  rebuild(ranges: readonly Range[]): void {
    if (this.#ticks.length < 2 * ranges.length) this.#grow(2 * ranges.length);
    const ticks = this.#ticks;
    let count = 0;
    for (const { lower, upper } of ranges) {
      ticks[count++] = lower;
      ticks[count++] = upper;
    }
    ticks.subarray(0, count).sort((a, b) => a - b);
    this.size = 0;
    for (let i = 0; i < count; i++) {
      if (i === 0 || ticks[i] !== ticks[this.size - 1]) ticks[this.size++] = ticks[i] as number;
    }
    for (let i = 0; i < this.size; i++) {
      this.#roots[i] = rootAtTick(ticks[i] as number);
      this.#active[i] = 0;
    }
    // Each segment sums the ranges over it: adding and taking away at boundaries would leave the rounding of large ones.
    for (const { lower, upper, liquidity } of ranges) {
      for (let i = this.segmentAtTick(lower); (ticks[i] as number) < upper; i++) this.#active[i]! += liquidity;
    }
    this.#sum();
  }

  #grow(length: number): void {
    this.#ticks = new Int32Array(length);
    this.#roots = new Float64Array(length);
    this.#active = new Float64Array(length);
    this.#above = new Float64Array(length);
    this.#below = new Float64Array(length);
  }

  #sum(): void {
    const last = this.size - 1;
    let total = 0;
    for (let i = 0; i <= last; i++) {
      this.#below[i] = total;
      if (i < last) total += this.activeIn(i) * (this.rootOf(i + 1) - this.rootOf(i));
    }
    total = 0;
    for (let i = last; i >= 0; i--) {
      if (i < last) total += this.activeIn(i) * (1 / this.rootOf(i) - 1 / this.rootOf(i + 1));
      this.#above[i] = total;
    }
  }

  tickOf(boundary: number): number {
    return this.#ticks[boundary] as number;
  }

  rootOf(boundary: number): number {
    return this.#roots[boundary] as number;
  }

  /** Liquidity of a segment; −1 and `size − 1` are those outside of everything. */
  activeIn(segment: number): number {
    return segment < 0 || segment >= this.size - 1 ? 0 : (this.#active[segment] as number);
  }

  /** Last boundary at or below a tick; −1 when there is none. */
  segmentAtTick(tick: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ticks[middle] as number) <= tick) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Last boundary at or below a root price; −1 when there is none. */
  segmentAt(root: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#roots[middle] as number) <= root) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Token 0 that all ranges hold with the pool at a root price: Σ L (1/√P − 1/√upper). */
  amount0At(root: number): number {
    const segment = this.segmentAt(root);
    if (segment < 0) return this.size === 0 ? 0 : (this.#above[0] as number);
    if (segment >= this.size - 1) return 0;
    const above = this.#above[segment + 1] as number;
    return above + this.activeIn(segment) * (1 / root - 1 / this.rootOf(segment + 1));
  }

  /** Token 1 that all ranges hold with the pool at a root price: Σ L (√P − √lower). */
  amount1At(root: number): number {
    const segment = this.segmentAt(root);
    if (segment < 0) return 0;
    return (this.#below[segment] as number) + this.activeIn(segment) * (root - this.rootOf(segment));
  }
}
