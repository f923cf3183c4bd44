/** The price of an asset that the protocol has fixed in terms of another. */

/** `reference` × `ratio`, rounded down to a step of `unit` (0: no rounding). */
export function fixedPrice(reference: number, ratio: number, unit: number): number {
  const price = reference * ratio;
  return unit === 0 ? price : Math.floor(price / unit) * unit;
}
