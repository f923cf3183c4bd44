/** The outcomes of an attack as a table: a column per strategy. */
import type { AttackOutcome } from '../attack-outcomes.ts';
import { formatFraction, formatNumber, formatUsd } from '../format.ts';
import type { MeanEstimate } from '../statistics/mean-interval.ts';
import { drawGrid } from './grid.ts';

type Shown = readonly [label: string, cell: (outcome: AttackOutcome) => string];

const withInterval = ({ value, low, high }: MeanEstimate, show: (value: number) => string): string =>
  low === null || high === null ? show(value) : `${show(value)} [${show(low)}, ${show(high)}]`;

const ROWS: readonly Shown[] = [
  ['sold into the pool', ({ soldUsd }) => withInterval(soldUsd, formatUsd)],
  ['lost to the pool and arbitrage', ({ lossUsd }) => withInterval(lossUsd, formatUsd)],
  ['gas', ({ gasUsd }) => withInterval(gasUsd, formatUsd)],
  ['gain from loans', ({ loanGainUsd }) => withInterval(loanGainUsd, formatUsd)],
  ['gain as keeper', ({ keeperGainUsd }) => withInterval(keeperGainUsd, formatUsd)],
  ['profit', ({ profitUsd }) => withInterval(profitUsd, formatUsd)],
  ['believed price / outside price', ({ reading }) => withInterval(reading, formatNumber)],
  ['paths on which it pays', ({ profitable }) => formatFraction(profitable)],
];

export function attackTable(title: string, outcomes: readonly AttackOutcome[]): string {
  const grid = drawGrid({
    head: ['', ...outcomes.map(({ strategy }) => strategy)],
    rows: ROWS.map(([label, cell]) => ({ cells: [label, ...outcomes.map(cell)] })),
    aligns: ['left', ...outcomes.map(() => 'right' as const)],
  });
  const paths = outcomes[0]?.paths ?? 0;
  return `${title}\n\n${grid}\n\nUSD a path, means over ${paths} paths with 95 % intervals.`;
}
