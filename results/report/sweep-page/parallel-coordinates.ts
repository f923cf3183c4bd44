/** Every point as a line through all keys that vary to the figures that came out, one picture for each strategy. */
import { formatNumber, formatValue } from '../../format.ts';
import type { SweepSummary } from '../../points/sweep-results.ts';
import { type Chart, thinned } from '../page/chart.ts';
import { INK, MUTED } from '../page/colours.ts';
import {
  MEAN_BAD_DEBT,
  type SweptFigure,
  type SweptKey,
  settingValue,
  strategyAt,
  TAIL_BAD_DEBT,
} from './sweep-figures.ts';

const FIGURES: readonly SweptFigure[] = [MEAN_BAD_DEBT, TAIL_BAD_DEBT];
const [WIDTH, HEIGHT] = [430, 230] as const;
const RANGE = ['#a6bddb', '#c994c7', '#c44e00'] as const;

interface Axis {
  readonly title: string;
  readonly low: string;
  readonly high: string;
  /** Place of a point on it, 0 to 1. */
  at(point: number): number | undefined;
}

/** Undefined where no point has a figure. */
export function parallelCoordinates(
  summary: SweepSummary,
  keys: readonly SweptKey[],
  strategy: string,
  index: number,
): Chart | undefined {
  const figures = FIGURES.filter((figure) => valuesOf(summary, strategy, figure).some((value) => value !== null));
  const [first] = figures;
  if (first === undefined) return undefined;
  const axes = [
    ...keys.map((key) => keyAxis(summary, key)),
    ...figures.map((one) => figureAxis(summary, strategy, one)),
  ];
  const step = WIDTH / (axes.length - 1);
  const result = figureAxis(summary, strategy, first);
  const lines = summary.points.flatMap(({ point }) => {
    const places = axes.map((axis) => axis.at(point));
    if (places.includes(undefined)) return [];
    return places.map((y, axis) => ({ point, x: axis * step, y, shade: result.at(point)! }));
  });
  const found = figures.map((figure) => valuesOf(summary, strategy, figure));
  const rows = summary.points.map((point, place) => [
    point.point,
    ...keys.map((key) => settingValue(point.settings[key.key])),
    ...found.map((values) => values[place]!),
  ]);
  const ordered = summary.points
    .map((point, place) => ({ point, value: found[0]![place]! }))
    .filter(({ value }) => value !== null)
    .sort((a, b) => a.value - b.value || a.point.point - b.point.point);
  const best = ordered[0]!;
  const place = keys.map((key) => `${key.short} ${label(settingValue(best.point.settings[key.key]))}`).join(', ');
  return {
    id: `sweep-parallel-${index}`,
    title: `All settings and what came of them: ${strategy}`,
    summary: `${ordered.length} points; each line is one, from its settings on the left to its figures on the right, from pale to orange as ${first.title} grows. Lowest ${first.title}: ${formatValue(best.value, first.unit)} at point ${best.point.point} (${place}).`,
    spec: {
      height: HEIGHT,
      layer: [
        {
          data: { values: lines },
          mark: { type: 'line', strokeWidth: 1, opacity: Math.max(0.25, Math.min(0.8, 60 / summary.points.length)) },
          encoding: {
            x: xAt('x'),
            y: yAt('y'),
            detail: { field: 'point', type: 'nominal' },
            stroke: { field: 'shade', type: 'quantitative', scale: { domain: [0, 1], range: RANGE }, legend: null },
          },
        },
        {
          data: { values: axes.map((_, axis) => ({ x: axis * step, y: 0, end: 1 })) },
          mark: { type: 'rule', stroke: MUTED },
          encoding: { x: xAt('x'), y: yAt('y'), y2: { field: 'end' } },
        },
        ...(['title', 'low', 'high'] as const).map((what) => ({
          data: {
            values: axes.map((axis, place) => ({
              x: place * step,
              y: { title: place % 2 === 0 ? 1.16 : 1.25, low: -0.06, high: 1.06 }[what],
              text: axis[what],
            })),
          },
          mark: { type: 'text', fill: what === 'title' ? INK : MUTED, fontSize: 11, limit: 2000, baseline: 'middle' },
          encoding: { x: xAt('x'), y: yAt('y'), text: { field: 'text', type: 'nominal' } },
        })),
      ],
    },
    every: thinned(rows),
    columns: [
      { name: 'point', format: String },
      ...keys.map(({ short }) => ({ name: short, format: formatNumber })),
      ...figures.map(({ title, unit }) => ({ name: title, format: (value: number) => formatValue(value, unit) })),
    ],
    rows,
  };
}

const xAt = (field: string) => ({
  field,
  type: 'quantitative',
  axis: null,
  scale: { domain: [-40, WIDTH + 40], nice: false },
});
const yAt = (field: string) => ({
  field,
  type: 'quantitative',
  axis: null,
  scale: { domain: [-0.1, 1.3], nice: false },
});

function keyAxis({ points }: SweepSummary, { key, short, isNumber, values }: SweptKey): Axis {
  const [low, high] = [values[0]!, values.at(-1)!];
  const span = isNumber ? Number(high) - Number(low) : values.length - 1;
  const of = new Map(points.map(({ point, settings }) => [point, settingValue(settings[key])]));
  return {
    title: short,
    low: label(low),
    high: label(high),
    at: (point) =>
      span === 0 ? 0.5 : (isNumber ? Number(of.get(point)) - Number(low) : values.indexOf(of.get(point)!)) / span,
  };
}

/** By square root: a few large values leave room for the others. */
function figureAxis(summary: SweepSummary, strategy: string, figure: SweptFigure): Axis {
  const values = valuesOf(summary, strategy, figure);
  const most = Math.max(0, ...values.flatMap((value) => value ?? []));
  const of = new Map(summary.points.map(({ point }, place) => [point, values[place] ?? null]));
  return {
    title: figure.title,
    low: '0',
    high: formatValue(most, figure.unit),
    at: (point) => {
      const value = of.get(point) ?? null;
      if (value === null) return undefined;
      return most === 0 ? 0 : Math.sqrt(Math.max(0, value) / most);
    },
  };
}

function valuesOf({ points }: SweepSummary, strategy: string, figure: SweptFigure): (number | null)[] {
  return points.map((point) => {
    const own = strategyAt(point, strategy);
    return own === undefined ? null : figure.of(own).value;
  });
}

const label = (value: string | number): string => (typeof value === 'number' ? formatNumber(value) : value);
