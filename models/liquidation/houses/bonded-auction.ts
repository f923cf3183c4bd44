/**
 * Money of whoever starts an auction with a bond, and what a pool's reserves may pay out.
 *
 *   reward = bondFactor · clamp((NP − price)/(NP − TP), −1, 1)      TP < NP
 *          = bondFactor · sign(NP − price)                         otherwise
 *
 * NP: price at which whoever started it gains nothing; TP: debt over collateral of the account; price: what a taker pays. A
 * positive share of what is repaid goes to whoever started it, a negative one is taken from the bond. Source: Ajna,
 * `PoolHelper.sol` (ajna-core @ 0f59e78).
 */
import { clamp } from '../../../sim/math.ts';
import type { Fraction } from '../../../sim/units.ts';

/** Share of a repayment that the starter of the auction gains (above 0) or loses (below 0). */
export function bondReward(bondFactor: Fraction, neutral: number, debtToCollateral: number, price: number): number {
  const gain = neutral - price;
  if (debtToCollateral >= neutral) return bondFactor * Math.sign(gain);
  return bondFactor * clamp(gain / (neutral - debtToCollateral), -1, 1);
}

/** Bond over debt: a tenth of how far the neutral price lies above the account's, within 0.5 % and 3 %. */
export function bondFactor(neutralOverThreshold: number): Fraction {
  return clamp((neutralOverThreshold - 1) / 10, 0.005, 0.03);
}

/** Share of the price that a borrower is credited for a unit taken: 1 − (5·bondFactor − reward)/4. */
export function creditedShare(factor: Fraction, reward: number): Fraction {
  return 1 - (5 * factor - reward) / 4;
}

export interface PoolBalance {
  readonly debt: number;
  /** Deposits of lenders. */
  readonly deposits: number;
  readonly bonds: number;
  /** Sold in reserve auctions already and not yet paid out. */
  readonly unclaimed: number;
  /** Money held. */
  readonly cash: number;
  /** Deposits count for this much, e.g. 1.000000001. */
  readonly depositBuffer: number;
}

/** Reserves that may be auctioned: what is owned beyond all claims, at most the cash that is nobody's. */
export function claimableReserves(p: PoolBalance): number {
  const promised = p.bonds + p.unclaimed;
  const owned = p.debt + p.cash - (p.deposits * p.depositBuffer + promised);
  return Math.max(0, Math.min(owned, p.cash - promised));
}
