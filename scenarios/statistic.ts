/** Names of figures as people write them: `badDebtUsd.mean`, `badDebtUsd.p99`, `badDebtUsd.es(99.9)`, `slippageBps.ratio`. */
import { OUTCOME_KEYS, type OutcomeKey, RATIO_KEYS, type RatioKey } from '../models/outcome.ts';
import { suggestion } from './nearest.ts';

/** What is asked of a metric over all paths. */
export type Statistic =
  | { readonly kind: 'mean' }
  | { readonly kind: 'probability' }
  | { readonly kind: 'ratio' }
  | { readonly kind: 'quantile'; readonly level: number }
  | { readonly kind: 'shortfall'; readonly level: number };

export interface Figure {
  readonly metric: OutcomeKey | RatioKey;
  readonly statistic: Statistic;
}

export const METRIC_KEYS: readonly (OutcomeKey | RatioKey)[] = [...OUTCOME_KEYS, ...RATIO_KEYS];

const isRatio = (metric: string): metric is RatioKey => (RATIO_KEYS as readonly string[]).includes(metric);

/** What may stand for a statistic, for messages. */
export const STATISTICS_TEXT = 'mean, probability, p(50), p(99), es(99), es(99.9)';

/**
 * `mean`, `probability` (of a value above 0), `ratio`, `p99` or `p(99)` (a quantile, per cent), `es99` or `es(99.9)` (expected
 * shortfall). Three digits without brackets mean a decimal: `p999` is `p(99.9)`.
 *
 * @returns undefined when the text is none of these
 */
export function parseStatistic(text: string): Statistic | undefined {
  if (text === 'mean' || text === 'probability' || text === 'ratio') return { kind: text };
  const [, word, bracket, digits] = /^(p|es)(?:\((\d+(?:\.\d+)?)\)|(\d{1,4}))$/.exec(text) ?? [];
  if (word === undefined) return undefined;
  const percent = bracket ?? `${digits!.slice(0, 2)}.${digits!.slice(2)}`;
  // Written per cent, so that 99.9 becomes 0.999 exactly as it would be typed.
  const level = Number((Number(percent) / 100).toPrecision(12));
  if (!(level > 0 && level < 1)) return undefined;
  return { kind: word === 'p' ? 'quantile' : 'shortfall', level };
}

/** `mean`, `p99`, `es99.9`: one name for each statistic. */
export function statisticText(statistic: Statistic): string {
  if (statistic.kind !== 'quantile' && statistic.kind !== 'shortfall') return statistic.kind;
  return `${statistic.kind === 'quantile' ? 'p' : 'es'}${Number((statistic.level * 100).toPrecision(12))}`;
}

export const figureText = ({ metric, statistic }: Figure): string => `${metric}.${statisticText(statistic)}`;

/** A figure, or a sentence on what is wrong with its name. */
export function parseFigure(text: string): Figure | string {
  const dot = text.indexOf('.');
  const metric = (dot < 0 ? text : text.slice(0, dot)).trim();
  if (!isMetric(metric)) {
    return `no metric is called ${JSON.stringify(metric)}; ${suggestion(metric, METRIC_KEYS, 'known are') ?? ''}`;
  }
  return checkedFigure(metric, dot < 0 ? (isRatio(metric) ? 'ratio' : 'mean') : text.slice(dot + 1).trim());
}

/** A statistic of a metric that is known, or a sentence on why there is none. */
export function checkedFigure(metric: OutcomeKey | RatioKey, text: string): Figure | string {
  const statistic = parseStatistic(text);
  if (statistic === undefined) return `no statistic is called ${JSON.stringify(text)}; known are ${STATISTICS_TEXT}`;
  if (isRatio(metric) !== (statistic.kind === 'ratio')) {
    return isRatio(metric)
      ? `${metric} is a ratio of sums over all paths: it has no ${text}; write ${metric}.ratio`
      : `${metric} is no ratio; known are ${STATISTICS_TEXT}`;
  }
  return { metric, statistic };
}

export function isMetric(text: string): text is OutcomeKey | RatioKey {
  return (METRIC_KEYS as readonly string[]).includes(text);
}
