import { normalQuantile } from '../../sim/random/distributions.ts';
import { requireOpenUnit } from './finite.ts';

/** How many paths a question needs, before they are run. */

/**
 * Smallest n for which the largest of n values is above the p-quantile with the given confidence: 1 − pⁿ ≥ confidence.
 * 299 paths for p = 0.99 at 95 %. Source: Wilks 1941.
 */
export function wilksSampleSize(p: number, confidence: number): number {
  requireOpenUnit(p, 'quantile level');
  requireOpenUnit(confidence, 'confidence');
  return Math.ceil(Math.log1p(-confidence) / Math.log(p));
}

/**
 * Paths of plain Monte Carlo for a probability p to be known to ± `relative`·p: (z/relative)²·(1 − p)/p.
 *
 * @param p the probability looked for, in (0, 1)
 * @param relative half width of the interval as a fraction of p, above 0
 */
export function monteCarloSampleSize(p: number, relative: number, confidence: number): number {
  requireOpenUnit(p, 'probability');
  requireOpenUnit(confidence, 'confidence');
  if (!(relative > 0)) throw new RangeError(`relative half width must be above 0 (got ${relative})`);
  const ratio = normalQuantile(0.5 + confidence / 2) / relative;
  return Math.ceil((ratio * ratio * (1 - p)) / p);
}

/** Chance with which `pathsToDecide` would show a difference as large as the one seen. */
export const DECIDING_POWER = 0.8;

/**
 * Paths after which a mean difference of this size would be told from 0 with a chance of 80 %: ((z_{1−α/2} + z_{0.8})·sd/difference)².
 *
 * @param standardDeviation of the per-path differences, at least 0
 * @param difference the mean difference to be shown, not 0
 */
export function pathsToDecide(standardDeviation: number, difference: number, confidence: number): number {
  requireOpenUnit(confidence, 'confidence');
  if (!(standardDeviation >= 0) || !(Math.abs(difference) > 0)) {
    throw new RangeError(
      `pathsToDecide: needs a spread of 0 or more and a difference other than 0 (got ${standardDeviation}, ${difference})`,
    );
  }
  const reach = normalQuantile(0.5 + confidence / 2) + normalQuantile(DECIDING_POWER);
  const ratio = (reach * standardDeviation) / Math.abs(difference);
  return Math.max(2, Math.ceil(ratio * ratio));
}

/**
 * Paths after which the question is decided with a chance of 80 %, if the difference is as large as the one seen: either it is told
 * from 0, or its interval lies within ± the margin, whichever takes fewer. The second takes ((z_{1−α/2} + z_{0.8})·sd/(margin − |difference|))².
 *
 * @param margin differences up to this size do not matter; 0 where every difference does
 * @returns null when neither will ever be: no difference, and no margin
 */
export function pathsToSettle(
  standardDeviation: number,
  difference: number,
  margin: number,
  confidence: number,
): number | null {
  const room = margin - Math.abs(difference);
  const tell = difference === 0 ? null : pathsToDecide(standardDeviation, difference, confidence);
  const enclose = room > 0 ? pathsToDecide(standardDeviation, room, confidence) : null;
  if (tell === null || enclose === null) return tell ?? enclose;
  return Math.min(tell, enclose);
}
