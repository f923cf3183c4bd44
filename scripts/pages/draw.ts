/** Draws a plot as SVG text: the same bytes for the same plot. */
import { parse, type Spec, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { type Plot, specOf } from './plot.ts';

/** @param plots one, or several one below the other */
export async function drawSvg(...plots: readonly Plot[]): Promise<string> {
  const { spec } = compile(specOf(plots) as unknown as TopLevelSpec);
  const view = new View(parse(spec as Spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  // Two decimals of a pixel are enough, and hide how a version of Node rounds.
  return `${svg.replace(/-?\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2)) + 0))}\n`;
}
