import { normalQuantile } from '../../sim/random/distributions.ts';
import { bisect } from './bisection.ts';
import { requireOpenUnit } from './finite.ts';
import { incompleteBeta } from './incomplete-beta.ts';

export interface ProportionEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for a probability after `hits` in `n`: all p with |k/n − p| ≤ z·√(p(1 − p)/n).
 *
 * Close to nominal on average, even for 0 hits; for single values of p it may fall short. Source: Wilson 1927.
 *
 * @throws RangeError unless 0 ≤ hits ≤ n are whole, n ≥ 1, and confidence in (0, 1)
 */
export function wilson(hits: number, n: number, confidence: number): ProportionEstimate {
  requireCounts(hits, n, confidence);
  const z = normalQuantile(0.5 + confidence / 2);
  const square = z * z;
  const value = hits / n;
  const centre = (hits + square / 2) / (n + square);
  const reach = (z / (n + square)) * Math.sqrt((hits * (n - hits)) / n + square / 4);
  return { value, low: hits === 0 ? 0 : centre - reach, high: hits === n ? 1 : centre + reach };
}

/**
 * Clopper and Pearson's exact interval: never covers less than it says, hence wider. For 0 hits in n at 95 % the upper bound
 * is close to 3.7/n. Source: Clopper and Pearson 1934, by the beta distribution.
 *
 * @throws RangeError as `wilson`
 */
export function clopperPearson(hits: number, n: number, confidence: number): ProportionEstimate {
  requireCounts(hits, n, confidence);
  const tail = (1 - confidence) / 2;
  const low = hits === 0 ? 0 : bisect((p) => incompleteBeta(p, hits, n - hits + 1), tail, 0, 1);
  const high = hits === n ? 1 : bisect((p) => -incompleteBeta(1 - p, n - hits, hits + 1, p), -tail, 0, 1);
  return { value: hits / n, low, high };
}

/**
 * The largest probability that is not refuted by never having been seen in n: (1 − p)ⁿ = 1 − confidence, so p = 1 − (1 − confidence)^(1/n),
 * close to 3/n at 95 % (the rule of three). Source: Hanley and Lippman-Hand 1983.
 *
 * @param n paths, or as many as weighted ones are worth; at least 1
 */
export function unseenShare(n: number, confidence: number): number {
  requireOpenUnit(confidence, 'confidence');
  if (!(n >= 1)) throw new RangeError(`unseenShare: needs at least 1 path (got ${n})`);
  return -Math.expm1(Math.log1p(-confidence) / n);
}

function requireCounts(hits: number, n: number, confidence: number): void {
  requireOpenUnit(confidence, 'confidence');
  if (!(Number.isInteger(n) && n >= 1 && Number.isInteger(hits) && hits >= 0 && hits <= n)) {
    throw new RangeError(`proportion: needs whole numbers with 0 ≤ hits ≤ n and n ≥ 1 (got ${hits} of ${n})`);
  }
}
