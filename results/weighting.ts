import type { Results } from './results.ts';
import type { Weighting } from './statistics/weighted.ts';

/** Nothing is known of a stratum yet: more paths are the way out. */
export class TooFewPathsError extends RangeError {
  override readonly name = 'UsageError';
}

/**
 * What each path counts for: its share of the likelihood ratios of its stratum, times the stratum's probability and the
 * number of paths. Undefined where all count alike.
 *
 * @throws TooFewPathsError when a stratum has fewer than two paths: nothing is then known of what it holds
 */
export function weightingOf({ sampling, strategies }: Results): Weighting | undefined {
  if (sampling === undefined) return undefined;
  const { strata, likelihoods, probabilities } = sampling;
  const n = strategies[0]?.paths.length ?? 0;
  if (strata.length !== n || likelihoods.length !== n) {
    throw new RangeError(
      `results: ${n} paths, but ${strata.length} strata and ${likelihoods.length} likelihood ratios`,
    );
  }
  const counts = probabilities.map(() => 0);
  for (const stratum of strata) counts[stratum] = (counts[stratum] ?? 0) + 1;
  const short = counts.findIndex((count) => count < 2);
  if (short >= 0 && n > 0) {
    throw new TooFewPathsError(
      `stratum ${short} of ${counts.length} has ${counts[short]} of ${n} paths, and needs two or more; run more paths`,
    );
  }
  // By the sum of the stratum's own ratios: a figure that is the same on every path is then known exactly.
  const sums = probabilities.map(() => 0);
  for (let i = 0; i < n; i++) sums[strata[i]!]! += likelihoods[i]!;
  return {
    weights: likelihoods.map((ratio, i) => (ratio * probabilities[strata[i]!]! * n) / sums[strata[i]!]!),
    strata,
  };
}
