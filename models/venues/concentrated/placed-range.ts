/** A range of liquidity as a scenario places it, and how its provider behaves in stress. */
import type { Fraction } from '../../../sim/units.ts';
import type { Range } from './liquidity-map.ts';

export interface PlacedRange extends Range {
  /** How much of what the depth model withdraws this range takes part in: 0 stays whatever happens, 1 leaves with it. */
  readonly leaves: Fraction;
  /** Whether its provider moves it after the price, where the venue says that providers do. */
  readonly follows: boolean;
}

/** What a profile of liquidity is made for. */
export interface ProfileRequest {
  /** Outside price of base in quote at the start. */
  readonly startPrice: number;
  /** Ticks between which ranges may begin and end. */
  readonly tickSpacing: number;
}

/** Where a pool's liquidity lies at the start. */
export interface LiquidityProfile {
  /** @throws RangeError when the ranges cannot be placed */
  place(request: ProfileRequest): PlacedRange[];
}
