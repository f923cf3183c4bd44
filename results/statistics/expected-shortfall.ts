import type { Estimate } from './interval.ts';
import { effectiveValues } from './mean-interval.ts';
import { mean, standardDeviation } from './moments.ts';
import { nearestRank, requireAscending } from './quantile.ts';
import { studentQuantile } from './student-t.ts';

/** Fewer paths than this beyond the quantile, and no interval is given. */
export const FEWEST_TAIL_PATHS = 10;

export interface ShortfallEstimate extends Estimate {
  /** Paths strictly above the quantile: those on which the figure really rests. */
  readonly tailPaths: number;
  /** Whether they are too few to believe; then both bounds are null. */
  readonly tooFew: boolean;
}

/**
 * Expected shortfall: the mean of the highest 1 − p share of the sample, the path on the edge counted by the part of it that
 * belongs. With q the nearest-rank quantile this equals the mean of y = q + max(0, x − q)/(1 − p) (Rockafellar and
 * Uryasev 2002), and the spread of those y is its asymptotic error, sd² = (Var(X | X > q) + p(ES − q)²)/((1 − p)n).
 *
 * The interval is laid on the log scale of the excess e = ES − q, q + e·exp(± t·se/e), with Student's t and as many degrees of freedom as the
 * excesses max(0, x − q) have effective values: tails lean to the right, and so does the estimate. `docs/statistics.md` has the coverage that was
 * measured.
 *
 * @param sorted ascending, finite, at least one
 * @param p level in (0, 1), such as 0.99
 * @param confidence in (0, 1)
 */
export function expectedShortfall(sorted: ArrayLike<number>, p: number, confidence: number): ShortfallEstimate {
  requireAscending(sorted);
  const n = sorted.length;
  const quantile = sorted[nearestRank(n, p) - 1]!;
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) y[i] = quantile + Math.max(0, sorted[i]! - quantile) / (1 - p);
  const value = mean(y);
  const excess = value - quantile;
  let tailPaths = 0;
  while (tailPaths < n && sorted[n - 1 - tailPaths]! > quantile) tailPaths++;
  if (tailPaths < FEWEST_TAIL_PATHS) return { value, low: null, high: null, tailPaths, tooFew: true };

  const reach =
    (studentQuantile(0.5 + confidence / 2, Math.max(2, effectiveValues(y.map((value) => value - quantile)))) *
      standardDeviation(y)) /
    Math.sqrt(n);
  const stretch = Math.exp(reach / excess);
  return {
    value,
    low: quantile + excess / stretch,
    high: quantile + excess * stretch,
    tailPaths,
    tooFew: false,
  };
}
