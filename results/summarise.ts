import { OUTCOME_KEYS } from '../models/outcome.ts';
import { compareStrategies } from './compare-strategies.ts';
import { CONFIDENCE } from './definitions.ts';
import { gatesOfRun, judgeGates } from './gates.ts';
import { type StableManifest, stableManifest } from './manifest.ts';
import { RATIO_KEYS, RATIOS, ratioColumns } from './ratios.ts';
import { checkResults, column, type Results, type StrategyColumns } from './results.ts';
import { ratioOfSums } from './statistics/ratio-of-sums.ts';
import type { Weighting } from './statistics/weighted.ts';
import { summariseMetric } from './summarise-metric.ts';
import type { StrategySummary, Summary } from './summary.ts';
import { weightingOf } from './weighting.ts';

/**
 * All statistics of a run: every metric and ratio of every strategy, and every strategy against the reference.
 *
 * Depends on the rows and the stable part of the manifest alone; sums run in path order. So it is the same for any number of workers.
 *
 * @throws RangeError when the results do not hold together (see `checkResults`)
 */
export function summarise(results: Results): Summary {
  checkResults(results);
  const manifest = stableManifest(results.manifest);
  const weighting = weightingOf(results);
  const gates = gatesOfRun(results);
  const reference = results.strategies.find(({ strategy }) => strategy === manifest.reference)!;
  return {
    manifest,
    strategies: results.strategies.map((columns) => summariseStrategy(columns, manifest, weighting)),
    comparisons: results.strategies
      .filter((columns) => columns !== reference)
      .flatMap((columns) => compareStrategies(columns, reference, manifest, weighting)),
    ...(gates.length > 0 && { gates: judgeGates(results, gates) }),
    failedPaths: [...new Set(results.failures.map(({ path }) => path))].sort((a, b) => a - b),
  };
}

function summariseStrategy(
  columns: StrategyColumns,
  manifest: StableManifest,
  weighting: Weighting | undefined,
): StrategySummary {
  const metrics = OUTCOME_KEYS.map(
    (key) => [key, summariseMetric(column(columns, key), columns.paths, key, weighting)] as const,
  );
  const ratios = RATIO_KEYS.map((key) => {
    const { numerator, denominator } = ratioColumns(RATIOS[key], columns, manifest);
    const { n, value, low, high } = ratioOfSums(numerator, denominator, CONFIDENCE, weighting);
    return [key, { n, value, low, high }] as const;
  });
  return {
    strategy: columns.strategy,
    paths: columns.paths.length,
    metrics: Object.fromEntries(metrics) as StrategySummary['metrics'],
    ratios: Object.fromEntries(ratios) as StrategySummary['ratios'],
  };
}
