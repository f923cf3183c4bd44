import type { OutcomeKey } from '../../models/outcome.ts';
import { formatInterval, formatValue } from '../format.ts';
import { METRICS } from '../metrics.ts';
import { RATIOS, type RatioKey } from '../ratios.ts';
import type { MetricSummary, StrategySummary, Summary } from '../summary.ts';
import { drawGrid, type Grid, type GridRow, seenWidth } from './grid.ts';
import { plain, type Style } from './style.ts';

/** Marks a tail figure that rests on too few paths; the notes explain it. */
export const TOO_FEW_MARK = ' *';

/** Longer names break at hyphens. */
const WIDEST_NAME = 13;

interface Figure {
  readonly text: string;
  readonly interval: string;
}

type Line = { readonly section: string } | { readonly label: string; readonly of: (from: StrategySummary) => Figure };

/**
 * The strategies side by side, a figure a row. In wide terminals intervals stand beside their figure; in narrow ones below it,
 * names break at hyphens, and strategies that still do not fit continue in a further block.
 */
export function strategyTable(summary: Summary, width: number, style: Style): string {
  const { strategies } = summary;
  const lines = linesFor(strategies);
  if (fits(strategies, lines, false, width)) return drawGrid(gridOf(strategies, lines, false, style));
  const blocks = evenBlocks(strategies, (block) => fits(block, lines, true, width));
  return blocks.map((block) => drawGrid(gridOf(block, lines, true, style))).join('\n\n');
}

/** As few blocks as fit, as even as can be; a block of one stands even where it does not fit. */
function evenBlocks<T>(items: readonly T[], fit: (block: readonly T[]) => boolean): T[][] {
  for (let size = items.length; ; size = Math.ceil(items.length / (Math.ceil(items.length / size) + 1))) {
    const blocks: T[][] = [];
    for (let from = 0; from < items.length; from += size) blocks.push(items.slice(from, from + size));
    if (size === 1 || blocks.every(fit)) return blocks;
  }
}

function fits(
  strategies: readonly StrategySummary[],
  lines: readonly Line[],
  stacked: boolean,
  width: number,
): boolean {
  return seenWidth(drawGrid(gridOf(strategies, lines, stacked, plain))) <= width;
}

function gridOf(strategies: readonly StrategySummary[], lines: readonly Line[], stacked: boolean, style: Style): Grid {
  const name = (text: string) => (stacked ? breakName(text) : text);
  return {
    head: ['', ...strategies.map(({ strategy }) => each(name(strategy), (line) => style('strategy', line)))],
    aligns: ['left', ...strategies.map(() => 'right' as const)],
    rows: lines.map((line): GridRow => {
      if ('section' in line) return { section: style('section', line.section) };
      return { cells: [`  ${line.label}`, ...strategies.map((from) => cell(line.of(from), stacked, style))] };
    }),
  };
}

function cell({ text, interval }: Figure, stacked: boolean, style: Style): string {
  if (interval === '') return text;
  return `${text}${stacked ? '\n' : ' '}${style('interval', interval)}`;
}

function breakName(name: string): string {
  const lines = [''];
  for (const part of name.split(/(?<=-)/)) {
    if (lines.at(-1) !== '' && lines.at(-1)!.length + part.length > WIDEST_NAME) lines.push('');
    lines[lines.length - 1] += part;
  }
  return lines.join('\n');
}

const each = (text: string, change: (line: string) => string): string => text.split('\n').map(change).join('\n');

function linesFor(strategies: readonly StrategySummary[]): Line[] {
  const knowsDebt = strategies.some(({ ratios }) => ratios.badDebtShareOfDebt.value !== null);
  const knowsFarTail = strategies.some(
    ({ metrics }) => metrics.badDebtUsd.es999 !== null && isSpread(metrics.badDebtUsd),
  );
  return [
    { section: 'Bad debt, USD a path' },
    statistic('mean', 'badDebtUsd', 'mean'),
    ...(knowsDebt ? [ratio('mean, of all debt', 'badDebtShareOfDebt')] : []),
    statistic('95th percentile', 'badDebtUsd', 'p95'),
    statistic('99th percentile', 'badDebtUsd', 'p99'),
    statistic('ES 99 %', 'badDebtUsd', 'es99'),
    ...(knowsFarTail ? [statistic('ES 99.9 %', 'badDebtUsd', 'es999')] : []),
    probability('P(bad debt > 0)', 'badDebtUsd'),
    { section: 'Slippage' },
    statistic('mean, USD a path', 'slippageUsd', 'mean'),
    ratio('by volume sold', 'slippageBps'),
    { section: 'Liquidations' },
    statistic('debt repaid, USD', 'liquidatedDebtUsd', 'mean'),
    statistic('number a path', 'liquidations', 'mean'),
    ratio('share in cascades', 'cascadeShare'),
    { section: 'From breach to close' },
    statistic('median account', 'timeToCloseMedianSeconds', 'mean'),
    statistic('p95 account', 'timeToCloseP95Seconds', 'mean'),
    { section: 'Who gains, who loses, USD a path' },
    statistic('keeper profit', 'keeperProfitUsd', 'mean'),
    statistic('borrower loss', 'borrowerLossUsd', 'mean'),
  ];
}

type WithInterval = 'mean' | 'p95' | 'p99' | 'es99' | 'es999';

function statistic(label: string, key: OutcomeKey, name: WithInterval): Line {
  return {
    label,
    of: ({ metrics }) => {
      const figures = metrics[key];
      const { unit } = METRICS[key];
      const mark = name === 'es99' && isDoubtful(figures) ? TOO_FEW_MARK : '';
      const [low, high] = [figures[`${name}Low`], figures[`${name}High`]];
      return {
        text: formatValue(figures[name], unit) + mark,
        interval: intervalUnlessNil(figures[name], low, high, unit),
      };
    },
  };
}

function probability(label: string, key: OutcomeKey): Line {
  return {
    label,
    of: ({ metrics }) => {
      const { probabilityPositive: value, probabilityPositiveLow: low, probabilityPositiveHigh: high } = metrics[key];
      return { text: formatValue(value, 'fraction'), interval: formatInterval(low, high, 'fraction') };
    },
  };
}

function ratio(label: string, key: RatioKey): Line {
  return {
    label,
    of: ({ ratios }) => {
      const { value, low, high } = ratios[key];
      return {
        text: formatValue(value, RATIOS[key].unit),
        interval: intervalUnlessNil(value, low, high, RATIOS[key].unit),
      };
    },
  };
}

/** [0, 0] beside a 0 says nothing; where no path had the figure, the probability carries the doubt. */
function intervalUnlessNil(
  value: number | null,
  low: number | null,
  high: number | null,
  unit: Parameters<typeof formatValue>[1],
) {
  return value === 0 && low === 0 && high === 0 ? '' : formatInterval(low, high, unit);
}

/** Too few tail paths matter only where there is something in the tail. */
export function isDoubtful(figures: MetricSummary): boolean {
  return figures.tailTooFew && isSpread(figures);
}

const isSpread = ({ max, min }: MetricSummary): boolean => max !== null && max !== min;
