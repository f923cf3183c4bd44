import { CONFIDENCE } from '../definitions.ts';
import { formatCount, formatInterval, formatValue } from '../format.ts';
import type { GateOutcome } from '../gates.ts';
import type { MetricUnit } from '../metrics.ts';
import { drawGrid } from '../table/grid.ts';
import { plain, type Style } from '../table/style.ts';
import { wrap } from '../table.ts';
import { unseenText } from '../unseen-text.ts';
import type { FrontierKind } from './frontier-search.ts';

/** What `plimsoll frontier` finds for one strategy. */
export interface StrategyFrontier {
  readonly strategy: string;
  /** Whether the limit is kept up to a largest value, down to a smallest one, everywhere or nowhere in the interval. */
  readonly kind: FrontierKind;
  /** The furthest value at which the estimate keeps the limit. */
  readonly estimate: string | null;
  /** The furthest value at which the whole interval keeps it. */
  readonly kept: string | null;
  /** The nearest value at which the whole interval breaks it. */
  readonly broken: string | null;
  readonly isMonotone: boolean;
  /** Neighbouring values between which the figure goes against its course. */
  readonly reversals: readonly { readonly from: string; readonly to: string; readonly difference: number | null }[];
  readonly explored: readonly {
    readonly at: string;
    readonly paths: number;
    readonly value: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly outcome: GateOutcome;
    /** Where the figure is 0 on every path; see FigureEstimate. */
    readonly unseenShare?: number;
  }[];
}

export interface FrontierReport {
  readonly plimsoll: string;
  readonly mathFingerprint: string;
  readonly scenario: { readonly name: string; readonly title: string; readonly hash: string };
  readonly seed: string;
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly limit: string;
  readonly unit: MetricUnit;
  readonly confidence: number;
  /** Most paths at a value. */
  readonly paths: number;
  /** Paths that were run, over all values and strategies. */
  readonly pathsRun: number;
  readonly frontiers: readonly StrategyFrontier[];
}

const WORDS: Readonly<Record<FrontierKind, string>> = {
  largest: 'largest',
  smallest: 'smallest',
  everywhere: 'kept everywhere',
  nowhere: 'kept nowhere',
};

/** The value whose figure stands in the table. */
const shownOf = ({ explored, kept, estimate }: StrategyFrontier) =>
  explored.find(({ at }) => at === (kept ?? estimate));

/** Frontiers as text. Ends without a line end. */
export function frontierText(report: FrontierReport, width: number, style: Style = plain): string {
  const { key, from, to, limit, unit, paths, pathsRun, frontiers } = report;
  const rows = frontiers.map((frontier) => {
    const { strategy, kind, estimate, kept, broken } = frontier;
    const shown = shownOf(frontier);
    const figure = shown
      ? `${formatValue(shown.value, unit)} ${formatInterval(shown.low, shown.high, unit)} on ${formatCount(shown.paths)} paths`
      : '';
    return { cells: [strategy, WORDS[kind], kept ?? '–', estimate ?? '–', broken ?? '–', figure] };
  });
  const per = Math.round(report.confidence * 100);
  const lines = [
    style('title', `${report.scenario.title}: ${key} from ${from} to ${to}`),
    style('note', `limit ${limit}, seed ${report.seed}`),
    '',
    drawGrid({
      head: ['strategy', '', `kept at ${per} %`, 'estimate', `broken at ${per} %`, 'figure there'],
      rows,
      aligns: ['left', 'left', 'right', 'right', 'right', 'left'],
    }),
    '',
  ];
  for (const { strategy, isMonotone, reversals } of frontiers) {
    if (isMonotone) continue;
    const where = reversals.map((one) => `${one.from} to ${one.to}`).join(', ');
    const text = `${strategy}: the response is not monotone${where === '' ? ': the limit is crossed more than once' : ` (it turns between ${where})`}. There may be more than one frontier; look with plimsoll sweep.`;
    lines.push(...wrap(text, width).map((line) => style('warning', line)));
  }
  for (const frontier of frontiers) {
    const shown = shownOf(frontier);
    if (shown?.unseenShare === undefined) continue;
    const text = `${frontier.strategy}: at ${shown.at} the figure is ${unseenText(shown.unseenShare, shown.paths)}.`;
    lines.push(...wrap(text, width).map((line) => style('warning', line)));
  }
  const words = `kept: the furthest value whose whole ${CONFIDENCE * 100} % interval keeps the limit; estimate: the furthest whose estimate does; broken: the nearest whose whole interval breaks it. All values met the same paths; at most ${formatCount(paths)} each, ${formatCount(pathsRun)} in all. Each value is judged on its own.`;
  return [...lines, ...wrap(words, width).map((line) => style('note', line))].join('\n');
}
