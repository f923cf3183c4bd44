/**
 * How much of a deficit a staked backstop covers when it is slashed.
 *
 *   to cover   = deficit − (offset + pending)          offset: deficit that is paid otherwise; pending: covered, not yet paid in
 *   to slash   = to cover · (1 + fee) · reserve price / stake price, at most stake − least left
 *   covered    = to cover, or slashed · stake price / reserve price / (1 + fee) where the stake was too small
 *
 * Source: Aave Umbrella (aave-dao/aave-umbrella @ 759147d).
 */
import type { Fraction } from '../../../sim/units.ts';
import type { Rounding } from '../whole-units.ts';

export interface SlashTerms {
  /** On top of what is covered. */
  readonly fee: Fraction;
  /** Stake that is never slashed. */
  readonly leastLeft: number;
  readonly stakePrice: number;
  readonly reservePrice: number;
}

export interface Slashed {
  covered: number;
  slashed: number;
}

/** @param toCover deficit in units of the reserve @param stake units staked @throws RangeError when there is nothing to cover */
export function slash(toCover: number, stake: number, terms: SlashTerms, rounding: Rounding): Slashed {
  if (!(toCover > 0)) throw new RangeError('there is no deficit to cover');
  const rate = terms.reservePrice / terms.stakePrice;
  const wanted = rounding.up(rounding.up(toCover * (1 + terms.fee)) * rate);
  const slashed = Math.min(wanted, Math.max(0, stake - terms.leastLeft));
  const covered = slashed >= wanted ? toCover : rounding.down(rounding.down(slashed / rate) / (1 + terms.fee));
  return { covered, slashed };
}
