/** The figures behind an anatomy: a row for each instant. */
import type { PathAnatomy } from '../../anatomy/anatomy.ts';
import { formatCount, formatNumber, formatUsd } from '../../format.ts';
import type { Chart, ChartColumn } from './chart.ts';

/** The page shows every so many rows; the CSV holds all. */
const EVERY = 6;

export function anatomyTable(
  path: PathAnatomy,
  hours: readonly number[],
  asset: string,
): Pick<Chart, 'columns' | 'rows' | 'every'> {
  const plain = (value: number) => formatNumber(value);
  const of = (name: string, format: (value: number) => string = formatUsd): ChartColumn => ({ name, format });
  const own = path.strategies.map(({ liquidations, ...series }) => {
    const repaid = new Array<number>(hours.length).fill(0);
    const count = new Array<number>(hours.length).fill(0);
    for (const cell of liquidations) {
      repaid[cell.step]! += cell.repaidUsd;
      count[cell.step]! += cell.count;
    }
    return { ...series, repaid, count };
  });
  return {
    every: EVERY,
    columns: [
      of('hours', plain),
      of(`${asset} market, USD`, plain),
      of('gas price of others, gwei', plain),
      of('base fee, gwei', plain),
      of(`untouched depth, USD`),
      ...own.flatMap(({ strategy }) => [
        of(`${strategy}: oracle, USD`, plain),
        of(`${strategy}: backlog, USD`),
        of(`${strategy}: liquidations`, formatCount),
        of(`${strategy}: debt repaid, USD`),
        of(`${strategy}: depth, USD`),
        of(`${strategy}: funds, USD`),
        of(`${strategy}: bad debt so far, USD`),
      ]),
    ],
    rows: hours.map((hour, step) => [
      Number(hour.toPrecision(6)),
      path.marketUsd[step]!,
      path.gasGwei[step]!,
      path.baseFeeGwei?.[step] ?? null,
      path.calmDepthUsd?.[step] ?? null,
      ...own.flatMap((one) => [
        one.oracleUsd[step]!,
        one.backlogUsd[step]!,
        one.count[step]!,
        one.repaid[step]!,
        one.depthUsd[step] ?? null,
        one.fundUsd[step]!,
        one.badDebtUsd[step]!,
      ]),
    ]),
  };
}
