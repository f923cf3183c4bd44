/** What a trade pays for making a pool more lopsided, or gets for making it less so (GMX v2). */
import { powInt, powReal } from '../../../sim/math.ts';
import type { Usd } from '../../../sim/units.ts';

/** |imbalance|^exponent × factor; an imbalance below one counts as none. */
export function applyImpactFactor(imbalance: Usd, exponent: number, factor: number): Usd {
  if (imbalance < 1) return 0;
  const power = Number.isInteger(exponent) ? powInt(imbalance, exponent) : powReal(imbalance, exponent);
  return power * factor;
}

export interface ImpactFactors {
  /** Above or equal to 1. */
  readonly exponent: number;
  /** Where a trade improves the balance. */
  readonly positive: number;
  /** Where it worsens it. */
  readonly negative: number;
}

/**
 * Price impact of a trade that moves the signed imbalance from d0 to d1: (|d0|^e − |d1|^e) · factor, and with either factor on
 * its own side where it crosses the balance. Below 0 it is a cost.
 */
export function priceImpact(before: Usd, after: Usd, { exponent, positive, negative }: ImpactFactors): Usd {
  const d0 = Math.abs(before);
  const d1 = Math.abs(after);
  if (before <= 0 === after <= 0 || d0 === 0) {
    const factor = d1 < d0 ? positive : negative;
    return applyImpactFactor(d0, exponent, factor) - applyImpactFactor(d1, exponent, factor);
  }
  return applyImpactFactor(d0, exponent, positive) - applyImpactFactor(d1, exponent, negative);
}
