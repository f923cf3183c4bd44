import { requireFinite, requireOpenUnit } from './finite.ts';
import type { Interval } from './interval.ts';
import { meanInterval } from './mean-interval.ts';
import { isConstant, standardDeviation, total } from './moments.ts';
import { studentQuantile } from './student-t.ts';
import { type Weighting, weightedMean } from './weighted.ts';

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
  weighting?: Weighting,
): RatioEstimate {
  requireOpenUnit(confidence, 'confidence');
  const n = numerator.length;
  if (weighting !== undefined) {
    const pulls = ratioInfluence(numerator, denominator, weighting.weights);
    if (pulls === null) return { n, value: null, low: null, high: null };
    const { value, influence } = pulls;
    const { low, high } = weightedMean(influence, weighting, confidence);
    if (low === null || high === null) return { n, value, low: null, high: null };
    return { n, value, low: value + low, high: value + high };
  }
  const pulls = ratioInfluence(numerator, denominator);
  if (pulls === null) return { n, value: null, low: null, high: null };
  const { value, influence } = pulls;
  if (n < 2) return { n, value, low: null, high: null };
  if (isConstant(denominator)) {
    // A share of a fixed amount is a mean, and has the interval of that mean.
    const below = denominator[0]!;
    const { low, high } = meanInterval(numerator, confidence);
    return { n, value, low: low === null ? null : low / below, high: high === null ? null : high / below };
  }
  const reach = (studentQuantile(0.5 + confidence / 2, n - 1) * standardDeviation(influence)) / Math.sqrt(n);
  return { n, value, low: value - reach, high: value + reach };
}

/**
 * The ratio, and what each path pulls at it: (y_i − R·x_i)/(Σx/n), which sums to 0 up to rounding. Differences of two such columns
 * give the error of a paired difference of ratios.
 *
 * @param weights what each path counts for; left out where all count alike
 * @returns null when Σx is 0, where there is no ratio
 * @throws RangeError when lengths differ or a value is not finite
 */
export function ratioInfluence(
  numerator: ArrayLike<number>,
  denominator: ArrayLike<number>,
  weights?: Float64Array,
): { value: number; influence: Float64Array } | null {
  if (numerator.length !== denominator.length) {
    throw new RangeError(`ratio: ${numerator.length} numerators against ${denominator.length} denominators`);
  }
  requireFinite(numerator, 'numerator');
  requireFinite(denominator, 'denominator');
  const sum = (values: ArrayLike<number>) => total(weights ? weights.map((weight, i) => weight * values[i]!) : values);
  const below = sum(denominator);
  if (below === 0) return null;
  const value = sum(numerator) / below;
  const scale = numerator.length / below;
  const influence = new Float64Array(numerator.length);
  for (let i = 0; i < influence.length; i++) influence[i] = (numerator[i]! - value * denominator[i]!) * scale;
  return { value, influence };
}
