/** Puts what an experiment found into its page: between two marks, and as a picture beside it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawSvg } from '../pages/draw.ts';
import type { Experiment, Findings, Table } from './experiment.ts';

const BEGIN = '<!-- results: written by the script -->';
const END = '<!-- /results -->';

export function tableText({ header, rows, align }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(header),
    line(header.map((_, column) => (column === 0 || align === 'left' ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}

export function findingsText(name: string, { tables, plot, notes = [] }: Findings): string {
  const picture = plot === undefined ? [] : [`![${plot.caption}](${name}.svg)`];
  return [...picture, ...tables.map(tableText), ...notes].join('\n\n');
}

export async function writePage(
  { name, page: path = `experiments/${name}.md` }: Experiment,
  findings: Findings,
): Promise<void> {
  const page = fileURLToPath(new URL(`../../docs/${path}`, import.meta.url));
  const text = readFileSync(page, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${page} has no place for results`);
  writeFileSync(page, `${text.slice(0, begin)}${BEGIN}\n\n${findingsText(name, findings)}\n\n${text.slice(end)}`);
  if (findings.plot !== undefined) writeFileSync(page.replace(/md$/, 'svg'), await drawSvg(findings.plot));
}
