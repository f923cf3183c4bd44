/** The worst path of a run in two panels: price, and what each design lost on it. */
import type { Anatomy, StrategySeries } from '../../results/anatomy/anatomy.ts';
import { formatNumber, formatUsd } from '../../results/format.ts';
import type { Chart } from '../../results/report/page/chart.ts';
import { DASHES, INK, SERIES } from '../../results/report/page/colours.ts';
import { AMOUNT_TICKS } from '../../results/report/page/draw.ts';

type Values = readonly (number | null)[];

const HEADING = { anchor: 'start', frame: 'group', fontSize: 12, fontWeight: 'normal', color: INK, offset: 4 } as const;

export function pathChart({ paths, asset, stepMillis, strategy }: Anatomy): Chart {
  const path = paths[0]!;
  const { marketUsd: market, strategies } = path;
  const hours = market.map((_, step) => Number(((step * stepMillis) / 3_600_000).toPrecision(6)));
  const x = { field: 'h', type: 'quantitative', scale: { domain: [0, hours.at(-1)], nice: false } };
  const isLost = strategies.some(({ badDebtUsd }) => badDebtUsd.some((usd) => (usd ?? 0) > 0));
  const figure = isLost ? 'bad debt so far, USD' : 'debt repaid so far, USD';
  const domain = strategies.map(({ strategy }) => strategy);
  const range = (list: readonly unknown[]) => domain.map((_, i) => list[i % list.length]);
  const point = (values: Values, rest: object = {}) =>
    values.flatMap((v, step) => (v === null || isInside(values, step) ? [] : [{ h: hours[step], v, ...rest }]));
  const axis = { ...AMOUNT_TICKS, tickCount: 4, minExtent: 40, maxExtent: 40 };
  const y = { field: 'v', type: 'quantitative', title: null };
  const panel = (text: string, height: number, layer: object[], xAxis: object) => ({
    title: { text, ...HEADING },
    ...{ width: 430, height, layer },
    encoding: { x: { ...x, axis: xAxis } },
  });
  const worst = strategies.map((one) => `${one.strategy} ${formatUsd(lostOrRepaid(one, isLost).at(-1) ?? 0)}`);
  return {
    id: 'path',
    title: `Path ${path.path}, the worst under ${strategy}`,
    summary: `${asset} falls from ${formatNumber(market[0]!)} to ${formatNumber(Math.min(...(market as number[])))} USD. At the end, ${figure.replace(' so far', '')}: ${worst.join(', ')}.`,
    spec: {
      vconcat: [
        panel(
          `${asset}, USD: market (black), oracle of ${domain[0]}`,
          80,
          [
            line(point(strategies[0]!.oracleUsd), SERIES[0], 'step-after', { ...y, scale: { zero: false }, axis }),
            line(point(market), INK, 'linear', { ...y, scale: { zero: false }, axis }),
          ],
          { labels: false, ticks: false, title: null, tickCount: 8 },
        ),
        panel(
          figure,
          100,
          [
            {
              data: {
                values: strategies.flatMap((one) => point(lostOrRepaid(one, isLost), { strategy: one.strategy })),
              },
              mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.6 },
              encoding: {
                y: { ...y, axis },
                color: { field: 'strategy', type: 'nominal', scale: { domain, range: range(SERIES) } },
                strokeDash: { field: 'strategy', type: 'nominal', scale: { domain, range: range(DASHES) } },
              },
            },
          ],
          { title: 'hours', tickCount: 8 },
        ),
      ],
      spacing: 24,
    },
    columns: [],
    rows: [],
  };
}

const line = (values: object[], stroke: string, interpolate: string, y: object) => ({
  data: { values },
  mark: { type: 'line', stroke, interpolate, strokeWidth: 1.2 },
  encoding: { y },
});

function lostOrRepaid({ badDebtUsd, liquidations }: StrategySeries, isLost: boolean): Values {
  if (isLost) return badDebtUsd;
  const repaid = new Array<number>(badDebtUsd.length).fill(0);
  for (const { step, repaidUsd } of liquidations) repaid[step]! += repaidUsd;
  let sum = 0;
  return repaid.map((usd) => {
    sum += usd;
    return Number(sum.toPrecision(6));
  });
}

/** Of a value that stays the same only its first and last instant is drawn. */
function isInside(values: Values, step: number): boolean {
  return values[step - 1] === values[step] && values[step + 1] === values[step];
}
