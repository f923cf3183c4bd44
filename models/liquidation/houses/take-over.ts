/**
 * How much debt a liquidator may take over. It gets the collateral with it, sells a part of it at once, and its account must be healthy
 * afterwards by the rule for borrowers:
 *
 *   own + sold at once + borrowLtv · collateral kept ≥ debt taken over
 *
 * With nothing sold at once and a bonus β that is debt ≤ own / (1 − borrowLtv · (1 + β)), any debt where that is not above 0.
 * Source: Euler Vault Kit, `Liquidation.liquidate` (checks the account of the caller) and `LiquidityUtils.checkLiquidity` (at the LTV for
 * borrowing, one strictly above the other; here equal is enough, which is one unit of 1e-18 more).
 */
import type { Fraction, Usd } from '../../../sim/units.ts';

/** All that a liquidator would take over of an account if its own money were no matter. */
export interface TakeOver {
  debtUsd: Usd;
  /** Collateral that comes with it, at the protocol's price. */
  collateralUsd: Usd;
  /** The part of it that is sold at once, at the protocol's price, and what that brings. */
  soldCollateralUsd: Usd;
  soldUsd: Usd;
  /** LTV at which the collateral may be borrowed against. */
  borrowLtv: Fraction;
}

/** Share of it that the account of a liquidator can carry. @param ownUsd what its account has beyond what it needs, USD; below 0 is none */
export function backedShare(one: TakeOver, ownUsd: Usd): Fraction {
  const needed = one.debtUsd - one.borrowLtv * one.collateralUsd;
  if (needed <= 0) return 1;
  const sale = one.soldUsd - one.borrowLtv * one.soldCollateralUsd;
  return Math.min(1, (Math.max(0, ownUsd) + sale) / needed);
}
