/** Tables of the page: a caption, headings for rows and columns, and a frame that scrolls, by keyboard too. */
import { html, type Markup } from './markup.ts';

/** Text, or text with a second line and a class. */
export type Cell = string | { readonly text: string; readonly below?: string; readonly kind?: string };

export interface TableOptions {
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly Cell[])[];
  /** Columns of words, aligned left. */
  readonly words?: readonly number[];
}

export function dataTable({ caption, head, rows, words = [] }: TableOptions): Markup {
  const kind = (column: number) => (words.includes(column) ? 'text' : '');
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${head.map((name, column) => html`<th scope="col" class="${kind(column)}">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, column) => cellMarkup(cell, column, kind(column)))}</tr>\n`)}</tbody></table></div>`;
}

function cellMarkup(cell: Cell, column: number, kind: string): Markup {
  const { text, below, kind: own = '' } = typeof cell === 'string' ? { text: cell, below: undefined } : cell;
  const small = below === undefined || below === '' ? undefined : html`<small>${below}</small>`;
  if (column === 0) return html`<th scope="row">${text}${small}</th>`;
  return html`<td class="${`${kind} ${own}`.trim()}">${text}${small}</td>`;
}
