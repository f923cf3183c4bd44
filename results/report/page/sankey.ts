/** Amounts that flow from a source to its uses, as bands as wide as they are large. */
import { formatFraction, formatUsd } from '../../format.ts';
import { INK } from './colours.ts';

export interface Band {
  readonly name: string;
  readonly usd: number;
  readonly colour: string;
}

/** What comes in is what goes out. */
export interface Pool {
  readonly name: string;
  readonly sources: readonly Band[];
  readonly uses: readonly Band[];
}

const WIDTH = 470;
const HEIGHT = 200;
/** Where bands begin, where what came in is one bar, and where bands end. */
const [LEFT, MIDDLE, RIGHT] = [112, 170, 300] as const;
const BAR = 9;
/** Between two pools, and between the ends of two bands. */
const [POOL_GAP, GAP] = [26, 7] as const;
/** Between two lines of words. */
const LINE = 16;
const POINTS = 20;

interface Outline {
  readonly band: string;
  readonly colour: string;
  readonly points: readonly { x: number; low: number; high: number }[];
}

interface Words {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly align: 'left' | 'right';
}

/** The pools above each other, on one scale. */
export function sankeySpec(pools: readonly Pool[]): Record<string, unknown> {
  const drawn = pools.filter((pool) => sumOf(pool.uses) > 0);
  const total = drawn.reduce((sum, pool) => sum + sumOf(pool.uses), 0);
  const rows = Math.max(...drawn.map(({ uses, sources }) => Math.max(uses.length, sources.length)));
  const perUsd = HEIGHT / total;
  const outlines: Outline[] = [];
  const words: Words[] = [];
  let [top, wordsFrom] = [0, 0];
  for (const [index, pool] of drawn.entries()) {
    const parts = layout(pool, index, Math.max(top, wordsFrom), perUsd);
    outlines.push(...parts.outlines);
    words.push(...parts.words);
    top = parts.bottom + POOL_GAP;
    wordsFrom = Math.max(...parts.words.map(({ y }) => y)) + LINE;
  }
  const height = Math.max(top - POOL_GAP, wordsFrom, rows * LINE) + 6;
  const x = { field: 'x', type: 'quantitative', axis: null, scale: { domain: [0, WIDTH], nice: false } };
  const y = { type: 'quantitative', axis: null, scale: { domain: [height, 0], nice: false, zero: false } };
  return {
    width: WIDTH,
    height,
    layer: [
      ...outlines.map(({ points, colour }) => ({
        data: { values: points },
        mark: { type: 'area', fill: colour, opacity: 0.75 },
        encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } },
      })),
      ...(['left', 'right'] as const).map((align) => ({
        data: { values: words.filter((one) => one.align === align) },
        mark: { type: 'text', align, baseline: 'middle', limit: 2000 },
        encoding: { x, y: { field: 'y', ...y }, text: { field: 'text', type: 'nominal' } },
      })),
    ],
  };
}

function layout({ name, sources, uses }: Pool, index: number, top: number, perUsd: number) {
  const total = sumOf(uses);
  const outlines: Outline[] = [];
  const begin = sources.length > 1 ? MIDDLE : LEFT;
  outlines.push(box(`pool ${index}`, INK, begin, top, top + total * perUsd));
  const words: Words[] = [];
  const label = (band: Band) => `${band.name} ${formatUsd(band.usd)} (${formatFraction(band.usd / total)})`;
  const place = (bands: readonly Band[], from: number, to: number, side: 'left' | 'right'): number => {
    const spread = side === 'right' ? GAP : sources.length > 1 ? GAP : 0;
    let [inner, outer, line] = [top, top, top + 2];
    for (const band of bands) {
      const size = band.usd * perUsd;
      const ends = { x: to, low: outer, high: outer + size };
      const starts = { x: from, low: inner, high: inner + size };
      outlines.push({ band: `${index} ${side} ${band.name}`, colour: band.colour, points: curve(starts, ends) });
      line = Math.max(line, outer + size / 2);
      words.push({
        x: side === 'right' ? to + 6 : to - 6,
        y: line,
        text: label(band),
        align: side === 'right' ? 'left' : 'right',
      });
      line += LINE;
      inner += size;
      outer += size + spread;
    }
    return outer - spread;
  };
  let bottom = place(uses, begin + BAR, RIGHT, 'right');
  if (sources.length > 1) bottom = Math.max(bottom, place(sources, MIDDLE, LEFT, 'left'));
  else
    words.push(
      { x: LEFT - 6, y: top + (total * perUsd) / 2 - 7, text: name, align: 'right' },
      { x: LEFT - 6, y: top + (total * perUsd) / 2 + 8, text: `${formatUsd(total)} USD`, align: 'right' },
    );
  return { outlines, words, bottom };
}

const sumOf = (bands: readonly Band[]): number => bands.reduce((sum, { usd }) => sum + usd, 0);

const box = (band: string, colour: string, x: number, low: number, high: number): Outline => ({
  band,
  colour,
  points: [
    { x, low, high },
    { x: x + BAR, low, high },
  ],
});

type Edge = Outline['points'][number];

/** From one edge to the other, level at both. */
function curve(from: Edge, to: Edge): Edge[] {
  return Array.from({ length: POINTS + 1 }, (_, point) => {
    const t = point / POINTS;
    const s = t * t * (3 - 2 * t);
    const between = (a: number, b: number, share: number) => Number((a + (b - a) * share).toFixed(2));
    return { x: between(from.x, to.x, t), low: between(from.low, to.low, s), high: between(from.high, to.high, s) };
  });
}
