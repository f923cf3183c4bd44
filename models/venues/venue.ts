/** The interface of a place where collateral is sold. */
import type { Fraction, Millis } from '../../sim/units.ts';
import type { Tape } from '../tape/tape.ts';

/** What do I get for a quantity, and what is the price after? Quantities in base units, money in units of the quote asset. */
export interface Venue {
  readonly base: number;
  readonly quote: number;
  /** How much of this venue's displacement the oracle's sources see, a fraction. */
  readonly oracleWeight: Fraction;
  reset(): void;
  /** Starts a reaction on a path, after `reset`; only a venue whose depth remembers needs it. */
  begin?(tape: Tape): void;
  /**
   * Moves the venue to an instant: arbitrage has had time to act, depth follows volatility. Must be called before any
   * question; times never fall within one reaction.
   *
   * @param outside price of base in quote units on the tape
   * @param range ln(high/low) of the last full window
   */
  settle(time: Millis, outside: number, range: number): void;
  /** Marginal price for a sale of nothing, fee included: quote units per base unit. */
  bid(): number;
  /** What `bid` would be at a later time and outside price if nobody trades until then. */
  bidAt(time: Millis, outside: number): number;
  /** Proceeds of selling `quantity` now, without doing it. */
  proceeds(quantity: number): number;
  /** Sells and returns the proceeds. */
  sell(quantity: number): number;
  /** Buys base with an amount of quote and returns what it brought; only a venue that can be bought from has it. */
  spend?(amount: number): number;
  /** Share of the last sale's cost that was fee, in quote units. */
  readonly lastFee: number;
  /** Quantity whose sale brings `amount`; Infinity when no quantity does. */
  quantityFor(amount: number): number;
  /** Quantity that maximises proceeds − unitCost × quantity; 0 when none gains. */
  bestQuantity(unitCost: number): number;
  /** Price relative to outside, minus one, at a time ≥ the last `settle` if nobody trades; its size never grows meanwhile. */
  displacement(time: Millis): number;
  /** Flows caused by arbitrage and withdrawal since last asked: base and quote that left to the outside market (may be negative). */
  takeFlows(into: { base: number; quote: number }): void;
  /** What the venue holds more than at the start. */
  change(into: { base: number; quote: number }): void;
  /** What the venue holds now. */
  reserves(into: { base: number; quote: number }): void;
}
