/** Whether what a frontier saw goes one way, as bisection takes for granted. */
import type { Figure } from '../../scenarios/statistic.ts';
import { figureDifference } from '../figure-difference.ts';
import { restrictedTo } from '../restricted-results.ts';
import type { Results } from '../results.ts';
import { holm } from '../statistics/holm.ts';
import type { Explored, FrontierKind } from './frontier-search.ts';

const LEVEL = 0.05;

export interface Reversal {
  /** Positions between which the figure goes the other way. */
  readonly from: number;
  readonly to: number;
  /** Its change from the first to the second, paired by path; null for a quantile, which has no paired difference. */
  readonly difference: number | null;
}

/**
 * Neighbours between which the figure moves against its course, beyond chance: by paired difference with Holm's correction for all
 * pairs of neighbours, for quantiles by intervals that do not meet.
 *
 * @param resultsAt rows of a position
 */
export function reversals(
  explored: readonly Explored[],
  kind: FrontierKind,
  figure: Figure,
  strategy: string,
  resultsAt: (position: number) => Results,
): Reversal[] {
  const [first, last] = [explored[0]!, explored.at(-1)!];
  const course = Math.sign((last.value ?? 0) - (first.value ?? 0));
  if (course === 0 && (kind === 'largest' || kind === 'smallest')) return [];
  const pairs = explored.slice(1).map((to, index) => ({ from: explored[index]!, to }));
  if (figure.statistic.kind === 'quantile') {
    return pairs
      .filter(({ from, to }) => (course >= 0 ? isBelow(to, from) : isBelow(from, to)))
      .map(({ from, to }) => ({ from: from.position, to: to.position, difference: null }));
  }
  const found = pairs.map(({ from, to }) => {
    const [a, b] = onSharedPaths(resultsAt(from.position), resultsAt(to.position));
    const { difference, pValue } = figureDifference(a, b, strategy, figure);
    return { from: from.position, to: to.position, difference, pValue };
  });
  const adjusted = holm(found.map(({ pValue }) => pValue));
  return found
    .filter(
      ({ difference }, index) => difference !== null && difference * course < 0 && (adjusted[index] ?? 1) <= LEVEL,
    )
    .map(({ from, to, difference }) => ({ from, to, difference }));
}

const isBelow = (one: Explored, other: Explored): boolean =>
  one.high !== null && other.low !== null && one.high < other.low;

function onSharedPaths(a: Results, b: Results): [Results, Results] {
  const mine = new Set(a.strategies[0]!.paths);
  const shared = new Set(Array.from(b.strategies[0]!.paths).filter((path) => mine.has(path)));
  return [restrictedTo(a, shared), restrictedTo(b, shared)];
}
