/** A figure over the values of one key: a line with its band for each strategy, and the gates. */
import { formatNumber, formatValue } from '../../format.ts';
import type { MetricUnit } from '../../metrics.ts';
import type { SweepSummary } from '../../points/sweep-results.ts';
import { type Chart, thinned } from '../page/chart.ts';
import { DASHES, INK, SERIES } from '../page/colours.ts';
import { axisOf } from './axis.ts';
import { limitAt, type SweptFigure, type SweptKey, settingValue, strategiesOf, strategyAt } from './sweep-figures.ts';

/** The heading says what it is; a long title beside the axis would not fit. */
const UNITS: Readonly<Partial<Record<MetricUnit, string>>> = { usd: 'USD', bps: 'bps', seconds: 'seconds' };

/** Undefined where no point has the figure. */
export function sweepLineChart(summary: SweepSummary, key: SweptKey, figure: SweptFigure): Chart | undefined {
  const strategies = strategiesOf(summary);
  const rows = strategies.flatMap((strategy, series) =>
    summary.points.flatMap((point) => {
      const own = strategyAt(point, strategy);
      const found = own === undefined ? undefined : figure.of(own);
      if (found === undefined || found.value === null) return [];
      const { value, low, high } = found;
      const limit = limitAt(point, strategy, figure.name);
      return [{ x: settingValue(point.settings[key.key]), strategy, series, value, low, high, limit }];
    }),
  );
  if (rows.length === 0) return undefined;
  rows.sort((a, b) => a.series - b.series || key.values.indexOf(a.x) - key.values.indexOf(b.x));
  const limits = rows.filter(({ limit }) => limit !== undefined);
  const x = key.isNumber
    ? { field: 'x', type: 'quantitative', title: key.short, scale: { zero: false, nice: false } }
    : { field: 'x', type: 'ordinal', title: key.short, sort: key.values, axis: { labelAngle: 0 } };
  const y = { type: 'quantitative', title: UNITS[figure.unit] ?? null, axis: axisOf(figure.unit) };
  const colours = strategies.map((_, index) => SERIES[index % SERIES.length]!);
  const dashes = strategies.map((_, index) => DASHES[index % DASHES.length]!);
  const legend = { columns: strategies.some((name) => name.length > 22) ? 1 : 2 };
  const said = strategies.flatMap((strategy) => {
    const own = rows.filter((row) => row.strategy === strategy);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) return [];
    return `${strategy} ${formatValue(first.value, figure.unit)} at ${label(first.x)}, ${formatValue(last.value, figure.unit)} at ${label(last.x)}`;
  });
  return {
    id: `sweep-${figure.id}`,
    title: `${figure.title} by ${key.short}`,
    summary: `${said.join('; ')}. Bands: 95 % intervals.${limits.length > 0 ? ' The thin line is the limit of a gate.' : ''}`,
    spec: {
      data: {
        values: rows.map(({ limit: _, ...row }) => ({
          ...row,
          low: row.low ?? row.value,
          high: row.high ?? row.value,
        })),
      },
      layer: [
        ...colours.map((fill, series) => ({
          transform: [{ filter: `datum.series === ${series} && datum.low !== null && datum.high !== null` }],
          mark: key.isNumber
            ? { type: 'area', fill, opacity: 0.14 }
            : { type: 'rule', stroke: fill, strokeWidth: 1.5, xOffset: 6 * series },
          encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } },
        })),
        ...(limits.length === 0
          ? []
          : [
              {
                data: { values: limits.map(({ x: at, limit, strategy }) => ({ x: at, limit, strategy })) },
                mark: { type: 'line', stroke: INK, strokeWidth: 1, strokeDash: [1, 0] },
                encoding: { x, y: { field: 'limit', ...y }, detail: { field: 'strategy', type: 'nominal' } },
              },
            ]),
        {
          mark: { type: 'line' },
          encoding: {
            x,
            y: { field: 'value', ...y },
            color: { field: 'strategy', type: 'nominal', scale: { domain: strategies, range: colours }, legend },
            strokeDash: { field: 'strategy', type: 'nominal', scale: { domain: strategies, range: dashes }, legend },
          },
        },
        ...colours.map((fill, series) => ({
          transform: [{ filter: `datum.series === ${series}` }],
          mark: { type: 'circle', fill, size: 26, opacity: 1 },
          encoding: { x, y: { field: 'value', ...y } },
        })),
      ],
    },
    every: thinned(rows),
    columns: [
      { name: key.short, format: formatNumber },
      { name: 'strategy' },
      { name: figure.title, format: (value) => formatValue(value, figure.unit) },
      { name: 'low', format: (value) => formatValue(value, figure.unit) },
      { name: 'high', format: (value) => formatValue(value, figure.unit) },
    ],
    rows: rows.map((row) => [row.x, row.strategy, row.value, row.low, row.high]),
  };
}

const label = (value: string | number): string => (typeof value === 'number' ? formatNumber(value) : value);
