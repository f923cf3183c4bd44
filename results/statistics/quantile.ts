import { requireFinite, requireOpenUnit } from './finite.ts';
import type { Estimate } from './interval.ts';

/** Ranks (1-based) of the two order statistics that enclose a quantile; null where no rank is far enough out. */
export interface QuantileRanks {
  readonly lower: number | null;
  readonly upper: number | null;
  /** Exact probability that the interval holds the quantile of a continuous distribution; at least the confidence asked. */
  readonly coverage: number;
}

/** Shares of probability this far below the most likely count cannot move a rank. */
const NEGLIGIBLE = 1e-22;

/**
 * Rank of the p-quantile: the smallest k with k/n ≥ p, so that the quantile is a value that occurred (nearest rank, inverse
 * of the empirical distribution, R's type 1). Interpolating definitions differ from it by less than the gap to a neighbour.
 *
 * @throws RangeError unless n ≥ 1 is whole and p in (0, 1)
 */
export function nearestRank(n: number, p: number): number {
  requireOpenUnit(p, 'quantile level');
  if (!(Number.isInteger(n) && n >= 1))
    throw new RangeError(`quantile: n must be a whole number of 1 or more (got ${n})`);
  const rank = Math.ceil(n * p);
  // n·p may round up past a whole number (100 × 0.07), which would skip a rank.
  return rank > 1 && (rank - 1) / n >= p ? rank - 1 : rank;
}

/**
 * Ranks l < u such that [X_(l), X_(u)] covers the p-quantile of any distribution: each tail of Bin(n, p) outside
 * l ≤ B ≤ u − 1 holds at most (1 − confidence)/2.
 *
 * @param n sample size, at least 1
 * @param p quantile level in (0, 1)
 * @param confidence in (0, 1)
 * @returns a null rank where the sample is too small for a bound on that side (n = 200, p = 0.99 has no upper one)
 */
export function quantileRanks(n: number, p: number, confidence: number): QuantileRanks {
  requireOpenUnit(confidence, 'confidence');
  nearestRank(n, p);
  const { from, weights, sum } = binomialWeights(n, p);
  const allowed = ((1 - confidence) / 2) * sum;

  let below = 0;
  let lower = from;
  while (below + weights[lower - from]! <= allowed) below += weights[lower++ - from]!;

  let above = 0;
  let upper = from + weights.length;
  while (above + weights[upper - 1 - from]! <= allowed) above += weights[--upper - from]!;

  const coverage = 1 - (below + above) / sum;
  return { lower: lower < 1 ? null : lower, upper: upper > n ? null : upper, coverage };
}

/**
 * The p-quantile of an ascending sample with its distribution-free interval.
 *
 * @param sorted ascending, finite, at least one
 * @throws RangeError on NaN, infinity, or a sample that is not ascending
 */
export function quantileInterval(sorted: ArrayLike<number>, p: number, confidence: number): Estimate {
  requireAscending(sorted);
  const ranks = quantileRanks(sorted.length, p, confidence);
  return {
    value: sorted[nearestRank(sorted.length, p) - 1]!,
    low: ranks.lower === null ? null : sorted[ranks.lower - 1]!,
    high: ranks.upper === null ? null : sorted[ranks.upper - 1]!,
  };
}

/** Throws RangeError unless the sample is finite and ascending. */
export function requireAscending(sorted: ArrayLike<number>): void {
  requireFinite(sorted, 'sorted sample');
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i]! < sorted[i - 1]!) throw new RangeError(`sorted sample: value ${i} is below the one before it`);
  }
}

/** Bin(n, p) relative to its most likely count, by the ratio of neighbours: no factorial, no loss for large n. */
function binomialWeights(n: number, p: number): { from: number; weights: number[]; sum: number } {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  const down: number[] = [];
  for (let k = mode, weight = 1; k > 0; k--) {
    weight *= k / ((n - k + 1) * odds);
    if (weight < NEGLIGIBLE) break;
    down.push(weight);
  }
  const up: number[] = [1];
  for (let k = mode, weight = 1; k < n; k++) {
    weight *= ((n - k) * odds) / (k + 1);
    if (weight < NEGLIGIBLE) break;
    up.push(weight);
  }
  const weights = [...down.reverse(), ...up];
  let sum = 0;
  for (const weight of weights) sum += weight;
  return { from: mode - (weights.length - up.length), weights, sum };
}
