/**
 * The rules of a Dutch auction house, in money: how much of an account goes into an auction, what a taker may take, when an
 * auction must start anew, and what whoever starts it is paid. Amounts of debt in one unit of money, collateral in units.
 *
 * Source: MakerDAO Liquidations 2.0, `dog.sol` and `clip.sol`.
 */
import type { Fraction, Millis } from '../../../sim/units.ts';
import { REAL, type Rounding } from '../whole-units.ts';

export interface StartTerms {
  /** Money that may still be raised, in this collateral and in all: the smaller of the two. */
  readonly room: number;
  /** On top of the debt. */
  readonly penalty: Fraction;
  /** Debt below which no part may be left, and no part may be auctioned. */
  readonly dust: number;
}

/**
 * Debt of an account that goes into an auction: all of it, or the part that the room holds with its penalty. Where the rest
 * would be dust, everything goes, beyond the room if need be; where the part itself would be dust, nothing (0).
 */
export function debtToAuction(debt: number, terms: StartTerms, rounding: Rounding = REAL): number {
  if (terms.room <= 0) return 0;
  const part = Math.min(debt, rounding.down(terms.room / (1 + terms.penalty)));
  if (part >= debt) return debt;
  if (debt - part < terms.dust) return debt;
  return part >= terms.dust ? part : 0;
}

/** The least that a partial take may leave to be raised: dust · (1 + penalty). */
export function leastLeft(dust: number, penalty: Fraction): number {
  return dust * (1 + penalty);
}

/**
 * Collateral that a taker gets who wants `wanted` units at a price: cut to the lot, to what is still to be raised, and so
 * that at least `least` is left to raise. 0 where the auction is too small to be taken in part.
 */
export function slice(lot: number, raise: number, price: number, wanted: number, least: number): number {
  const units = Math.min(lot, wanted);
  const owed = units * price;
  if (owed >= raise) return raise / price;
  if (units >= lot || raise - owed >= least) return units;
  return raise > least ? (raise - least) / price : 0;
}

/** Whether an auction is too old, or its price has fallen too far: strictly beyond `tail`, strictly below `cusp`. */
export function needsReset(elapsed: Millis, share: Fraction, tail: Millis, cusp: Fraction): boolean {
  return elapsed > tail || share < cusp;
}

/** What a keeper is paid for starting an auction: tip + chip · (what it is to raise). */
export function startIncentive(raise: number, tip: number, chip: Fraction): number {
  return tip + chip * raise;
}

/** What a keeper is paid for starting it anew: the same, but nothing where little is to be raised or little is left to sell. */
export function resetIncentive(raise: number, lotWorth: number, least: number, tip: number, chip: Fraction): number {
  return raise >= least && lotWorth >= least ? startIncentive(raise, tip, chip) : 0;
}

/** Levels of the house's circuit breaker: from 1 no start, from 2 no reset, from 3 no take either. */
export const BREAKER = { noStart: 1, noReset: 2, noTake: 3 } as const;
