import type { BaselineCheck, BaselineOutcome, BaselineResult } from '../baseline/check-baseline.ts';
import { formatDifference, formatFraction, formatNumber, formatValue } from '../format.ts';
import { drawGrid } from '../table/grid.ts';
import type { Style } from '../table/style.ts';
import type { Check } from './check.ts';

const JUDGED: Readonly<Record<BaselineOutcome, Check['outcome']>> = {
  same: 'pass',
  better: 'pass',
  moved: 'pass',
  worse: 'fail',
  missing: 'fail',
};

/** A check for each figure of a baseline. @param scenario its name */
export function baselineChecks({ figures }: BaselineCheck, scenario: string): Check[] {
  return figures.map((one) => ({
    group: `${scenario} ${one.strategy}`,
    name: one.figure,
    outcome: JUDGED[one.outcome],
    detail: `${one.strategy}  ${one.figure}: ${formatValue(one.before, one.unit)} → ${formatValue(one.after, one.unit)}, ${words(one)}`,
  }));
}

function words({ outcome, pathsToDecide, tolerance, unit, pValue }: BaselineResult): string {
  const beyond = tolerance > 0 ? ` by more than ${formatValue(tolerance, unit)}` : '';
  switch (outcome) {
    case 'worse':
      return `worse${beyond}${pValue === null ? '' : ` (p ${pValue < 0.001 ? '< 0.001' : formatNumber(pValue)})`}`;
    case 'missing':
      return 'missing: a figure that is gone never passes';
    case 'moved':
      return tolerance > 0
        ? `within tolerance or chance`
        : `within chance${pathsToDecide === null ? '' : `, ~${formatNumber(Number(pathsToDecide.toPrecision(2)))} paths would tell`}`;
    default:
      return outcome;
  }
}

/** The figures that are not as they were, as a table; what got worse first. Empty text when none is. @param all whether to show all */
export function baselineTable({ figures }: BaselineCheck, style: Style, all = false): string {
  const order: readonly BaselineOutcome[] = ['missing', 'worse', 'moved', 'better', 'same'];
  const shown = figures
    .filter(({ outcome }) => all || outcome !== 'same')
    .sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  if (shown.length === 0) return '';
  const rows = shown.map((one) => {
    const { strategy, figure, unit, before, after } = one;
    const change = before === null || after === null ? null : after - before;
    const share = change === null || before === 0 ? '' : formatDifferenceShare(change / Math.abs(before!));
    const text = words(one);
    const isBad = one.outcome === 'worse' || one.outcome === 'missing';
    return {
      cells: [
        strategy,
        figure,
        formatValue(before, unit),
        formatValue(after, unit),
        formatDifference(change, unit),
        share,
        isBad ? style('worse', text) : one.outcome === 'better' ? style('better', text) : text,
      ],
    };
  });
  return drawGrid({
    head: ['strategy', 'figure', 'baseline', 'now', 'change', '', 'verdict'],
    aligns: ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
    rows,
  });
}

const formatDifferenceShare = (share: number): string => `${share > 0 ? '+' : ''}${formatFraction(share)}`;
