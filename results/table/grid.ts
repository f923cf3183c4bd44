import Table from 'cli-table3';

/** A line of a grid: a section heading over all columns, or a cell per column; a cell may hold several lines. */
export type GridRow = { readonly section: string } | { readonly cells: readonly string[] };

export interface Grid {
  readonly head: readonly string[];
  readonly rows: readonly GridRow[];
  readonly aligns: readonly ('left' | 'right')[];
}

/**
 * Draws a grid with rules above, below the head and at the end, and none between columns: figures stand in columns by alignment.
 * Codes for colour inside cells do not count as width. Trailing blanks are cut, so that diffs and pastes stay clean.
 */
export function drawGrid(grid: Grid): string {
  const table = new Table({
    head: [...grid.head],
    colAligns: [...grid.aligns],
    chars: CHARS,
    // Its own colours would ignore the caller's choice.
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
  });
  for (const row of grid.rows) {
    table.push('section' in row ? [{ content: row.section, colSpan: grid.head.length }] : [...row.cells]);
  }
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Width of the widest line as seen, without colour codes. */
export function seenWidth(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with one
  return Math.max(...text.split('\n').map((line) => [...line.replace(/\u001b\[[0-9;]*m/g, '')].length));
}

/** Rules run through; nothing stands between columns. */
const CHARS = {
  top: '─',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '─',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '─',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
