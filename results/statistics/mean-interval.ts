import { requireOpenUnit } from './finite.ts';
import type { Estimate } from './interval.ts';
import { mean, standardDeviation } from './moments.ts';
import { studentQuantile } from './student-t.ts';

export interface MeanEstimate extends Estimate {
  readonly n: number;
  /** Standard error of the mean; null for a single value. */
  readonly standardError: number | null;
}

/**
 * Mean with its t interval: m ± t(1 − α/2; n − 1)·s/√n.
 *
 * Exact for normal values and good for many independent ones. Misleads when a few paths carry most of the total: then the
 * interval is too short on the upper side, however many paths there are; look at the expected shortfall beside it.
 *
 * @param values at least one, finite
 * @param confidence in (0, 1), such as 0.95
 * @returns null bounds for a single value
 * @throws RangeError on an empty sample, NaN, infinity, or a confidence out of range
 */
export function meanInterval(values: ArrayLike<number>, confidence: number): MeanEstimate {
  requireOpenUnit(confidence, 'confidence');
  const value = mean(values);
  const n = values.length;
  if (n === 1) return { value, low: null, high: null, n, standardError: null };
  const standardError = standardDeviation(values) / Math.sqrt(n);
  const reach = studentQuantile(0.5 + confidence / 2, n - 1) * standardError;
  return { value, low: value - reach, high: value + reach, n, standardError };
}
