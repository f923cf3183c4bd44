/** What all panels of an anatomy share: width, axes, headings, and the names above them. */
import { DASHES, INK, SERIES } from './colours.ts';

export const FRAME = { width: 460 } as const;
export const NO_LABELS = { labels: false, ticks: false, title: null, grid: true, tickCount: 8 } as const;
export const Y_AXIS = { minExtent: 46, maxExtent: 46, labelLimit: 44 } as const;
export const heading = (text: string) => ({
  text,
  anchor: 'start',
  fontSize: 12,
  fontWeight: 'normal',
  color: INK,
  offset: 3,
  limit: 2000,
});

/** Names of the strategies with their strokes, above all panels. */
export function legendSpec(names: readonly string[]): object {
  const rows = names.map((name, index) => ({ name, row: index >> 1, column: index % 2 }));
  const colours = names.map((_, index) => SERIES[index % SERIES.length]);
  const at = (offset: number) => ({
    field: 'column',
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, 2], nice: false },
    offset,
  });
  const y = { field: 'row', type: 'ordinal', axis: null };
  return {
    ...FRAME,
    height: 18 * Math.ceil(names.length / 2),
    data: { values: rows },
    layer: names.map((name, index) => ({
      transform: [{ filter: `datum.row === ${index >> 1} && datum.column === ${index % 2}` }],
      layer: [
        {
          transform: [{ calculate: 'datum.column + 0.13', as: 'end' }],
          mark: { type: 'rule', stroke: colours[index], strokeDash: DASHES[index % DASHES.length], strokeWidth: 2 },
          encoding: { x: at(0), x2: { field: 'end' }, y },
        },
        {
          mark: { type: 'text', align: 'left', dx: 32, fontSize: 12, limit: 250 },
          encoding: { x: at(0), y, text: { value: name } },
        },
      ],
    })),
  };
}
