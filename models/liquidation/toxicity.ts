/**
 * When a liquidation harms the account it is meant to save. Every unit of debt repaid takes 1 + b of collateral, so that
 *
 *   it raises the health factor iff LT · (1 + b) < H;   it raises the loan-to-value from LTV = 1/(1 + b) on
 *
 * LT: liquidation threshold, b: bonus, fractions. Source: algebra; Warmuz, Chaudhary, Pinna (2022), toxic liquidation spirals.
 */
import type { Fraction } from '../../sim/units.ts';

/** Health factor down to which a liquidation still raises it: LT · (1 + b). At 1 or above, no liquidation ever does. */
export function healingLimit(threshold: Fraction, bonus: Fraction): number {
  return threshold * (1 + bonus);
}

/** Loan-to-value from which each liquidation makes the account worse: 1/(1 + b). */
export function toxicLoanToValue(bonus: Fraction): Fraction {
  return 1 / (1 + bonus);
}

/** Largest fall of the collateral in one step, from H = 1, after which its value still covers debt and bonus: 1 − LT · (1 + b). */
export function toleratedFall(threshold: Fraction, bonus: Fraction): Fraction {
  return 1 - healingLimit(threshold, bonus);
}
