import { OUTCOME_KEYS } from '../models/outcome.ts';
import { CONFIDENCE } from './definitions.ts';
import type { StableManifest } from './manifest.ts';
import { METRICS } from './metrics.ts';
import { RATIO_KEYS, RATIOS, type RatioMetric, ratioColumns } from './ratios.ts';
import { column, type StrategyColumns } from './results.ts';
import { describeDifferences, type PairedDifference, pairedDifference } from './statistics/paired-difference.ts';
import { ratioInfluence } from './statistics/ratio-of-sums.ts';
import { verdict } from './statistics/verdict.ts';
import type { Weighting } from './statistics/weighted.ts';
import type { Comparison } from './summary.ts';

/** One strategy against the reference on every metric and every ratio, paired by path. */
export function compareStrategies(
  candidate: StrategyColumns,
  reference: StrategyColumns,
  manifest: StableManifest,
  weighting?: Weighting,
): Comparison[] {
  const metrics = OUTCOME_KEYS.map((metric): Comparison => {
    const difference = pairedDifference(column(candidate, metric), column(reference, metric), CONFIDENCE, weighting);
    const { standardError: _, freedom: __, ...figures } = difference;
    const words = verdict(difference, METRICS[metric].worse);
    return { strategy: candidate.strategy, metric, ...figures, verdict: words };
  });
  const ratios = RATIO_KEYS.map((metric): Comparison => {
    const difference = ratioDifference(RATIOS[metric], candidate, reference, manifest, weighting);
    const { standardError: _, freedom: __, ...figures } = difference;
    const words = verdict(difference, RATIOS[metric].worse);
    const unshared = { shareHigher: null, shareEqual: null, shareLower: null, differingPaths: null };
    return { strategy: candidate.strategy, metric, ...figures, ...unshared, verdict: words };
  });
  return [...metrics, ...ratios];
}

/**
 * Difference of two ratios of sums over the same paths: path i pulls the difference by what it pulls the one ratio minus what it
 * pulls the other, so what both have in common cancels as in any paired difference.
 */
function ratioDifference(
  ratio: RatioMetric,
  candidate: StrategyColumns,
  reference: StrategyColumns,
  manifest: StableManifest,
  weighting: Weighting | undefined,
): PairedDifference {
  const [above, below] = [candidate, reference].map((from) => {
    const { numerator, denominator } = ratioColumns(ratio, from, manifest);
    return ratioInfluence(numerator, denominator, weighting?.weights);
  });
  if (!above || !below) return describeDifferences([], CONFIDENCE);
  // Influences average to 0, so shifting them by the difference gives a sample with the right mean and spread.
  const shift = above.value - below.value;
  const differences = above.influence.map((pull, path) => pull - below.influence[path]! + shift);
  return describeDifferences(differences, CONFIDENCE, weighting);
}
