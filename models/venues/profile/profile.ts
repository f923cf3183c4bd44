/** How a market's price falls with what it has been sold, in units of the outside price: no time, no fee. */

/**
 * Positions are what the market has bought and not yet digested, in base units at full depth; they are 0 at rest. Proceeds are in units of
 * base valued at the outside price.
 */
export interface Profile {
  /** Price of the next bit at a position, 1 being the outside price; never rising; 0 where nobody buys. */
  price(position: number): number;
  /** What the market shows as its price there, even when all of it is bought up. */
  shown(position: number): number;
  /** Proceeds of `quantity` sold from a position on. */
  proceeds(position: number, quantity: number): number;
  /** Position up to which the price is above `price`. */
  until(price: number): number;
  /** Quantity from a position on that brings `proceeds`; Infinity when none does. */
  quantityFor(position: number, proceeds: number): number;
  /** Position at which nobody buys any more. */
  readonly end: number;
  /** Position that is left when the share `left` of what the price has lost, or the market has bought, has not come back. */
  relaxed(position: number, left: number): number;
}

/** A profile whose price falls by e^−fall, of which a part may stay for good. */
export interface ImpactProfile extends Profile {
  fall(position: number): number;
  /** The inverse of `fall`. */
  positionAt(fall: number): number;
}
