/**
 * Time from breach to close, and its parts. A closing begins when the outside price makes an account due and ends when a
 * liquidation has made it healthy or closed it; an account that the market heals by itself is no closing.
 */
import type { Millis } from '../../sim/units.ts';
import { doubled } from '../book/accounts.ts';
import { ABSENT } from '../outcome.ts';

export class Closings {
  count = 0;
  /** Those that were not closed in the very block that made them due. */
  delayed = 0;
  #durations = new Float64Array(256);
  #oracle = 0;
  #detection = 0;
  #inclusion = 0;
  #execution = 0;

  reset(): void {
    this.count = 0;
    this.delayed = 0;
    this.#oracle = 0;
    this.#detection = 0;
    this.#inclusion = 0;
    this.#execution = 0;
  }

  /**
   * @param breach outside price crossed @param due the protocol's price landed @param seen first transaction sent
   * @param first first liquidation executed @param closed healthy or closed; all milliseconds, in this order
   */
  add(breach: Millis, due: Millis, seen: Millis, first: Millis, closed: Millis): void {
    if (this.count === this.#durations.length) this.#durations = doubled(this.#durations, 0);
    this.#durations[this.count++] = closed - breach;
    if (closed > due) this.delayed++;
    this.#oracle += due - breach;
    this.#detection += seen - due;
    this.#inclusion += first - seen;
    this.#execution += closed - first;
  }

  /** Nearest-rank quantile of the durations in seconds; absent when nothing was closed. */
  quantileSeconds(share: number): number {
    if (this.count === 0) return ABSENT;
    return smallest(this.#durations, this.count, Math.max(0, Math.ceil(share * this.count) - 1)) / 1000;
  }

  /** Means of the four parts, seconds. */
  partSeconds(part: 'oracle' | 'detection' | 'inclusion' | 'execution'): number {
    if (this.count === 0) return ABSENT;
    const sum = {
      oracle: this.#oracle,
      detection: this.#detection,
      inclusion: this.#inclusion,
      execution: this.#execution,
    };
    return sum[part] / this.count / 1000;
  }
}

/** The value at a rank (from 0) of the first `count`, by selection: it puts them in a partial order, and only two ranks are asked for. */
function smallest(values: Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] as number) < pivot) left++;
      while ((values[right] as number) > pivot) right--;
      if (left > right) break;
      const moved = values[left] as number;
      values[left++] = values[right] as number;
      values[right--] = moved;
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank] as number;
}
