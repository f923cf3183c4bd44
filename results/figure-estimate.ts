import { type Figure, figureText } from '../scenarios/statistic.ts';
import { CONFIDENCE } from './definitions.ts';
import { METRICS, type Metric } from './metrics.ts';
import { RATIOS, type RatioKey, ratioColumns } from './ratios.ts';
import { column, type Results, type StrategyColumns } from './results.ts';
import { Sample } from './sample.ts';
import { unseenShare } from './statistics/proportion.ts';
import { ratioOfSums } from './statistics/ratio-of-sums.ts';
import { effectiveSize, FEWEST_EFFECTIVE_TAIL } from './statistics/weighted.ts';
import { weightingOf } from './weighting.ts';

/** One figure of one strategy. Null where it does not exist, or must not be believed. */
export interface FigureEstimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Paths that have it. */
  readonly n: number;
  /**
   * Of a mean or ratio that is 0 on every path, whose interval has no width: the largest share of paths on which it may be otherwise, at
   * the confidence of the results. Left out elsewhere.
   */
  readonly unseenShare?: number;
}

/** What a metric or ratio says of itself. */
export function describedMetric(key: Figure['metric']): Metric {
  return key in RATIOS ? RATIOS[key as RatioKey] : METRICS[key as keyof typeof METRICS];
}

/** The strategy of that name. @throws RangeError when there is none */
export function strategyOf({ strategies }: Results, name: string): StrategyColumns {
  const found = strategies.find(({ strategy }) => strategy === name);
  if (found === undefined) {
    throw new RangeError(
      `there is no strategy ${name}; there are ${strategies.map(({ strategy }) => strategy).join(', ')}`,
    );
  }
  return found;
}

/**
 * Any statistic of any metric at any level, with its interval: what gates, stopping rules and baselines ask.
 *
 * A weighted tail that rests on fewer than 100 effective paths is refused: all null.
 */
export function estimateFigure(results: Results, strategy: string, { metric, statistic }: Figure): FigureEstimate {
  const columns = strategyOf(results, strategy);
  const weighting = weightingOf(results);
  if (metric in RATIOS) {
    const { numerator, denominator } = ratioColumns(RATIOS[metric as RatioKey], columns, results.manifest);
    const { value, low, high, n } = ratioOfSums(numerator, denominator, CONFIDENCE, weighting);
    const effective = weighting === undefined ? n : effectiveSize(weighting.weights);
    return { value, low, high, n, ...(numerator.every((one) => one === 0 || Number.isNaN(one)) && unseen(effective)) };
  }
  const sample = new Sample(column(columns, metric as keyof typeof METRICS), weighting, metric);
  const { n } = sample;
  if (n === 0) return { value: null, low: null, high: null, n };
  switch (statistic.kind) {
    case 'mean':
      return { ...bounds(sample.mean(), n), ...(sample.values.every((one) => one === 0) && unseen(sample.effective)) };
    case 'probability':
      return bounds(sample.probability(), n);
    case 'quantile':
    case 'shortfall': {
      const tail = sample.shortfall(statistic.level);
      const isThin = sample.isWeighted && statistic.level > 0.5 && tail.effectiveTail < FEWEST_EFFECTIVE_TAIL;
      if (isThin && sample.sorted[0] !== sample.sorted[n - 1]) return { value: null, low: null, high: null, n };
      return bounds(statistic.kind === 'quantile' ? sample.quantile(statistic.level) : tail, n);
    }
    case 'ratio':
      throw new RangeError(`${figureText({ metric, statistic })}: ${metric} is no ratio`);
  }
}

const unseen = (paths: number) => (paths >= 1 ? { unseenShare: unseenShare(paths, CONFIDENCE) } : {});

const bounds = ({ value, low, high }: Omit<FigureEstimate, 'n'>, n: number): FigureEstimate => ({
  value,
  low,
  high,
  n,
});
