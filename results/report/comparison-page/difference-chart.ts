/** What changed, figure by figure, as a share of what was there before, with intervals. */
import type { FigureComparison } from '../../compare-results.ts';
import { formatDifference, formatFraction, formatValue } from '../../format.ts';
import { verdictText } from '../comparison-words.ts';
import type { Chart } from '../page/chart.ts';
import { INK, MUTED, SERIES } from '../page/colours.ts';

/** Beyond it a change is drawn at the edge: a figure that was close to 0 would hide all others. */
const EDGE = 2;

/** Better, worse, and all that is neither or not known. */
const COLOURS = { better: SERIES[2], worse: SERIES[1], other: MUTED } as const;

/** Undefined where nothing has a size before. */
export function differenceChart(
  figures: readonly FigureComparison[],
  strategy: string,
  index: number,
): Chart | undefined {
  const own = figures.filter((one) => one.strategy === strategy);
  const rows = own.flatMap((one) => {
    const { figure, before, difference, low, high, verdict } = one;
    if (before === null || before === 0 || difference === null) return [];
    const share = (value: number | null) => (value === null ? null : value / Math.abs(before));
    const kind = verdict === 'better' || verdict === 'worse' ? verdict : 'other';
    return [{ figure, kind, share: share(difference)!, low: share(low), high: share(high), words: verdictText(one) }];
  });
  if (rows.length === 0) return undefined;
  const inside = (value: number) => Math.max(-EDGE, Math.min(EDGE, value));
  const names = rows.map(({ figure }) => figure);
  const reach = Math.max(
    0.01,
    ...rows.flatMap(({ share, low, high }) =>
      [share, low ?? share, high ?? share].map((value) => Math.abs(inside(value))),
    ),
  );
  const x = {
    type: 'quantitative',
    title: 'second against first',
    scale: { domain: [-1.04 * reach, 1.04 * reach], nice: false },
    axis: { format: '+.2~%', tickCount: 5 },
  };
  const y = { field: 'figure', type: 'nominal', sort: names, title: null, axis: { labelLimit: 300 } };
  const kinds = (['better', 'worse', 'other'] as const).filter((kind) => rows.some((row) => row.kind === kind));
  const said = rows.map(
    ({ figure, share, words }) => `${figure} ${share > 0 ? '+' : ''}${formatFraction(share)} (${words})`,
  );
  return {
    id: `change-${index}`,
    title: `Change of each figure: ${strategy}`,
    summary: `Second less first as a share of the first, with 95 % intervals; changes beyond ±${formatFraction(EDGE)} are drawn at the edge, figures that were 0 are left out. ${said.join('; ')}.`,
    spec: {
      height: 26 + 24 * rows.length,
      layer: [
        {
          data: { values: [{ zero: 0 }] },
          mark: { type: 'rule', stroke: INK, strokeWidth: 1 },
          encoding: { x: { field: 'zero', ...x } },
        },
        ...kinds.flatMap((kind) => {
          const values = rows.filter((row) => row.kind === kind);
          const bars = values.filter(({ low, high }) => low !== null && high !== null);
          return [
            {
              data: {
                values: bars.map(({ figure, low, high }) => ({ figure, low: inside(low!), high: inside(high!) })),
              },
              mark: { type: 'rule', stroke: COLOURS[kind], strokeWidth: 2.5 },
              encoding: { y, x: { field: 'low', ...x }, x2: { field: 'high' } },
            },
            {
              data: { values: values.map(({ figure, share }) => ({ figure, share: inside(share) })) },
              mark: {
                type: 'point',
                shape: SHAPES[kind],
                filled: true,
                fill: COLOURS[kind],
                stroke: COLOURS[kind],
                size: 70,
                opacity: 1,
              },
              encoding: { y, x: { field: 'share', ...x } },
            },
          ];
        }),
      ],
    },
    columns: [
      { name: 'figure' },
      { name: 'first' },
      { name: 'second' },
      { name: 'difference' },
      { name: 'share of first', format: formatFraction },
      { name: 'verdict' },
    ],
    rows: own.map((one) => {
      const { figure, unit, before, after, difference } = one;
      const share = before === null || before === 0 || difference === null ? null : difference / Math.abs(before);
      return [
        figure,
        formatValue(before, unit),
        formatValue(after, unit),
        formatDifference(difference, unit),
        share,
        verdictText(one),
      ];
    }),
  };
}

/** Told apart without colour too. */
const SHAPES = { better: 'triangle-left', worse: 'triangle-right', other: 'circle' } as const;
