import { requireFinite, requireOpenUnit } from './finite.ts';
import type { Interval } from './interval.ts';
import { standardDeviation, total } from './moments.ts';
import { studentQuantile } from './student-t.ts';

export interface RatioEstimate extends Interval {
  readonly n: number;
  /** Σy/Σx; null when Σx is 0. */
  readonly value: number | null;
}

/**
 * Ratio of two sums, Σy/Σx, such as all slippage by all volume: each path counts by its volume. (The mean of the per-path
 * ratios would let a path with one small sale speak as loudly as a crash.)
 *
 * Interval by linearisation (delta method): path i pulls the ratio by (y_i − R·x_i)/(Σx/n), and the spread of those pulls over
 * √n is the error. Misleads when few paths carry most of Σx. Source: Cochran, Sampling Techniques, 6.3.
 *
 * @param numerator finite, per path
 * @param denominator finite, per path, same order
 * @param confidence in (0, 1)
 */
export function ratioOfSums(
  numerator: ArrayLike<number>,
  denominator: ArrayLike<number>,
  confidence: number,
): RatioEstimate {
  requireOpenUnit(confidence, 'confidence');
  const n = numerator.length;
  const influence = ratioInfluence(numerator, denominator);
  if (influence === null) return { n, value: null, low: null, high: null };
  const value = total(numerator) / total(denominator);
  if (n < 2) return { n, value, low: null, high: null };
  const reach = (studentQuantile(0.5 + confidence / 2, n - 1) * standardDeviation(influence)) / Math.sqrt(n);
  return { n, value, low: value - reach, high: value + reach };
}

/**
 * What each path pulls at the ratio: (y_i − R·x_i)/(Σx/n), which sums to 0 up to rounding. Differences of two such columns
 * give the error of a paired difference of ratios.
 *
 * @returns null when Σx is 0, where there is no ratio
 * @throws RangeError when lengths differ or a value is not finite
 */
export function ratioInfluence(numerator: ArrayLike<number>, denominator: ArrayLike<number>): Float64Array | null {
  if (numerator.length !== denominator.length) {
    throw new RangeError(`ratio: ${numerator.length} numerators against ${denominator.length} denominators`);
  }
  requireFinite(numerator, 'numerator');
  requireFinite(denominator, 'denominator');
  const below = total(denominator);
  if (below === 0) return null;
  const ratio = total(numerator) / below;
  const scale = numerator.length / below;
  const influence = new Float64Array(numerator.length);
  for (let i = 0; i < influence.length; i++) influence[i] = (numerator[i]! - ratio * denominator[i]!) * scale;
  return influence;
}
