import type { FigureComparison, ResultsComparison } from '../compare-results.ts';
import {
  formatCount,
  formatDifference,
  formatFraction,
  formatInterval,
  formatNumber,
  formatUsd,
  formatValue,
} from '../format.ts';

/** What a comparison says, as cells and sentences; tables for people and machines are made of these. */

export const HEAD = ['', 'first', 'second', 'difference', '95 % interval', 'verdict'] as const;

/** Marks a verdict that does not stand once all comparisons of the table are counted. */
export const NOT_AFTER_HOLM = '†';

export function cellsOf(one: FigureComparison): [string, string, string, string, string, string] {
  const { figure, unit, before, after, difference, low, high, verdict } = one;
  return [
    figure,
    formatValue(before, unit),
    formatValue(after, unit),
    formatDifference(difference, unit),
    verdict === 'identical' ? '' : formatInterval(low, high, unit, formatDifference),
    verdictText(one),
  ];
}

export function verdictText({ verdict, margin, unit, pathsToDecide, adjustedPValue, n }: FigureComparison): string {
  if (n === 0) return 'nothing to compare';
  switch (verdict) {
    case 'equivalent':
      return `equivalent (within ±${formatValue(margin, unit)})`;
    case 'not decided':
      return pathsToDecide === null
        ? verdict
        : `${verdict} (needs ~${formatNumber(Number(pathsToDecide.toPrecision(2)))} paths)`;
    case 'worse':
    case 'better':
    case 'higher':
    case 'lower':
      return adjustedPValue !== null && adjustedPValue > 0.05 ? `${verdict} ${NOT_AFTER_HOLM}` : verdict;
    default:
      return verdict;
  }
}

/** What differs between the two, first: settings, or that there are none. */
export function settingLines({ settings, before, after }: ResultsComparison): string[] {
  const names = `first: ${before.scenario.name}, second: ${after.scenario.name}`;
  if (settings.length === 0) return [`${names}; no setting differs`];
  return [
    names,
    ...settings.map(({ path, before: a, after: b }) => `${path}  ${a ?? 'not there'} → ${b ?? 'not there'}`),
  ];
}

/** The effect on bad debt in money, a sentence for each strategy. */
export function moneySentences({ figures, before }: ResultsComparison): string[] {
  return figures
    .filter(({ figure, difference }) => figure === 'badDebtUsd.mean' && difference !== null)
    .map((one) => {
      const { strategy, difference, low, high, verdict, margin } = one;
      if (verdict === 'identical') return `${strategy}: bad debt is the same on every path.`;
      const share =
        before.initialDebtUsd > 0
          ? ` (${formatFraction(Math.abs(difference!) / before.initialDebtUsd)} of the debt)`
          : '';
      const direction = difference! >= 0 ? 'more' : 'less';
      const interval =
        low === null || high === null
          ? 'with no interval yet'
          : `between ${formatDifference(low, 'usd')} and ${formatDifference(high, 'usd')}`;
      const words = verdict === 'equivalent' ? `no difference above ${formatUsd(margin)} USD a path` : verdictText(one);
      return `${strategy}: ${formatUsd(Math.abs(difference!))} USD a path ${direction} bad debt${share}, ${interval}: ${words}.`;
    });
}

export function footnotes({ figures, notes }: ResultsComparison): string[] {
  const paths = Math.max(0, ...figures.map(({ n }) => n));
  const tests = figures.filter(({ pValue }) => pValue !== null).length;
  const shaken = figures.some((one) => verdictText(one).endsWith(NOT_AFTER_HOLM));
  return [
    ...notes.map((note) => `Note: ${note}`),
    `Second minus first on the same ${formatCount(paths)} paths. Equivalent: the whole interval lies within the margin.`,
    `${tests} differences were tested; ${shaken ? `${NOT_AFTER_HOLM} does not stand after Holm's correction for that many` : "every verdict stands after Holm's correction for that many"}.`,
  ];
}
