/** The files of a sweep that a spreadsheet reads. Each row begins with the point's number and its settings. */
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import { RATIO_KEYS } from '../ratios.ts';
import type { Results } from '../results.ts';
import { weightingOf } from '../weighting.ts';
import { type Cell, csvPieces } from '../write/csv.ts';
import { SAMPLING_COLUMNS } from '../write/paths-csv.ts';
import { METRIC_STATISTICS, RATIO_STATISTIC } from '../write/summary-csv.ts';
import type { PlanDocument, SweepRows, SweepSummary } from './sweep-results.ts';

function lead({ keys, points }: PlanDocument, point: number): Cell[] {
  const { settings } = points[point]!;
  return [point, ...keys.map((key) => (typeof settings[key] === 'boolean' ? String(settings[key]) : settings[key]!))];
}

/** `summary.csv`: point × strategy × metric × statistic, with its interval. */
export function sweepSummaryCsv({ plan, points }: SweepSummary): Generator<string> {
  const columns = ['point', ...plan.keys, 'strategy', 'metric', 'statistic', 'value', 'low', 'high', 'n'];
  return csvPieces(
    columns,
    (function* rows(): Generator<Cell[]> {
      for (const { point, strategies } of points) {
        const first = lead(plan, point);
        for (const { strategy, metrics, ratios } of strategies) {
          for (const key of OUTCOME_KEYS) {
            const figures = metrics[key] as unknown as Readonly<Record<string, number | null>>;
            for (const name of METRIC_STATISTICS) {
              const bounds = [figures[`${name}Low`] ?? null, figures[`${name}High`] ?? null];
              yield [...first, strategy, key, name, figures[name]!, ...bounds, figures.n!];
            }
          }
          for (const key of RATIO_KEYS) {
            const { value, low, high, n } = ratios[key];
            yield [...first, strategy, key, RATIO_STATISTIC, value, low, high, n];
          }
        }
      }
    })(),
  );
}

const DIFFERENCE_COLUMNS = [
  ...['strategy', 'figure', 'reference', 'value', 'difference', 'low', 'high', 'n', 'differingPaths'],
  ...['verdict', 'pValue', 'adjustedPValue', 'pathsToDecide'],
];

/** `differences.csv`: every point against the reference point on the same paths. */
export function differencesCsv({ plan, differences }: SweepSummary): Generator<string> {
  const rows = differences.map((one): Cell[] => [
    ...lead(plan, one.point),
    ...[one.strategy, one.figure, one.before, one.after, one.difference, one.low, one.high, one.n, one.differingPaths],
    ...[one.verdict, one.pValue, one.adjustedPValue, one.pathsToDecide],
  ]);
  return csvPieces(['point', ...plan.keys, ...DIFFERENCE_COLUMNS], rows);
}

/** `paths.csv`: a row for each point, strategy and path; how each path was drawn and what it counts for where they are not drawn alike. */
export function sweepPathsCsv(rows: SweepRows): Generator<string> {
  const { plan, isSampled } = rows;
  const width = OUTCOME_KEYS.length;
  return csvPieces(
    ['point', ...plan.keys, 'strategy', 'path', ...OUTCOME_KEYS, ...(isSampled ? SAMPLING_COLUMNS : [])],
    (function* cells(): Generator<Cell[]> {
      for (const { point } of plan.points) {
        const first = lead(plan, point);
        const results = rows.read(point);
        const drawn = isSampled ? drawnOf(results) : undefined;
        for (const { strategy, paths, columns } of results.strategies) {
          for (let row = 0; row < paths.length; row++) {
            const figures = Array.from(columns.subarray(row * width, (row + 1) * width), (x) =>
              Number.isNaN(x) ? null : x,
            );
            yield [...first, strategy, paths[row]!, ...figures, ...(drawn?.(row) ?? [])];
          }
        }
      }
    })(),
  );
}

/** How a row's path was drawn: `SAMPLING_COLUMNS`, empty for a point whose paths are drawn alike. */
export function drawnOf(results: Results): (row: number) => (number | null)[] {
  const { sampling } = results;
  const weighting = weightingOf(results);
  if (sampling === undefined || weighting === undefined) return () => [null, null, null];
  return (row) => [sampling.strata[row]!, sampling.likelihoods[row]!, weighting.weights[row]!];
}
