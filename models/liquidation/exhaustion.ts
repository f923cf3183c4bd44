/**
 * When an account has nothing left to seize, and what is then given up of its debt.
 *
 * Source: Aave v3.3 (an account whose collateral is worth less than one base unit: all its debt becomes a deficit), Euler v2
 * (debt is socialised once no collateral is left, unless the liability is too small), Morpho Blue (bad debt is realised when
 * collateral is 0).
 */
import type { Usd } from '../../sim/units.ts';

/** @param smallestUsd the smallest value that a protocol counts; a simulation counts any */
export function isExhausted(collateralUsd: Usd, smallestUsd: Usd = 0): boolean {
  return !(collateralUsd > 0) || collateralUsd < smallestUsd;
}

/** Debt that lenders lose: all that is left of an exhausted account, unless its liability was below a minimum. */
export function debtGivenUp(debtLeft: number, exhausted: boolean, liability = 0, minimum = 0): number {
  return exhausted && liability >= minimum ? debtLeft : 0;
}
