import { type Figure, figureText } from '../../scenarios/statistic.ts';
import { normalQuantile } from '../../sim/random/distributions.ts';
import type { Margin } from '../compare-results.ts';
import { CONFIDENCE } from '../definitions.ts';
import { describedMetric, estimateFigure } from '../figure-estimate.ts';
import type { MetricUnit } from '../metrics.ts';
import { rowsDigest } from '../read-results.ts';
import type { Results } from '../results.ts';
import { holm } from '../statistics/holm.ts';
import { differenceInterval, effectiveValues } from '../statistics/mean-interval.ts';
import { DECIDING_POWER } from '../statistics/sample-size.ts';
import { studentCdf } from '../statistics/student-t.ts';
import { type Baseline, type PinnedFigure, pinnedFigure } from './baseline.ts';
import { batchValues } from './batch-sums.ts';

/** Chance that a check without any change of law fails, over all its figures. */
export const FALSE_ALARMS = 0.05;

/**
 * `same`: no batch differs. `worse`: worse by more than the tolerance, beyond chance. `better`: the same for better. `moved`: it differs,
 * but chance or the tolerance explains it. `missing`: the figure existed, and does so no more, or the strategy is gone.
 */
export type BaselineOutcome = 'same' | 'worse' | 'better' | 'moved' | 'missing';

export interface BaselineResult {
  readonly strategy: string;
  readonly figure: string;
  readonly unit: MetricUnit;
  readonly before: number | null;
  readonly after: number | null;
  /** In the figure's unit; 0 where any worsening beyond chance counts. */
  readonly tolerance: number;
  readonly outcome: BaselineOutcome;
  /** One-sided: chance of batches this much worse if it were worse by no more than the tolerance; after Holm's correction. */
  readonly pValue: number | null;
  /** Paths after which a change of the size seen would be told from chance; null where it is, or is none. */
  readonly pathsToDecide: number | null;
}

export interface BaselineCheck {
  /** Every figure of every path is the same to the bit. */
  readonly isIdentical: boolean;
  /** What else is not as it was: a sentence each. */
  readonly notes: readonly string[];
  readonly figures: readonly BaselineResult[];
}

/**
 * Holds a new run of the baseline's paths against it. Where every row is the same, so is everything. Otherwise each figure is tested
 * batch by batch (paired t test, one-sided towards worse), and Holm's correction keeps the chance of any false alarm at 5 % over all of them.
 *
 * @param tolerances by figure: a worsening up to this size is allowed
 */
export function checkBaseline(
  baseline: Baseline,
  results: Results,
  tolerances: ReadonlyMap<string, Margin> = new Map(),
): BaselineCheck {
  const isIdentical = rowsDigest(results) === baseline.rows;
  const tested = baseline.figures.map((pinned) => test(pinned, results, tolerances));
  const adjusted = holm(tested.map(({ pWorse }) => pWorse));
  const better = holm(tested.map(({ pBetter }) => pBetter));
  const figures = tested.map(({ pWorse: _, pBetter: __, ...one }, i): BaselineResult => {
    const isWorse = adjusted[i] !== null && adjusted[i]! <= FALSE_ALARMS;
    const isBetter = better[i] !== null && better[i]! <= FALSE_ALARMS;
    const outcome = one.outcome === 'moved' ? (isWorse ? 'worse' : isBetter ? 'better' : 'moved') : one.outcome;
    return { ...one, outcome, pValue: adjusted[i]!, pathsToDecide: outcome === 'moved' ? one.pathsToDecide : null };
  });
  return { isIdentical, notes: notesOf(baseline, results), figures };
}

type Tested = BaselineResult & { readonly pWorse: number | null; readonly pBetter: number | null };

function test(pinned: PinnedFigure, results: Results, tolerances: ReadonlyMap<string, Margin>): Tested {
  const figure = pinnedFigure(pinned.figure);
  const { unit, worse } = describedMetric(figure.metric);
  const { strategy, value: before } = pinned;
  const asked = tolerances.get(figureText(figure));
  const tolerance =
    asked === undefined ? 0 : asked.kind === 'absolute' ? asked.size : asked.size * Math.abs(before ?? 0);
  const base = {
    strategy,
    figure: pinned.figure,
    unit: figure.statistic.kind === 'probability' ? ('fraction' as const) : unit,
    before,
    tolerance,
    pValue: null,
    pWorse: null,
    pBetter: null,
    pathsToDecide: null,
  };
  if (!results.manifest.strategies.includes(strategy)) return { ...base, after: null, outcome: 'missing' };
  const after = estimateFigure(results, strategy, figure).value;
  if (before === null || after === null)
    return { ...base, after, outcome: after === null && before !== null ? 'missing' : 'same' };
  const sign = worse === 'lower' ? -1 : 1;
  const raw = differences(pinned, results, figure, 0);
  const moved = differences(pinned, results, figure, sign * tolerance);
  if (raw === null || moved === null) return { ...base, after, outcome: 'missing' };
  if (raw.every((difference) => difference === 0)) return { ...base, after, outcome: 'same' };
  const tail = worse === 'neither' ? null : tests(moved, sign * allowance(figure, tolerance));
  const paths = results.strategies[0]!.paths.length;
  return {
    ...base,
    after,
    outcome: 'moved',
    pWorse: tail === null ? null : sign > 0 ? tail.above : tail.below,
    pBetter: worse === 'neither' ? null : ((t) => (sign > 0 ? t.below : t.above))(tests(raw, 0)),
    pathsToDecide: tail === null || tail.ratio === 0 ? null : Math.ceil(paths * needed(tail.ratio)),
  };
}

/** New batches minus old ones. A tolerance of a quantile moves its anchor: the quantile is worse if as many paths lie beyond that. */
function differences(pinned: PinnedFigure, results: Results, figure: Figure, shift: number): number[] | null {
  const anchor = pinned.anchor + (figure.statistic.kind === 'quantile' ? shift : 0);
  const now = batchValues(results, pinned.strategy, figure, anchor);
  if (now === null || now.length !== pinned.batches.length) return null;
  return now.map((value, i) => value - pinned.batches[i]!);
}

/** What the mean of the differences may reach. */
const allowance = ({ statistic }: Figure, tolerance: number): number => (statistic.kind === 'quantile' ? 0 : tolerance);

/** Chances, were the mean difference no further than `allowed`, of one at least as far above and below. */
function tests(moved: readonly number[], allowed: number): { above: number; below: number; ratio: number } {
  const shifted = moved.map((difference) => difference - allowed);
  const { value, standardError } = differenceInterval(shifted, CONFIDENCE);
  if (standardError === null || standardError === 0)
    return { above: value > 0 ? 0 : 1, below: value < 0 ? 0 : 1, ratio: 0 };
  // Where one batch carries the difference, it counts for one: that is no evidence.
  const freedom = Math.max(1, Math.min(moved.length - 1, effectiveValues(moved)));
  const ratio = value / standardError;
  return { above: studentCdf(-ratio, freedom), below: studentCdf(ratio, freedom), ratio };
}

/** How many times the paths it takes to tell a difference of `ratio` standard errors from chance, four times in five. */
function needed(ratio: number): number {
  const reach = (normalQuantile(1 - FALSE_ALARMS / 2) + normalQuantile(DECIDING_POWER)) / ratio;
  return reach * reach;
}

function notesOf(baseline: Baseline, { manifest, failures }: Results): string[] {
  const notes: string[] = [];
  if (manifest.scenario.hash !== baseline.hash) {
    notes.push('The scenario is not the one of the baseline: its settings, files or plug-ins have changed.');
  }
  if (manifest.mathFingerprint !== baseline.mathFingerprint) {
    notes.push(
      'exp or log give other bits on this machine than where the baseline was written; small differences may come from that.',
    );
  }
  if (manifest.plimsoll !== baseline.plimsoll)
    notes.push(`The baseline was written by Plimsoll ${baseline.plimsoll}; this is ${manifest.plimsoll}.`);
  if (manifest.horizonMillis !== baseline.horizonMillis)
    notes.push('The horizon has changed: figures of a path are sums over different times.');
  if (failures.length > 0) notes.push('Some paths failed and are in no figure.');
  return notes;
}
