/**
 * What theory says that arbitrageurs take from a pool: the yardsticks that the simulated arbitrageur is held against.
 *
 * σ is the volatility of the outside price per √unit of time, g = −ln(1 − fee) the width of the band around it within
 * which nobody trades, on either side, V the pool's value at the outside price. Constant product; the price is a
 * geometric Brownian motion without preferred direction (μ = σ²/2).
 *
 * Source: Milionis, Moallemi, Roughgarden, Zhang, "Automated Market Making and Loss-Versus-Rebalancing" (2022);
 * Milionis, Moallemi, Roughgarden, "Automated Market Making and Arbitrage Profits in the Presence of Fees" (2023);
 * for fixed blocks the linear approximation of the 2024-25 work on discrete blocks, with the band's full width.
 */

/** Loss against rebalancing without fees, watched without pause, per unit of time and of pool value: σ²/8. */
export function lossVersusRebalancing(volatility: number): number {
  return (volatility * volatility) / 8;
}

/** Share of blocks in which there is something to arbitrage, blocks a Poisson process: 1/(1 + √(2/Δt) g/σ). */
export function arbitrageProbability(volatility: number, logFee: number, meanBlock: number): number {
  return 1 / (1 + (Math.sqrt(2 / meanBlock) * logFee) / volatility);
}

/**
 * Arbitrageurs' gain per unit of time and of pool value, blocks a Poisson process of mean spacing Δt:
 * σ²/8 · P(trade) · cosh(g/2)/(1 − σ²Δt/8).
 *
 * @throws RangeError when σ²Δt is 8 or more: the gain has no mean
 */
export function arbitrageProfitRate(volatility: number, logFee: number, meanBlock: number): number {
  const perBlock = lossVersusRebalancing(volatility) * meanBlock;
  if (!(perBlock < 1)) {
    throw new RangeError(`σ²Δt must be below 8 for the gain to have a mean, got ${8 * perBlock}: take shorter blocks`);
  }
  const cosh = (Math.exp(logFee / 2) + Math.exp(-logFee / 2)) / 2;
  const probability = arbitrageProbability(volatility, logFee, meanBlock);
  return (lossVersusRebalancing(volatility) * probability * cosh) / (1 - perBlock);
}

/**
 * Arbitrageurs' gain per block of fixed length and per unit of liquidity (a quarter of the value of a constant-product
 * pool): σ_b²/(2 + 1.7164 · γ/σ_b), σ_b the volatility over one block, γ the full width 2g of the band without trades.
 */
export function arbitrageProfitPerFixedBlock(blockVolatility: number, band: number): number {
  return (blockVolatility * blockVolatility) / (2 + (1.7164 * band) / blockVolatility);
}
