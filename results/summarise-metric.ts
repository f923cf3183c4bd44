import { CONFIDENCE, TAIL_LEVEL } from './definitions.ts';
import { expectedShortfall } from './statistics/expected-shortfall.ts';
import { present } from './statistics/finite.ts';
import { meanInterval } from './statistics/mean-interval.ts';
import { total } from './statistics/moments.ts';
import { wilson } from './statistics/proportion.ts';
import { quantileInterval } from './statistics/quantile.ts';
import type { MetricSummary } from './summary.ts';

/**
 * All statistics of one figure over the paths that have it. p50 to p99 are quantiles and es99 the mean of the highest
 * hundredth, whichever direction is worse.
 *
 * @param values one per path, in path order; NaN where absent
 * @param paths the path numbers of those values
 * @param what name of the figure, for errors
 */
export function summariseMetric(values: Float64Array, paths: ArrayLike<number>, what: string): MetricSummary {
  const { values: sample, absent } = present(values, what);
  const n = sample.length;
  if (n === 0) return { ...NOTHING, absent };

  const sorted = sample.toSorted();
  const mean = meanInterval(sample, CONFIDENCE);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((p) => quantileInterval(sorted, p, CONFIDENCE)) as [Q, Q, Q];
  const shortfall = expectedShortfall(sorted, TAIL_LEVEL, CONFIDENCE);
  const positive = wilson(sample.filter((value) => value > 0).length, n, CONFIDENCE);
  const max = sorted[n - 1]!;
  return {
    n,
    absent,
    total: total(sample),
    mean: mean.value,
    meanLow: mean.low,
    meanHigh: mean.high,
    min: sorted[0]!,
    p50: p50.value,
    p50Low: p50.low,
    p50High: p50.high,
    p95: p95.value,
    p95Low: p95.low,
    p95High: p95.high,
    p99: p99.value,
    p99Low: p99.low,
    p99High: p99.high,
    es99: shortfall.value,
    es99Low: shortfall.low,
    es99High: shortfall.high,
    tailPaths: shortfall.tailPaths,
    tailTooFew: shortfall.tooFew,
    max,
    maxPath: paths[values.indexOf(max)]!,
    probabilityPositive: positive.value,
    probabilityPositiveLow: positive.low,
    probabilityPositiveHigh: positive.high,
  };
}

type Q = ReturnType<typeof quantileInterval>;

const NOTHING: MetricSummary = {
  n: 0,
  absent: 0,
  total: null,
  mean: null,
  meanLow: null,
  meanHigh: null,
  min: null,
  p50: null,
  p50Low: null,
  p50High: null,
  p95: null,
  p95Low: null,
  p95High: null,
  p99: null,
  p99Low: null,
  p99High: null,
  es99: null,
  es99Low: null,
  es99High: null,
  tailPaths: 0,
  tailTooFew: true,
  max: null,
  maxPath: null,
  probabilityPositive: null,
  probabilityPositiveLow: null,
  probabilityPositiveHigh: null,
};
