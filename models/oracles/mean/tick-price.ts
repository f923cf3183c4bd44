/** Prices on the grid of Uniswap v3: tick i stands for 1.0001^i. */

const LOG_BASE = Math.log(1.0001);

/** The whole tick at or below a price. */
export function tickOfPrice(price: number): number {
  return Math.floor(Math.log(price) / LOG_BASE);
}

export function priceOfTick(tick: number): number {
  return Math.exp(tick * LOG_BASE);
}

/** Mean tick between two sums of ticks, rounded down as the periphery's OracleLibrary does. */
export function meanTick(earlier: number, later: number, seconds: number): number {
  return Math.floor((later - earlier) / seconds);
}
