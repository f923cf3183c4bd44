/** A chart on the page: drawing, what it says in words, its data as a table, and both to take away. */
import { stringify } from 'csv-stringify/sync';
import { themed } from './colours.ts';
import { drawSvg } from './draw.ts';
import { html, Markup } from './markup.ts';
import { type Cell, dataTable } from './tables.ts';

export interface ChartColumn {
  readonly name: string;
  /** Makes the cell a person reads; the CSV keeps the number. */
  readonly format?: (value: number) => string;
}

export interface Chart {
  /** Unique on the page: letters, digits and dashes. */
  readonly id: string;
  /** Other names that it may be asked for by. */
  readonly aliases?: readonly string[];
  readonly title: string;
  /** What it shows, in a sentence or two with numbers. */
  readonly summary: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** The page shows every so many of the rows, and the last; the CSV holds all. All when left out. */
  readonly every?: number;
}

/** The drawing as a file of its own: light, with a ground. */
export async function chartSvg({ spec, id }: Chart): Promise<string> {
  return opaque(await drawSvg(spec, id));
}

export function chartCsv({ columns, rows }: Chart): string {
  return stringify([columns.map(({ name }) => name), ...rows]);
}

/** Rows that a page shows of a long table. */
const MOST_ROWS = 150;

/** For `every` of a chart whose rows grow with what was asked. */
export const thinned = (rows: readonly unknown[]): number => Math.max(1, Math.ceil(rows.length / MOST_ROWS));

/** Wide enough for the words of a table; longer ones scroll. */
export async function figure(chart: Chart): Promise<Markup> {
  const { id, title, summary, columns, rows, every = 1 } = chart;
  const svg = await drawSvg(chart.spec, id);
  const csv = chartCsv(chart);
  const shown = rows.filter((_, index) => index % every === 0 || index === rows.length - 1);
  const cells = shown.map((row) => row.map((cell, column): Cell => readable(cell, columns[column]!)));
  return html`<figure id="${id}"><h3>${title}</h3>
<div role="img" aria-label="${`${title}. ${summary}`}">${new Markup(hidden(themed(svg)))}</div>
<figcaption>${summary}</figcaption>
<p class="tools"><a download="${id}.svg" href="${dataLink('image/svg+xml', opaque(svg))}">SVG<span class="skip"> of ${title}</span></a> <a download="${id}.csv" href="${dataLink('text/csv', csv)}">CSV<span class="skip"> of ${title}</span></a></p>
<details><summary>Data of this chart</summary>${dataTable({
    caption: every === 1 ? title : `${title}: one row in ${every}, the CSV has all`,
    head: columns.map(({ name }) => name),
    rows: cells,
  })}</details></figure>`;
}

function readable(cell: string | number | null, { format }: ChartColumn): string {
  if (cell === null) return '–';
  return typeof cell === 'number' && format !== undefined ? format(cell) : String(cell);
}

/** The words beside it say more than its texts read one by one. */
const hidden = (svg: string): string => svg.replace('<svg ', '<svg aria-hidden="true" focusable="false" ');

/** A file of its own needs its own ground. */
const opaque = (svg: string): string =>
  svg.replace(/(<svg [^>]*>)/, '$1<rect width="100%" height="100%" fill="#ffffff"/>');

const dataLink = (type: string, text: string): string =>
  `data:${type};base64,${Buffer.from(text, 'utf8').toString('base64')}`;

/** Undefined where there is none. */
export async function figures(charts: readonly (Chart | undefined)[]): Promise<Markup | undefined> {
  const drawn: Markup[] = [];
  for (const chart of charts) if (chart !== undefined) drawn.push(await figure(chart));
  return drawn.length === 0 ? undefined : html`<div class="charts">${drawn}</div>`;
}
