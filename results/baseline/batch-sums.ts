import type { Figure } from '../../scenarios/statistic.ts';
import { strategyOf } from '../figure-estimate.ts';
import type { METRICS } from '../metrics.ts';
import { RATIOS, type RatioKey, ratioColumns } from '../ratios.ts';
import { column, type Results } from '../results.ts';
import { weightingOf } from '../weighting.ts';

/** Batches into which the paths of a baseline are cut: enough to estimate an error, few enough to read in a diff. */
export const MOST_BATCHES = 50;

/** Digits that a batch is written with. */
const DIGITS = 6;

/**
 * A figure as one number per batch of paths, whose average is what the figure is a matter of: the mean itself; the share of paths above
 * 0; for a quantile the share of paths above an anchor; for an expected shortfall the mean excess over an anchor, divided by 1 − p; for a
 * ratio R the mean of y − R·x with R the anchor, over the mean of x. Two runs with the same anchors on the same paths are then compared batch by batch, which is a
 * paired comparison that fits into a line of text.
 *
 * @param anchor what does not move: the baseline's own quantile or ratio; 0 for means and probabilities
 * @returns null when the figure is absent on every path
 */
export function batchValues(results: Results, strategy: string, figure: Figure, anchor: number): number[] | null {
  const terms = termsOf(results, strategy, figure, anchor);
  if (terms === null) return null;
  const n = terms.length;
  const batches = Math.min(MOST_BATCHES, n);
  const values = new Array<number>(batches).fill(0);
  for (let row = 0; row < n; row++) values[Math.floor((row * batches) / n)]! += (terms[row]! * batches) / n;
  return values.map(rounded);
}

/** What is written and compared: differences below this are rounding. */
export const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

function termsOf(
  results: Results,
  strategy: string,
  { metric, statistic }: Figure,
  anchor: number,
): Float64Array | null {
  const columns = strategyOf(results, strategy);
  const weights = weightingOf(results)?.weights;
  const weigh = (terms: Float64Array) => (weights === undefined ? terms : terms.map((term, i) => term * weights[i]!));
  if (metric in RATIOS) {
    const { numerator, denominator } = ratioColumns(RATIOS[metric as RatioKey], columns, results.manifest);
    const below = weigh(denominator).reduce((sum, x) => sum + x, 0) / denominator.length;
    if (!(below > 0)) return null;
    return weigh(numerator.map((y, i) => (y - anchor * denominator[i]!) / below));
  }
  const values = column(columns, metric as keyof typeof METRICS);
  const present = values.filter((value) => !Number.isNaN(value)).length;
  if (present === 0) return null;
  // A path without the figure adds nothing, and the others count for it.
  const scale = values.length / present;
  const each = (of: (x: number) => number) => weigh(values.map((x) => (Number.isNaN(x) ? 0 : of(x) * scale)));
  switch (statistic.kind) {
    case 'mean':
      return each((x) => x);
    case 'probability':
      return each((x) => (x > 0 ? 1 : 0));
    case 'quantile':
      return each((x) => (x > anchor ? 1 : 0));
    case 'shortfall':
      return each((x) => Math.max(0, x - anchor) / (1 - statistic.level));
    case 'ratio':
      return null;
  }
}
