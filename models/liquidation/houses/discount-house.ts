/**
 * The prices of an increasing-discount auction house, and what a bid buys.
 *
 *   price  = base / system coin · multiplier
 *   base   = delayed feed, or the median kept within [lower, 2 − upper] · delayed feed where there is one
 *   bought = ⌊bid / price⌋, at most what is for sale; a bid is cut to what is still to be raised
 *
 * Source: Reflexer GEB, `IncreasingDiscountCollateralAuctionHouse` (geb @ 1a59f16).
 */
import { clamp } from '../../../sim/math.ts';
import type { Fraction } from '../../../sim/units.ts';
import type { Rounding } from '../whole-units.ts';

export interface MedianBounds {
  /** Least median over the delayed feed, e.g. 0.9. */
  readonly lower: Fraction;
  /** 2 − the largest median over the delayed feed, e.g. 0.95 for 1.05. */
  readonly upper: Fraction;
}

/** Price of the collateral that an auction starts from. @param median 0 where there is none */
export function collateralBase(delayed: number, median: number, { lower, upper }: MedianBounds): number {
  return median === 0 ? delayed : clamp(median, delayed * lower, delayed * (2 - upper));
}

/**
 * How far the system coin's market price may lie from its redemption price: a bound whose deviation is smaller than the least
 * that matters counts for nothing.
 *
 * @param deviation of the bound: floor = redemption · deviation, ceiling = redemption · (2 − deviation)
 * @param least of a deviation that matters, in the same form
 */
export function systemCoinBound(
  side: 'floor' | 'ceiling',
  redemption: number,
  deviation: Fraction,
  least: Fraction,
): number {
  if (deviation > least) return redemption;
  return redemption * (side === 'floor' ? deviation : 2 - deviation);
}

/** An auction that is sold piece by piece. */
export class DiscountedLot {
  units: number;
  raise: number;
  readonly #rounding: Rounding;

  constructor(units: number, raise: number, rounding: Rounding) {
    this.units = units;
    this.raise = raise;
    this.#rounding = rounding;
  }

  get isOver(): boolean {
    return this.units <= 0 || this.raise <= 0;
  }

  /** Units bought for up to `bid` at a price. @throws RangeError when it is over */
  buy(bid: number, price: number): number {
    if (this.isOver) throw new RangeError('the auction is over');
    const paid = Math.min(bid, this.raise);
    const bought = Math.min(this.units, this.#rounding.down(paid / price));
    this.units -= bought;
    this.raise -= paid;
    return bought;
  }
}
