/** A figure over the values of two keys, a map for each strategy: cells where all combinations were run, dots else. */
import { formatNumber, formatValue } from '../../format.ts';
import type { SweepSummary } from '../../points/sweep-results.ts';
import { type Chart, thinned } from '../page/chart.ts';
import { INK } from '../page/colours.ts';
import { axisOf } from './axis.ts';
import { isGrid, judgementAt, type SweptFigure, type SweptKey, settingValue, strategyAt } from './sweep-figures.ts';

/** More cells than this have no words in them. */
const MOST_WORDS = 80;
/** From pale to dark, one hue: little and much, for the colour-blind too. */
const RANGE = ['#e3eef6', '#b5d4e9', '#7db8da', '#4292c6', '#2171b5', '#084594'] as const;
const MARKS = { pass: '', undecided: ' ?', fail: ' ✗' } as const;

type Keys = readonly [SweptKey, SweptKey];

/** Undefined where no point has the figure. */
export function sweepHeatMap(
  summary: SweepSummary,
  keys: Keys,
  figure: SweptFigure,
  strategy: string,
  index: number,
): Chart | undefined {
  const [across, up] = keys;
  const rows = summary.points.flatMap((point) => {
    const own = strategyAt(point, strategy);
    const value = own === undefined ? null : figure.of(own).value;
    if (value === null) return [];
    const judged = judgementAt(point, strategy);
    return [
      {
        point: point.point,
        x: settingValue(point.settings[across.key]),
        y: settingValue(point.settings[up.key]),
        value,
        judged,
      },
    ];
  });
  if (rows.length === 0) return undefined;
  const values = rows.map(({ value }) => value).sort((a, b) => a - b);
  const [least, most, middle] = [values[0]!, values.at(-1)!, values[values.length >> 1]!];
  const isSkewed = least >= 0 && most > 8 * Math.max(middle, most / 1e4);
  const fill = {
    field: 'value',
    type: 'quantitative',
    // One value everywhere is no scale.
    scale: {
      type: isSkewed ? 'sqrt' : 'linear',
      range: RANGE,
      domain: least < most ? [Math.min(least, 0), most] : [0, Math.max(most, 1)],
    },
    legend: { title: null, gradientLength: 200, gradientThickness: 10, ...(axisOf(figure.unit) as object) },
  };
  const at = ({ value }: { value: number }) =>
    most > 0 ? (isSkewed ? Math.sqrt(Math.max(0, value) / most) : value / most) : 0;
  const cells = rows.map((row) => ({
    ...row,
    label: `${formatValue(row.value, figure.unit)}${row.judged === undefined ? '' : MARKS[row.judged]}`,
    isDark: at(row) > 0.6,
  }));
  const grid = isGrid(summary, keys);
  const high = rows.reduce((a, b) => (b.value > a.value ? b : a));
  const low = rows.reduce((a, b) => (b.value < a.value ? b : a));
  const failing = rows.filter(({ judged }) => judged === 'fail').length;
  const open = rows.filter(({ judged }) => judged === 'undecided').length;
  const place = ({ x, y }: { x: string | number; y: string | number }) =>
    `${across.short} ${label(x)}, ${up.short} ${label(y)}`;
  const gates = rows.some(({ judged }) => judged !== undefined)
    ? ` Gates: ${failing} of ${rows.length} points fail (✗), ${open} are not decided (?).`
    : '';
  return {
    id: `sweep-${figure.id}-${index}`,
    title: `${figure.title}: ${strategy}`,
    summary: `Lowest ${formatValue(low.value, figure.unit)} at ${place(low)}; highest ${formatValue(high.value, figure.unit)} at ${place(high)}.${gates}`,
    spec: grid ? gridSpec(cells, keys, fill) : dotSpec(cells, keys, fill),
    every: thinned(rows),
    columns: [
      { name: 'point', format: String },
      { name: across.short, format: formatNumber },
      { name: up.short, format: formatNumber },
      { name: figure.title, format: (value) => formatValue(value, figure.unit) },
      { name: 'gates' },
    ],
    rows: rows.map(({ point, x, y, value, judged = null }) => [point, x, y, value, judged]),
  };
}

function gridSpec(cells: readonly { label: string }[], [across, up]: Keys, fill: object): Record<string, unknown> {
  const x = {
    field: 'x',
    type: 'ordinal',
    sort: across.values,
    title: across.short,
    axis: { labelAngle: 0, ...labelsOf(across) },
  };
  const y = { field: 'y', type: 'ordinal', sort: [...up.values].reverse(), title: null, axis: labelsOf(up) };
  const words = across.values.length * up.values.length <= MOST_WORDS && across.values.length <= 9;
  return {
    title: {
      text: up.short,
      anchor: 'start',
      frame: 'bounds',
      fontSize: 12,
      fontWeight: 'normal',
      color: INK,
      limit: 2000,
    },
    height: Math.min(420, Math.max(120, 30 * up.values.length)),
    data: { values: cells },
    layer: [
      { mark: { type: 'rect', stroke: '#ffffff', strokeWidth: 1 }, encoding: { x, y, fill } },
      ...(words
        ? [
            {
              mark: { type: 'text', fontSize: 11, limit: 2000 },
              encoding: {
                x,
                y,
                text: { field: 'label', type: 'nominal' },
                // Neither follows the page's theme: cells keep their colour on a dark page.
                color: { condition: { test: 'datum.isDark', value: '#fefefe' }, value: '#101114' },
              },
            },
          ]
        : []),
    ],
  };
}

function dotSpec(cells: readonly { label: string }[], [across, up]: Keys, fill: object): Record<string, unknown> {
  const axis = (key: SweptKey, field: string) =>
    key.isNumber
      ? { field, type: 'quantitative', title: key.short, scale: { zero: false } }
      : { field, type: 'ordinal', title: key.short, sort: key.values };
  return {
    title: {
      text: up.short,
      anchor: 'start',
      frame: 'bounds',
      fontSize: 12,
      fontWeight: 'normal',
      color: INK,
      limit: 2000,
    },
    height: 280,
    data: { values: cells },
    mark: { type: 'circle', size: 90, stroke: INK, strokeWidth: 0.6, opacity: 1 },
    encoding: { x: axis(across, 'x'), y: { ...axis(up, 'y'), title: null }, fill },
  };
}

/** Many values: every so many has a name. */
const labelsOf = ({ values }: SweptKey): object => {
  const every = Math.ceil(values.length / 10);
  return every <= 1 ? { format: '~g' } : { values: values.filter((_, index) => index % every === 0), format: '~g' };
};

const label = (value: string | number): string => (typeof value === 'number' ? formatNumber(value) : value);
