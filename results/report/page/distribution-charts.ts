/** How a figure is spread over the paths, per strategy: aggregated here to some sixty points, however many paths there are. */
import type { OutcomeKey } from '../../../models/outcome.ts';
import { formatFraction, formatUsd, formatValue } from '../../format.ts';
import { METRICS } from '../../metrics.ts';
import { column, type Results } from '../../results.ts';
import { Sample } from '../../sample.ts';
import { weightingOf } from '../../weighting.ts';
import type { Chart } from './chart.ts';
import { DASHES, SERIES } from './colours.ts';
import { AMOUNT_TICKS } from './draw.ts';

const POINTS = 60;
/** Level up to which the plain distribution is drawn: beyond it the other chart sees more. */
const BODY = 0.99;

export interface ExceedancePoint {
  readonly strategy: string;
  readonly x: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

interface StrategySample {
  readonly strategy: string;
  readonly sample: Sample;
}

/** The samples of a figure, once for both charts. */
export function samplesOf(results: Results, key: OutcomeKey): StrategySample[] {
  const weighting = weightingOf(results);
  return results.strategies
    .map((columns) => ({ strategy: columns.strategy, sample: new Sample(column(columns, key), weighting, key) }))
    .filter(({ sample }) => sample.n > 0);
}

/** Share of paths at or below each amount. Undefined where every path has the same one. */
export function cumulativeChart(key: OutcomeKey, samples: readonly StrategySample[]): Chart | undefined {
  const { title } = METRICS[key];
  const low = Math.min(0, ...samples.map(({ sample }) => sample.sorted[0]!));
  const high = Math.max(...samples.map(({ sample }) => sample.quantile(BODY).value));
  if (!(high > low)) return undefined;
  const grid = Array.from({ length: POINTS + 1 }, (_, index) => low + ((high - low) * index) / POINTS);
  const points = samples.flatMap(({ strategy, sample }) =>
    grid.map((x): ExceedancePoint => {
      const above = sample.exceedance(x);
      return {
        strategy,
        x,
        value: 1 - above.value,
        low: above.high === null ? null : 1 - above.high,
        high: above.low === null ? null : 1 - above.low,
      };
    }),
  );
  const medians = samples.map(({ strategy, sample }) => `${strategy} ${formatUsd(sample.quantile(0.5).value)}`);
  return {
    id: `${key}-distribution`,
    title: `Distribution of ${title} (ECDF)`,
    summary: `Share of paths with at most so much ${title}, up to the highest 99th percentile (${formatUsd(high)} USD), with pointwise 95 % bands. Half of the paths stay at or below: ${medians.join(', ')} USD.`,
    spec: specOf(points, names(samples), {
      x: { title: `${title}, USD`, scale: { nice: false }, axis: AMOUNT_TICKS },
      y: { title: 'share of paths at or below', scale: { domain: [0, 1] }, axis: { format: '%' } },
    }),
    ...tableOf(points, 'at or below'),
  };
}

/** Share of paths above each amount, with the points at which a tail ends. Empty where no path has any. */
export function exceedancePoints(samples: readonly StrategySample[]): ExceedancePoint[] {
  const positive = samples.flatMap(({ sample }) => sample.sorted.find((value) => value > 0) ?? []);
  const high = Math.max(0, ...samples.map(({ sample }) => sample.sorted.at(-1)!));
  if (positive.length === 0) return [];
  // Dust of rounding would stretch the axis over decades where nothing is.
  const low = Math.max(Math.min(...positive), high * 1e-6);
  if (!(high > low)) return [];
  const grid = Array.from({ length: POINTS }, (_, index) => low * Math.exp((Math.log(high / low) * index) / POINTS));
  return samples.flatMap(({ strategy, sample }) =>
    [...grid, ...extremes(sample.sorted).filter((x) => x > low)]
      .sort((a, b) => a - b)
      .map((x): ExceedancePoint => ({ strategy, x, ...sample.exceedance(x) }))
      .filter(({ value }) => value > 0),
  );
}

/** Share of paths above each amount, both on log scales. Undefined where no path has any. */
export function exceedanceChart(key: OutcomeKey, samples: readonly StrategySample[]): Chart | undefined {
  const { title, unit } = METRICS[key];
  const any = samples.map(({ strategy, sample }) => {
    const { value } = sample.exceedance(0);
    return `${strategy} on ${formatFraction(value)} of paths, at most ${formatValue(sample.sorted.at(-1)!, unit)} USD`;
  });
  const chart = drawExceedance(key, exceedancePoints(samples), names(samples));
  const summary = `Share of paths with more than so much ${title}, both axes logarithmic, with pointwise 95 % bands. Any at all: ${any.join('; ')}.`;
  return chart && { ...chart, summary };
}

/** The same from its points alone. */
export function drawExceedance(
  key: OutcomeKey,
  points: readonly ExceedancePoint[],
  series: readonly string[],
): Chart | undefined {
  if (points.length === 0) return undefined;
  const { title } = METRICS[key];
  const least = Math.min(...points.map((point) => point.value));
  const shown = points.map((point) => ({ ...point, low: Math.max(point.low ?? point.value, least / 3) }));
  const furthest = series.flatMap((name) => {
    const own = points.filter(({ strategy }) => strategy === name);
    const last = own.at(-1);
    if (last === undefined) return [];
    return `${name}: ${formatFraction(own[0]!.value)} of paths above ${formatUsd(own[0]!.x)} USD, ${formatFraction(last.value)} above ${formatUsd(last.x)}`;
  });
  return {
    id: `${key}-exceedance`,
    title: `Exceedance of ${title}`,
    summary: `Share of paths with more than so much ${title}, both axes logarithmic, with pointwise 95 % bands. ${furthest.join('; ')}.`,
    spec: specOf(shown, series, {
      x: { title: `${title}, USD`, scale: { type: 'log', nice: false }, axis: AMOUNT_TICKS },
      y: {
        title: 'share of paths above',
        scale: { type: 'log', domain: [least / 3, 1], nice: false },
        axis: { format: '.2~%', tickCount: 5 },
      },
    }),
    ...tableOf(points, 'above'),
  };
}

/** Values that 1, 2, 3, 5, 10 and 20 paths lie above: where a tail ends, a grid is too coarse. */
function extremes(sorted: ArrayLike<number>): number[] {
  const above = [1, 2, 3, 5, 10, 20].filter((count) => count < sorted.length);
  return [...new Set(above.map((count) => sorted[sorted.length - 1 - count]!))];
}

const names = (samples: readonly StrategySample[]): string[] => samples.map(({ strategy }) => strategy);

function specOf(
  points: readonly ExceedancePoint[],
  strategies: readonly string[],
  axes: { x: object; y: object },
): object & Chart['spec'] {
  const colours = strategies.map((_, index) => SERIES[index % SERIES.length]);
  const dashes = strategies.map((_, index) => DASHES[index % DASHES.length]);
  const color = { field: 'strategy', type: 'nominal', scale: { domain: strategies, range: colours } };
  // Long names need a line of their own.
  const legend = { columns: strategies.some((name) => name.length > 22) ? 1 : 2 };
  const x = { field: 'x', type: 'quantitative', ...axes.x };
  const y = { type: 'quantitative', ...axes.y };
  return {
    data: {
      values: points.map((point) => ({
        ...point,
        low: point.low ?? point.value,
        high: point.high ?? point.value,
        series: strategies.indexOf(point.strategy),
      })),
    },
    layer: [
      // One layer each, in a plain colour: a legend shared with bands would be as faint as they are.
      ...colours.map((fill, series) => ({
        transform: [{ filter: `datum.series === ${series}` }],
        mark: { type: 'area', fill, opacity: 0.14, clip: true },
        encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } },
      })),
      {
        mark: { type: 'line', clip: true },
        encoding: {
          x,
          y: { field: 'value', ...y },
          color: { ...color, legend },
          strokeDash: { field: 'strategy', type: 'nominal', scale: { domain: strategies, range: dashes }, legend },
        },
      },
    ],
  };
}

function tableOf(points: readonly ExceedancePoint[], what: string): Pick<Chart, 'columns' | 'rows'> {
  return {
    columns: [
      { name: 'strategy' },
      { name: 'USD', format: formatUsd },
      { name: `share ${what}`, format: formatFraction },
      { name: 'low', format: formatFraction },
      { name: 'high', format: formatFraction },
    ],
    rows: points.map(({ strategy, x, value, low, high }) => [strategy, x, value, low, high]),
  };
}
