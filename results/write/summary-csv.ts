import { OUTCOME_KEYS } from '../../models/outcome.ts';
import { RATIO_KEYS } from '../ratios.ts';
import type { Comparison, MetricSummary, Summary } from '../summary.ts';
import { type Cell, csvPieces } from './csv.ts';

export const SUMMARY_COLUMNS = ['strategy', 'metric', 'statistic', 'value', 'low', 'high', 'n'] as const;

/** Names in the `statistic` column, in their order. */
export const METRIC_STATISTICS = [
  'total',
  'mean',
  'min',
  'p50',
  'p95',
  'p99',
  'p999',
  'es99',
  'es999',
  'max',
  'probabilityPositive',
] as const satisfies readonly (keyof MetricSummary)[];

export const RATIO_STATISTIC = 'ratio';
export const DIFFERENCE_STATISTIC = 'difference';
export const SHARE_STATISTICS = [
  'shareHigher',
  'shareEqual',
  'shareLower',
] as const satisfies readonly (keyof Comparison)[];

/** `summary.csv`: one statistic a row, with its interval where it has one; differences are against the reference strategy. */
export function summaryCsv(summary: Summary): Generator<string> {
  return csvPieces(SUMMARY_COLUMNS, rows(summary));
}

function* rows({ strategies, comparisons }: Summary): Generator<Cell[]> {
  for (const { strategy, metrics, ratios } of strategies) {
    for (const key of OUTCOME_KEYS) {
      const figures = metrics[key];
      for (const name of METRIC_STATISTICS) {
        yield [
          strategy,
          key,
          name,
          figures[name],
          bound(figures, `${name}Low`),
          bound(figures, `${name}High`),
          figures.n,
        ];
      }
    }
    for (const key of RATIO_KEYS) {
      const { value, low, high, n } = ratios[key];
      yield [strategy, key, RATIO_STATISTIC, value, low, high, n];
    }
  }
  for (const comparison of comparisons) {
    const { strategy, metric, difference, low, high, n } = comparison;
    yield [strategy, metric, DIFFERENCE_STATISTIC, difference, low, high, n];
    if (comparison.shareHigher === null) continue;
    for (const name of SHARE_STATISTICS) yield [strategy, metric, name, comparison[name], null, null, n];
  }
}

/** Interval bounds lie beside their statistic as `meanLow`, `meanHigh`; totals and extremes have none. */
function bound(figures: MetricSummary, name: string): number | null {
  return (figures as unknown as Readonly<Record<string, number | null | undefined>>)[name] ?? null;
}
