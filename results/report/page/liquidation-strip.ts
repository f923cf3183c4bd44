/** The liquidations of one strategy on one path, by time and size. */
import type { PathAnatomy, StrategySeries } from '../../anatomy/anatomy.ts';
import { FRAME, heading, NO_LABELS, Y_AXIS } from './anatomy-frame.ts';
import { SERIES } from './colours.ts';
import { AMOUNT_TICKS } from './draw.ts';

/** Every liquidation as a dot at its time and size; those of one step and size are one larger dot. */
export function liquidationStrip(
  { strategy, liquidations }: StrategySeries,
  index: number,
  hours: readonly number[],
  x: object,
  domain: readonly [number, number],
): object {
  return {
    title: heading(`${strategy}: liquidations by size, USD repaid`),
    ...FRAME,
    height: 44,
    data: {
      values: liquidations.map(({ step, sizeUsd, count }) => ({
        h: hours[step],
        v: sizeUsd,
        count: Math.min(100, count),
      })),
    },
    mark: { type: 'circle', fill: SERIES[index % SERIES.length], opacity: 0.75 },
    encoding: {
      x: { ...x, axis: NO_LABELS },
      y: {
        field: 'v',
        type: 'quantitative',
        title: null,
        scale: { type: 'log', domain, nice: false },
        axis: { ...Y_AXIS, ...AMOUNT_TICKS, values: decades(domain) },
      },
      size: {
        field: 'count',
        type: 'quantitative',
        legend: null,
        scale: { type: 'sqrt', domain: [1, 100], range: [8, 130] },
      },
    },
  };
}

/** For all strips of a path: whole decades around all liquidations of the path. */
export function sizesOf({ strategies }: PathAnatomy): readonly [number, number] {
  const sizes = strategies.flatMap(({ liquidations }) => liquidations.map(({ sizeUsd }) => sizeUsd));
  if (sizes.length === 0) return [1, 1000];
  const [low, high] = [Math.floor(Math.log10(Math.min(...sizes))), Math.ceil(Math.log10(Math.max(...sizes)))];
  return [Number(`1e${low}`), Number(`1e${Math.max(high, low + 1)}`)];
}

function decades([low, high]: readonly [number, number]): number[] {
  const [from, to] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))];
  const every = Math.max(1, Math.ceil((to - from) / 3));
  const marks: number[] = [];
  for (let power = from; power <= to; power += every) marks.push(Number(`1e${power}`));
  return marks;
}
