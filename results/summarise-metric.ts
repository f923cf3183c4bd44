import { TAIL_LEVEL } from './definitions.ts';
import { Sample } from './sample.ts';
import { FEWEST_EFFECTIVE_TAIL, type Weighting } from './statistics/weighted.ts';
import type { MetricSummary } from './summary.ts';

/** Level of the far tail: the worst thousandth. Given only where enough paths lie in it. */
const FAR_LEVEL = 0.999;

/**
 * All statistics of one figure over the paths that have it. p50 to p99.9 are quantiles, es99 and es999 the means of the highest
 * hundredth and thousandth, whichever direction is worse.
 *
 * @param values one per path, in path order; NaN where absent
 * @param paths the path numbers of those values
 * @param what name of the figure, for errors
 * @param weighting what each path counts for; left out where all count alike
 */
export function summariseMetric(
  values: Float64Array,
  paths: ArrayLike<number>,
  what: string,
  weighting?: Weighting,
): MetricSummary {
  const sample = new Sample(values, weighting, what);
  const { n, absent, sorted } = sample;
  if (n === 0) return { ...NOTHING, absent };

  const mean = sample.mean();
  const [p50, p95] = [sample.quantile(0.5), sample.quantile(0.95)];
  const near = sample.shortfall(TAIL_LEVEL);
  const far = sample.shortfall(FAR_LEVEL);
  // A weighted tail that hangs on a few paths looks exact: it is refused. A plain one is marked (tailTooFew).
  const nearRefused = sample.isWeighted && near.effectiveTail < FEWEST_EFFECTIVE_TAIL && spreads(sorted);
  const farRefused = far.effectiveTail < FEWEST_EFFECTIVE_TAIL && spreads(sorted);
  const p99 = nearRefused ? NO_ESTIMATE : sample.quantile(TAIL_LEVEL);
  const p999 = farRefused ? NO_ESTIMATE : sample.quantile(FAR_LEVEL);
  const [es99, es999] = [nearRefused ? NO_ESTIMATE : near, farRefused ? NO_ESTIMATE : far];
  const positive = sample.probability();
  const max = sorted[n - 1]!;
  return {
    n,
    absent,
    effectivePaths: sample.effective,
    total: sample.total(),
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
    p999: p999.value,
    p999Low: p999.low,
    p999High: p999.high,
    es99: es99.value,
    es99Low: es99.low,
    es99High: es99.high,
    es999: es999.value,
    es999Low: es999.low,
    es999High: es999.high,
    tailPaths: near.effectiveTail,
    tailTooFew: nearRefused || near.tooFew,
    farTailPaths: far.effectiveTail,
    max,
    maxPath: paths[values.indexOf(max)]!,
    probabilityPositive: positive.value,
    probabilityPositiveLow: positive.low,
    probabilityPositiveHigh: positive.high,
  };
}

const NO_ESTIMATE = { value: null, low: null, high: null } as const;

/** Where all paths have the same value, so has the tail, however few paths lie in it. */
const spreads = (sorted: Float64Array): boolean => sorted[0] !== sorted.at(-1);

const NOTHING: MetricSummary = {
  n: 0,
  absent: 0,
  effectivePaths: 0,
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
  p999: null,
  p999Low: null,
  p999High: null,
  es99: null,
  es99Low: null,
  es99High: null,
  es999: null,
  es999Low: null,
  es999High: null,
  tailPaths: 0,
  tailTooFew: true,
  farTailPaths: 0,
  max: null,
  maxPath: null,
  probabilityPositive: null,
  probabilityPositiveLow: null,
  probabilityPositiveHigh: null,
};
