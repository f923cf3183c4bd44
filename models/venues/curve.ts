/**
 * A pool as a curve, without time: what it pays, and what moving its price takes. How its price comes back to the
 * outside market is a recovery (`models/venues/recovery/`), which makes a venue of it.
 */

import type { Millis } from '../../sim/units.ts';
import type { Tape } from '../tape/tape.ts';

/** Amounts of the base asset in its units, money in units of the quote asset. */
export interface Curve {
  reset(): void;
  /** Starts a reaction on a path, after `reset`; only a curve that moves with the tape needs it. */
  begin?(tape: Tape): void;
  /** The pool's price before fee, quote per base. */
  price(): number;
  /** What the next bit of base would bring per unit, fee included; 0 when the pool can buy no more. */
  bid(): number;
  /** What `bid` would be with the pool at a price, at a time. */
  bidAt(price: number, time: Millis): number;
  /** Proceeds of selling `quantity`, without doing it. */
  proceeds(quantity: number): number;
  sell(quantity: number): number;
  /** Buys base with an amount of quote, fee included; left out where it cannot be bought from. */
  spend?(amount: number): number;
  /** Part of the last sale's cost that was fee, in quote units. */
  readonly lastFee: number;
  /** Quantity whose sale brings `amount`; Infinity when none does. */
  quantityFor(amount: number): number;
  /** Quantity that maximises proceeds − unitCost · quantity; 0 when none gains. */
  bestQuantity(unitCost: number): number;
  /** Puts the pool at a price with a share of its depth; what that takes or sets free passes between it and the market. */
  follow(price: number, share: number, time: Millis): void;
  /**
   * Lets an arbitrageur trade to where the next unit no longer pays, if that gains more than `cost` against `outside`.
   *
   * @returns what it gained before `cost`, in quote units at the outside price; 0 when it did not trade
   */
  arbitrage(outside: number, cost: number): number;
  /** Writes the whole state into at most 16 doubles; `load` takes it back. */
  save(into: Float64Array): void;
  load(from: Float64Array): void;
  takeFlows(into: { base: number; quote: number }): void;
  change(into: { base: number; quote: number }): void;
  reserves(into: { base: number; quote: number }): void;
}
