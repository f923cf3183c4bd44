/**
 * What a weighted pool pays (Balancer): reserves B, weights w, and B_i^w_i · B_o^w_o kept.
 *
 *   out = B_o · (1 − (B_i / (B_i + x))^(w_i/w_o)),      in = B_i · ((B_o / (B_o − y))^(w_o/w_i) − 1)
 *
 * x and y are amounts net of the fee, which is taken off the input. Powers are made by expm1 and log1p, so that the payout
 * of a small amount keeps its digits.
 *
 * Source: Martinelli and Mushegian, Balancer (2019); Balancer's weighted math.
 */

/** @param ratio weight of what comes in over weight of what goes out @param amountIn after fee, 0 or more */
export function weightedOut(balanceIn: number, balanceOut: number, ratio: number, amountIn: number): number {
  return -balanceOut * Math.expm1(-ratio * Math.log1p(amountIn / balanceIn));
}

/** What the payout leaves: B_o · (B_i / (B_i + x))^(w_i/w_o). */
export function weightedLeft(balanceIn: number, balanceOut: number, ratio: number, amountIn: number): number {
  return balanceOut * Math.exp(-ratio * Math.log1p(amountIn / balanceIn));
}

/**
 * Input before fee that brings `amountOut`.
 *
 * @throws RangeError when the pool does not hold that much
 */
export function weightedIn(balanceIn: number, balanceOut: number, ratio: number, amountOut: number): number {
  if (!(amountOut < balanceOut)) throw new RangeError(`the pool holds ${balanceOut} and cannot pay ${amountOut}`);
  return balanceIn * Math.expm1(-Math.log1p(-amountOut / balanceOut) / ratio);
}

/** Price before fee: out per in for the next bit. */
export function weightedPrice(balanceIn: number, balanceOut: number, ratio: number): number {
  return (balanceOut / balanceIn) * ratio;
}

/** Input after fee at which the price before fee has fallen from `price` to `target`: B_i · ((price/target)^(w_o/(w_i + w_o)) − 1). */
export function weightedInputToPrice(balanceIn: number, ratio: number, price: number, target: number): number {
  return balanceIn * Math.expm1(Math.log(price / target) / (1 + ratio));
}
