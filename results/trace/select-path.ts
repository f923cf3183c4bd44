/** Which path of a run to look at: the worst, the 99th percentile or the median by a figure. */
import { OUTCOME_INDEX, OUTCOME_KEYS, type OutcomeKey } from '../../models/outcome.ts';
import { METRICS } from '../metrics.ts';
import type { Results } from '../results.ts';
import { nearestRank } from '../statistics/quantile.ts';
import { weightingOf } from '../weighting.ts';

export const SELECTIONS = ['worst', 'p99', 'median'] as const;

export type Selection = (typeof SELECTIONS)[number];

export interface SelectedPath {
  readonly path: number;
  /** The figure on it. */
  readonly value: number;
  /** Paths that have the figure. */
  readonly of: number;
}

const LEVELS = { p99: 0.99, median: 0.5 } as const;

/**
 * `worst` is the highest value, or the lowest where low is bad (see `METRICS`); p99 and median are values that occurred
 * (nearest rank, weighted where paths are not drawn alike), counted towards the bad side. Of several paths with that
 * value the first.
 *
 * @throws RangeError when no path has the figure
 */
export function selectPath(results: Results, strategy: string, figure: OutcomeKey, selection: Selection): SelectedPath {
  const columns = results.strategies.find((one) => one.strategy === strategy);
  if (columns === undefined) throw new RangeError(`no strategy ${strategy} in the results`);
  const sign = METRICS[figure].worse === 'lower' ? -1 : 1;
  const weights = weightingOf(results)?.weights;
  const candidates = Array.from(columns.paths, (path, row) => ({
    path,
    value: columns.columns[row * OUTCOME_KEYS.length + OUTCOME_INDEX[figure]] as number,
    weight: weights?.[row] ?? 1,
  }))
    .filter(({ value }) => !Number.isNaN(value))
    .sort((a, b) => sign * (a.value - b.value) || a.path - b.path);
  const of = candidates.length;
  const at = positionOf(candidates, selection, weights !== undefined);
  const chosen = candidates.find(({ value }) => value === candidates[at]?.value);
  if (chosen === undefined) throw new RangeError(`no path of ${strategy} has a ${figure}`);
  return { path: chosen.path, value: chosen.value, of };
}

/** Place of the path in a list that is sorted towards the bad side. */
export function positionOf(sorted: readonly { weight: number }[], selection: Selection, isWeighted: boolean): number {
  if (selection === 'worst' || sorted.length === 0) return sorted.length - 1;
  const level = LEVELS[selection];
  if (!isWeighted) return nearestRank(sorted.length, level) - 1;
  const wanted = level * sorted.reduce((sum, { weight }) => sum + weight, 0) * (1 - 1e-12);
  let sum = 0;
  return sorted.findIndex(({ weight }) => {
    sum += weight;
    return sum >= wanted;
  });
}
