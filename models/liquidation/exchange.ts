/**
 * What one atomic liquidation exchanges: debt repaid against collateral seized.
 *
 *   seized = repay · rate · (1 + bonus), at most what is held; where the cap binds, repay = held / rate / (1 + bonus)
 *   fee    = feeShare · (seized − seized / (1 + bonus))   (the protocol's part of the bonus; the liquidator gets the rest)
 *
 * rate: units of collateral per unit of debt at the protocol's prices. bonus and feeShare are fractions.
 * Source: Aave v3 `LiquidationLogic`; its cut to whole units favours the protocol (seized down, repay and fee up).
 */
import type { Fraction } from '../../sim/units.ts';
import type { Rounding } from './whole-units.ts';

export interface Exchange {
  /** Units of debt. */
  repay: number;
  /** Units of collateral that leave the borrower. */
  seized: number;
  /** Units of them that the protocol keeps. */
  fee: number;
}

export interface ExchangeTerms {
  readonly rate: number;
  readonly bonus: Fraction;
  readonly feeShare: Fraction;
}

/** What is repaid of `wanted` units against `held` units of collateral: all of it, or what the collateral pays for. */
export function cappedRepay(wanted: number, held: number, rate: number, bonus: Fraction, rounding: Rounding): number {
  const factor = 1 + bonus;
  const seized = rounding.down(rounding.down(wanted * rate) * factor);
  return seized > held ? rounding.up(rounding.down(held / rate) / factor) : wanted;
}

/** Fills `into` for a repayment of `repay` units against `held` units of collateral. */
export function exchange(
  into: Exchange,
  repay: number,
  held: number,
  { rate, bonus, feeShare }: ExchangeTerms,
  rounding: Rounding,
): void {
  const factor = 1 + bonus;
  into.repay = cappedRepay(repay, held, rate, bonus, rounding);
  into.seized = Math.min(held, rounding.down(rounding.down(repay * rate) * factor));
  into.fee = rounding.up((into.seized - rounding.down(into.seized / factor)) * feeShare);
}
