/**
 * The running sum of a price over time, as a Uniswap v2 pair keeps it: Σ price · time. The difference of two readings
 * over the time between them is the arithmetic mean of the price.
 *
 * Source: Uniswap/v2-core, UniswapV2Pair `_update`.
 */
export class CumulativePrice {
  sum = 0;
  #price: number;
  #at: number;

  constructor(time: number, price: number) {
    this.#at = time;
    this.#price = price;
  }

  restart(time: number, price: number): void {
    this.sum = 0;
    this.#at = time;
    this.#price = price;
  }

  /** From `time` on the price is another one. */
  update(time: number, price: number): void {
    this.sum += this.#price * (time - this.#at);
    this.#at = time;
    this.#price = price;
  }

  /** The sum as it would be at a later time without a trade. */
  at(time: number): number {
    return this.sum + this.#price * (time - this.#at);
  }
}

/** @throws RangeError when no time has passed */
export function arithmeticMean(earlier: number, later: number, elapsed: number): number {
  if (!(elapsed > 0)) throw new RangeError(`a mean needs time between its readings, got ${elapsed}`);
  return (later - earlier) / elapsed;
}
