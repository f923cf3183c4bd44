import type { OutcomeKey } from '../../models/outcome.ts';
import { formatDifference, formatInterval, formatNumber, NO_FIGURE } from '../format.ts';
import { METRICS, type Metric } from '../metrics.ts';
import { RATIOS, type RatioKey } from '../ratios.ts';
import type { Comparison, Summary } from '../summary.ts';
import { drawGrid, type Grid, seenWidth } from './grid.ts';
import { plain, type Style } from './style.ts';

/** The figures that a decision looks at; `summary.json` compares all of them. */
export const COMPARED: readonly (OutcomeKey | RatioKey)[] = [
  'badDebtUsd',
  'slippageUsd',
  'slippageBps',
  'timeToCloseMedianSeconds',
  'timeToCloseP95Seconds',
  'keeperProfitUsd',
  'borrowerLossUsd',
];

/** Fewer differing paths than this, and the verdict says on how few it rests. */
const FEW_DIFFERING_PATHS = 10;

/** What is left out as a terminal gets narrower. */
type Layout = 'full' | 'noShares' | 'stacked';

/** Every strategy against the reference: mean difference on the same path, interval, shares of paths, verdict in words. */
export function comparisonTable(summary: Summary, width: number, style: Style): string {
  const fits = (layout: Layout) => seenWidth(drawGrid(gridOf(summary, layout, plain))) <= width;
  const layout = fits('full') ? 'full' : fits('noShares') ? 'noShares' : 'stacked';
  return drawGrid(gridOf(summary, layout, style));
}

function gridOf(summary: Summary, layout: Layout, style: Style): Grid {
  const rows = summary.strategies
    .filter(({ strategy }) => strategy !== summary.manifest.reference)
    .flatMap(({ strategy }) => [
      { section: style('strategy', strategy) },
      ...COMPARED.map((key) => {
        const comparison = summary.comparisons.find((one) => one.strategy === strategy && one.metric === key)!;
        return { cells: cells(comparison, layout, style) };
      }),
    ]);
  switch (layout) {
    case 'full': {
      const head = ['', 'difference', '95 % interval', 'higher · same · lower', 'verdict'];
      return { head, aligns: ['left', 'right', 'left', 'left', 'left'], rows };
    }
    case 'noShares':
      return { head: ['', 'difference', '95 % interval', 'verdict'], aligns: ['left', 'right', 'left', 'left'], rows };
    case 'stacked':
      return { head: ['', 'difference', 'verdict'], aligns: ['left', 'right', 'left'], rows };
  }
}

function cells(comparison: Comparison, layout: Layout, style: Style): string[] {
  const { title, unit } = described(comparison.metric);
  const { low, high } = comparison;
  const name = `  ${title}${unit === 'usd' ? ', USD' : ''}`;
  const difference = formatDifference(comparison.difference, unit);
  const bounds = comparison.verdict === 'identical' ? '' : formatInterval(low, high, unit, formatDifference);
  const interval = bounds === '' ? '' : style('interval', bounds);
  switch (layout) {
    case 'full':
      return [name, difference, interval, shares(comparison), words(comparison, ' ', style)];
    case 'noShares':
      return [name, difference, interval, words(comparison, ' ', style)];
    case 'stacked':
      return [name, interval === '' ? difference : `${difference}\n${interval}`, words(comparison, '\n', style)];
  }
}

export function shares({ shareHigher, shareEqual, shareLower }: Comparison): string {
  if (shareHigher === null || shareEqual === null || shareLower === null) return NO_FIGURE;
  return `${[shareHigher, shareEqual, shareLower].map(wholePercent).join(' · ')} %`;
}

/** Never 0 or 100 for what happened on some paths or not on all. */
function wholePercent(share: number): string {
  if (share > 0 && share < 0.005) return '<1';
  if (share < 1 && share >= 0.995) return '>99';
  return String(Math.round(share * 100));
}

export function words({ verdict, pathsToDecide, differingPaths, n }: Comparison, gap: string, style: Style): string {
  if (n === 0) return 'nothing to compare';
  if (verdict === 'no difference shown') {
    if (pathsToDecide === null) return verdict;
    return verdict + gap + style('note', `(needs ~${formatNumber(Number(pathsToDecide.toPrecision(2)))} paths)`);
  }
  const few = differingPaths !== null && differingPaths > 0 && differingPaths < FEW_DIFFERING_PATHS;
  const tail = few ? gap + style('warning', `(only ${differingPaths} paths differ)`) : '';
  return (verdict === 'worse' || verdict === 'better' ? style(verdict, verdict) : verdict) + tail;
}

export function described(key: OutcomeKey | RatioKey): Metric {
  return key in RATIOS ? RATIOS[key as RatioKey] : METRICS[key as OutcomeKey];
}
