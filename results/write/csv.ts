import { stringify } from 'csv-stringify/sync';

/** A cell: text, a finite number, or null for a figure that does not exist (an empty cell). */
export type Cell = string | number | null;

const ROWS_PER_PIECE = 2000;

/**
 * CSV text in pieces: a header, then the rows; commas, `\n` line ends, quotes only where needed, numbers in the fewest digits that
 * read back as the same number.
 *
 * @param columns names, in order
 * @param rows each with one cell per column
 * @throws RangeError on NaN, infinity, or a row of the wrong length: neither has a meaning in a file
 */
export function* csvPieces(columns: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string> {
  yield stringify([columns as string[]]);
  let piece: Cell[][] = [];
  for (const row of rows) {
    if (row.length !== columns.length) {
      throw new RangeError(`csv: a row has ${row.length} cells for ${columns.length} columns`);
    }
    piece.push(row.map((cell, index) => checked(cell, columns[index]!)));
    if (piece.length < ROWS_PER_PIECE) continue;
    yield stringify(piece);
    piece = [];
  }
  if (piece.length > 0) yield stringify(piece);
}

function checked(cell: Cell, name: string): Cell {
  if (typeof cell === 'number' && !Number.isFinite(cell)) throw new RangeError(`csv: ${name} is ${cell}`);
  return cell;
}
