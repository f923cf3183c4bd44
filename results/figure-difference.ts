import type { Figure } from '../scenarios/statistic.ts';
import { figureText } from '../scenarios/statistic.ts';
import { CONFIDENCE } from './definitions.ts';
import { strategyOf } from './figure-estimate.ts';
import type { METRICS } from './metrics.ts';
import { RATIOS, type RatioKey, ratioColumns } from './ratios.ts';
import { column, type Results } from './results.ts';
import { Sample } from './sample.ts';
import { describeDifferences, type PairedDifference, pairedDifference } from './statistics/paired-difference.ts';
import { ratioInfluence } from './statistics/ratio-of-sums.ts';
import { weightingOf } from './weighting.ts';

/**
 * A figure of one result minus that of another on the same paths.
 *
 * Every figure is a mean of what each path adds to it: x itself; whether x is above 0; for an expected shortfall
 * q + max(0, x − q)/(1 − p) with each result's own q; for a ratio what the path pulls at it. So every difference is a paired one.
 *
 * @throws RangeError for a quantile, which is no mean, and when the two weigh their paths differently
 */
export function figureDifference(before: Results, after: Results, strategy: string, figure: Figure): PairedDifference {
  const weighting = weightingOf(before);
  const other = weightingOf(after);
  if (weighting?.weights.some((weight, i) => weight !== other?.weights[i]) ?? other !== undefined) {
    throw new RangeError(
      'the results weigh their paths differently (run.sampling, or the jumps that it samples, are not the same), so they cannot be paired; run both without sampling',
    );
  }
  const [a, b] = [before, after].map((results) => contributions(results, strategy, figure));
  if (a === null || b === null) return describeDifferences([], CONFIDENCE);
  return pairedDifference(b!, a!, CONFIDENCE, weighting);
}

/** What each path adds to a figure, so that the figure is their mean; NaN where absent, null where there is no figure. */
function contributions(results: Results, strategy: string, figure: Figure): Float64Array | null {
  const columns = strategyOf(results, strategy);
  const { metric, statistic } = figure;
  const weighting = weightingOf(results);
  if (metric in RATIOS) {
    const { numerator, denominator } = ratioColumns(RATIOS[metric as RatioKey], columns, results.manifest);
    const pulls = ratioInfluence(numerator, denominator, weighting?.weights);
    return pulls === null ? null : pulls.influence.map((pull) => pull + pulls.value);
  }
  const key = metric as keyof typeof METRICS;
  const values = column(columns, key);
  switch (statistic.kind) {
    case 'mean':
      return values;
    case 'probability':
      return values.map((x) => (Number.isNaN(x) ? x : x > 0 ? 1 : 0));
    case 'shortfall': {
      const sample = new Sample(values, weighting, metric);
      const q = sample.n === 0 ? Number.NaN : sample.quantile(statistic.level).value;
      return values.map((x) => q + Math.max(0, x - q) / (1 - statistic.level));
    }
    case 'quantile':
      throw new RangeError(
        `${figureText(figure)}: a quantile has no paired difference; compare es(${statistic.level * 100}) instead`,
      );
    case 'ratio':
      throw new RangeError(`${figureText(figure)}: ${metric} is no ratio`);
  }
}
