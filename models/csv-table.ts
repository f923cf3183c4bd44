/** A table read from CSV text by column name, with the line of each row kept for error messages. */
import { parse } from 'csv-parse/sync';
import { DataError } from './data-error.ts';

export interface CsvTable {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Line of each row in the file, from 1. */
  readonly lines: readonly number[];
}

/**
 * Reads CSV text with a header line; lines end in LF or CRLF, fields may be quoted, a byte-order mark is skipped.
 *
 * @throws DataError at the line that is malformed, or when there is no header or no row
 */
export function readCsv(file: string, text: string): CsvTable {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    // Line ends inside quotes would otherwise be counted twice.
    records = parse(text.replaceAll('\r\n', '\n'), {
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as never;
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 1;
    throw new DataError(file, line, `is not valid CSV: ${(error as Error).message}`);
  }
  const [first, ...rest] = records;
  if (first === undefined) throw new DataError(file, 1, 'is empty; a header line with column names is needed');
  if (rest.length === 0) throw new DataError(file, 1, 'has a header but no rows');
  const header = first.record;
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) throw new DataError(file, 1, `names column "${repeated}" twice`);
  return { file, header, rows: rest.map((row) => row.record), lines: rest.map((row) => row.info.lines) };
}

/** @throws DataError when the table has no such column */
export function columnIndex(table: CsvTable, name: string): number {
  const index = table.header.indexOf(name);
  if (index < 0) throw new DataError(table.file, 1, `has no column "${name}"; it has: ${table.header.join(', ')}`);
  return index;
}

/** @throws DataError when the cell is not a finite number of at least `minimum` */
export function numberAt(table: CsvTable, row: number, column: number, minimum: number): number {
  const text = (table.rows[row] as readonly string[])[column] ?? '';
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= minimum) return value;
  const rule =
    minimum > 0 ? 'must be a number above 0' : minimum === 0 ? 'must be a number of 0 or more' : 'must be a number';
  throw new DataError(
    table.file,
    table.lines[row] as number,
    `column "${table.header[column]}" ${rule} (got "${text}")`,
  );
}
