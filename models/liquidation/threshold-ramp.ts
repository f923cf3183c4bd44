/**
 * A liquidation threshold on its way to a lower one after a governance decision: linear in time.
 *
 *   LT(t) = initial + (target − initial) · progress, progress from 0 to 1 over the ramp; a rise takes effect at once
 *
 * Source: Euler v2 (EVK), LTV ramping of the liquidation threshold; the borrowing threshold moves at once.
 */
import { clamp } from '../../sim/math.ts';

/** @param progress share of the ramp's duration that has passed; beyond 1 the target holds */
export function rampedThreshold(initial: number, target: number, progress: number): number {
  if (target >= initial) return target;
  return initial + (target - initial) * clamp(progress, 0, 1);
}
