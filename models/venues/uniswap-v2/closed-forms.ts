/**
 * What a constant-product pool x · y = k with a fee on the input pays, in closed form. γ = 1 − fee throughout; x is the
 * reserve that a trade adds to, y the reserve that it takes from. Amounts are in units of their asset, prices in y per x.
 */

/** Proceeds of selling `quantity` into reserves x (base), y (quote): y γ q / (x + γ q). */
export function constantProductProceeds(x: number, y: number, quantity: number, fee: number): number {
  const input = (1 - fee) * quantity;
  return (y * input) / (x + input);
}

/** Quantity whose sale brings `amount`: x a / ((y − a) γ); Infinity from a = y on. */
export function constantProductInput(x: number, y: number, amount: number, fee: number): number {
  return amount < y ? (x * amount) / ((y - amount) * (1 - fee)) : Number.POSITIVE_INFINITY;
}

/**
 * Quantity that maximises proceeds − unitCost · q: (√(x y γ / unitCost) − x)/γ, or 0 where that is negative. Of a
 * liquidator who gets the base at `unitCost`, and of an arbitrageur who buys it outside at that price.
 */
export function constantProductBest(x: number, y: number, unitCost: number, fee: number): number {
  const gamma = 1 - fee;
  if (unitCost <= 0) return Number.POSITIVE_INFINITY;
  return Math.max(0, (Math.sqrt((x * y * gamma) / unitCost) - x) / gamma);
}

/**
 * Largest quantity whose sale still covers `unitCost` per unit: (y γ / unitCost − x)/γ, or 0 where that is negative.
 * At a bonus b and a pool at the fair price unitCost = (y/x)/(1 + b), so that it is x (γ (1 + b) − 1)/γ.
 */
export function constantProductCapacity(x: number, y: number, unitCost: number, fee: number): number {
  const gamma = 1 - fee;
  if (unitCost <= 0) return Number.POSITIVE_INFINITY;
  return Math.max(0, ((y * gamma) / unitCost - x) / gamma);
}

/** What providing liquidity lost against holding when the price is `ratio` times what it was: 2 √r/(1 + r) − 1. */
export function impermanentLoss(ratio: number): number {
  return (2 * Math.sqrt(ratio)) / (1 + ratio) - 1;
}
