/** Draws a Vega-Lite spec as SVG text: the same bytes for the same spec, whatever was drawn before. */
import { parse, type Spec, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { shownText } from '../shown-text.ts';
import { GRID, INK, MUTED } from './colours.ts';

const CONFIG = {
  font: 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  background: null,
  // Words are in the page: a reader of screens gets a summary and a table, and no mark by mark.
  aria: false,
  view: { stroke: null },
  axis: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: MUTED,
    titleColor: INK,
    domainColor: MUTED,
    tickColor: MUTED,
    gridColor: GRID,
  },
  legend: {
    labelFontSize: 12,
    labelColor: INK,
    labelLimit: 320,
    orient: 'bottom',
    columns: 2,
    title: null,
    symbolStrokeWidth: 2,
    symbolSize: 200,
  },
  header: { labelFontSize: 12, labelColor: INK, labelFontWeight: 'bold', labelLimit: 400 },
  line: { strokeWidth: 2 },
  rule: { color: MUTED },
  text: { color: INK, fontSize: 12 },
};

/** Ticks of amounts in the words of the tables: 250k, 1.5m, 2bn. Below 1 an SI prefix would read as thousandths: 0.9, not 900m. */
export const AMOUNT_TICKS = {
  labelExpr:
    "abs(datum.value) < 1 ? format(datum.value, '.2~r') : replace(replace(format(datum.value, '~s'), 'M', 'm'), 'G', 'bn')",
  tickCount: 5,
} as const;

/** @param id prefix of the identifiers within the drawing: several stand on one page */
export async function drawSvg(spec: Readonly<Record<string, unknown>>, id: string): Promise<string> {
  // Panels above each other have sizes of their own.
  const size = 'vconcat' in spec ? {} : { width: 470, height: 230, autosize: { type: 'fit-x', contains: 'padding' } };
  const full = {
    ...size,
    padding: 4,
    ...spec,
    config: CONFIG,
  };
  const view = new View(parse(compile(full as unknown as TopLevelSpec).spec as Spec), { renderer: 'none' });
  // Escaping names is Vega's matter, what they may show is not.
  const svg = shownText(await view.toSVG());
  view.finalize();
  // Two decimals of a pixel are enough, and hide how a version of Node rounds.
  const short = renamed(svg, id).replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (digits) =>
    String(Number(Number(digits).toFixed(2)) + 0),
  );
  return round(short);
}

/** Vega counts its identifiers through the whole process; here they are counted through the drawing. */
function renamed(svg: string, id: string): string {
  const names = new Map<string, string>();
  return svg.replace(/(\bid="|url\(#)((?:clip|gradient|pattern)[\w-]*)/g, (_, before: string, name: string) => {
    if (!names.has(name)) names.set(name, `${id}-${names.size}`);
    return before + names.get(name)!;
  });
}

/** Dots as circles, not as outlines of circles: a third of the text, and there may be thousands. */
function round(svg: string): string {
  return svg.replace(
    /<path transform="translate\((-?[\d.]+),(-?[\d.]+)\)" d="M([\d.]+),0A\3,\3,0,1,1,-\3,0A\3,\3,0,1,1,\3,0"( fill="[^"]*") stroke-width="[\d.]+"/g,
    '<circle cx="$1" cy="$2" r="$3"$4',
  );
}
