/** A picture of a model: lines, and bands behind them, on two axes. */

/** Per cent with as many digits as it takes, up to three. */
export const PERCENT = '.3~%';

export interface Axis {
  readonly title: string;
  readonly scale?: 'linear' | 'log';
  /** Whether the axis must show 0. */
  readonly zero?: boolean;
  readonly format?: string;
}

export interface Line {
  /** Named in the legend where there are several; pieces of one line share a name. */
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Behind the others and thin. */
  readonly faint?: boolean;
  /** A value that stays until the next point, or what happens at single points; joined by straight lines when left out. */
  readonly as?: 'steps' | 'dots';
}

export interface Ribbon {
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
}

/** Lines on one pair of axes. */
export interface Panel {
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  readonly ribbons?: readonly Ribbon[];
}

export interface Plot extends Panel {
  /** What is drawn, in one sentence. */
  readonly caption: string;
  /** Under the first. */
  readonly below?: Panel;
}

/** Vega-Lite's description of one or several, one below the other. */
export function specOf(plots: readonly Plot[]): Record<string, unknown> {
  const [only, ...more] = plots.flatMap(({ below, ...above }) =>
    below === undefined ? [panelOf(above, 240)] : [panelOf(above, 150), panelOf(below, 150)],
  );
  const frame = { background: 'white', config: { font: 'sans-serif' } };
  if (more.length === 0) return { ...only, ...frame };
  return { vconcat: [only, ...more], resolve: { scale: { color: 'independent' } }, ...frame };
}

function panelOf({ x, y, lines, ribbons = [] }: Panel, height: number): Record<string, unknown> {
  const axisOf = ({ title, scale = 'linear', zero = false, format }: Axis) => ({
    type: 'quantitative',
    scale: { type: scale, nice: true, ...(scale === 'log' ? {} : { zero }) },
    axis: { title, ...(format === undefined ? {} : { format }) },
  });
  const layers: Record<string, unknown>[] = ribbons.map(({ points }) => ({
    data: { values: points.map(([at, low, high]) => ({ x: at, low, high })) },
    mark: { type: 'area', opacity: 0.15, color: COLOURS[0] },
    encoding: {
      x: { field: 'x', ...axisOf(x) },
      y: { field: 'low', ...axisOf(y) },
      y2: { field: 'high' },
    },
  }));
  const names = [...new Set(lines.filter(({ faint }) => !faint).map(({ name }) => name))];
  for (const line of lines) {
    const colour = line.faint ? '#888888' : COLOURS[names.indexOf(line.name) % COLOURS.length];
    layers.push({
      data: { values: line.points.map(([at, value]) => ({ x: at, y: value, line: line.name })) },
      mark: { ...markOf(line), ...(names.length > 1 ? {} : { color: colour }) },
      encoding: {
        x: { field: 'x', ...axisOf(x) },
        y: { field: 'y', ...axisOf(y) },
        ...(line.faint || names.length < 2
          ? { color: { value: colour } }
          : {
              color: {
                field: 'line',
                type: 'nominal',
                scale: { domain: names, range: COLOURS.slice(0, names.length) },
                legend: { title: null },
              },
            }),
      },
    });
  }
  return { width: 480, height, layer: layers };
}

function markOf({ faint, as }: Line): Record<string, unknown> {
  if (as === 'dots') return { type: 'point', filled: true, opacity: 1, size: 40 };
  const interpolate = as === 'steps' ? { interpolate: 'step-after' } : {};
  return { type: 'line', ...interpolate, strokeWidth: faint ? 0.7 : 1.8 };
}

/** Okabe and Ito's palette: told apart by the colour-blind too. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
