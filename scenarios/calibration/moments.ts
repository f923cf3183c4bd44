/** Moments of returns, and the worst falls within windows: what a fit is held against. */

export interface Moments {
  readonly mean: number;
  /** Divisor n. */
  readonly deviation: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
  /** Correlation of the size of a return with the size of the next. */
  readonly clustering: number;
}

export function momentsOf(returns: Float64Array): Moments {
  const n = returns.length;
  let sum = 0;
  let sizes = 0;
  for (let i = 0; i < n; i++) {
    sum += returns[i];
    sizes += Math.abs(returns[i]);
  }
  const mean = sum / n;
  const size = sizes / n;
  let [second, third, fourth, spread, together, before] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const d = returns[i] - mean;
    const square = d * d;
    second += square;
    third += square * d;
    fourth += square * square;
    const here = Math.abs(returns[i]) - size;
    spread += here * here;
    if (i > 0) together += here * before;
    before = here;
  }
  const variance = second / n;
  return {
    mean,
    deviation: Math.sqrt(variance),
    skewness: third / n / (variance * Math.sqrt(variance)),
    excessKurtosis: fourth / n / (variance * variance) - 3,
    clustering: spread > 0 ? together / spread : 0,
  };
}

/** Prices from 1 on, as the returns make them. */
export function pricesOf(returns: Float64Array): Float64Array {
  const prices = new Float64Array(returns.length + 1);
  let log = 0;
  prices[0] = 1;
  for (let i = 0; i < returns.length; i++) {
    log += returns[i];
    prices[i + 1] = Math.exp(log);
  }
  return prices;
}

/** Finds worst falls; keeps its memory from call to call. */
export class FallFinder {
  #forward = new Float64Array(0);
  #backward = new Float64Array(0);

  /**
   * The worst fall from a high to a later low that lie at most `steps` apart, as a share of the high; 0 when it never falls.
   *
   * The highest price of every window comes from two running maxima over blocks of the window's length (van Herk, Gil and
   * Werman), in three comparisons a price.
   */
  worst(prices: Float64Array, steps: number): number {
    const count = prices.length;
    const window = Math.min(steps, count - 1) + 1;
    if (this.#forward.length < count) {
      this.#forward = new Float64Array(count);
      this.#backward = new Float64Array(count);
    }
    const [forward, backward] = [this.#forward, this.#backward];
    for (let from = 0; from < count; from += window) {
      const end = Math.min(from + window, count);
      let high = 0;
      for (let i = from; i < end; i++) forward[i] = high = prices[i] > high ? prices[i] : high;
      high = 0;
      for (let i = end - 1; i >= from; i--) backward[i] = high = prices[i] > high ? prices[i] : high;
    }
    let lowest = 1;
    for (let i = 0; i < count; i++) {
      const before = i < window ? 0 : backward[i - window + 1];
      const high = before > forward[i] ? before : forward[i];
      if (prices[i] < lowest * high) lowest = prices[i] / high;
    }
    return 1 - lowest;
  }
}
