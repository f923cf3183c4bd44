/** One chart of a report as a file of its own: for papers and slides. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Chart, chartCsv, chartSvg } from '../report/page/chart.ts';
import { writeAtomically } from './atomic-file.ts';

export const CHART_FORMATS = ['svg', 'png', 'csv'] as const;

export type ChartFormat = (typeof CHART_FORMATS)[number];

/** Pixels for one of the drawing, in a PNG. */
const SCALE = 3;

/** `bad-debt-exceedance`: as a chart is asked for. */
export function chartName({ id }: Pick<Chart, 'id'>): string {
  return id.replace(/Usd\b/g, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** @throws OutputError when the file cannot be written */
export async function writeChart(path: string, chart: Chart, format: ChartFormat): Promise<void> {
  if (format === 'csv') writeAtomically(path, [chartCsv(chart)]);
  else if (format === 'svg') writeAtomically(path, [await chartSvg(chart)]);
  else writeAtomically(path, [await pngOf(await chartSvg(chart))]);
}

let ready: Promise<void> | undefined;

/** Drawn without a browser and with the font that is shipped: the same bytes on every machine, and no text that vanishes. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  ready ??= initWasm(readFileSync(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));
  await ready;
  const font = readFileSync(fileURLToPath(import.meta.resolve('#fonts/DejaVuSans.ttf')));
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontBuffers: [font], defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  });
  const image = drawing.render();
  const png = image.asPng();
  image.free();
  drawing.free();
  return png;
}
