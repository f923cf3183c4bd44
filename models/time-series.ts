/** A column of a CSV file over time, checked for order and gaps, and read at any instant. */
import type { Millis } from '../sim/units.ts';
import { type CsvTable, columnIndex, numberAt, readCsv } from './csv-table.ts';
import { DataError } from './data-error.ts';
import { parseTimestamp } from './timestamp.ts';

export interface TimeSeries {
  readonly file: string;
  /** Milliseconds from the first row, ascending. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** The first row's instant, milliseconds since 1970. */
  readonly firstInstant: number;
  /** Line of each row in the file, from 1. */
  readonly lines: readonly number[];
  /** Line of the last row. */
  readonly lastLine: number;
  /** The first gap, if there is one: refused when the horizon reaches it. */
  readonly gap: { readonly at: Millis; readonly error: DataError } | undefined;
}

export interface SeriesRequest {
  readonly file: string;
  readonly timeColumn: string;
  readonly valueColumn: string;
  /** Least value allowed; use a tiny positive number for "above 0". */
  readonly minimum: number;
  /** Longest step allowed between rows; 1.5 × the median step when left out. */
  readonly maxGap: Millis | undefined;
  /** Rows before this instant are skipped (text as in the file). */
  readonly from: string | undefined;
}

function readTimes(table: CsvTable, column: number): Float64Array {
  const times = new Float64Array(table.rows.length);
  for (let row = 0; row < times.length; row++) {
    const text = (table.rows[row] as readonly string[])[column] ?? '';
    const time = parseTimestamp(text);
    const line = table.lines[row] as number;
    if (time === undefined) {
      throw new DataError(table.file, line, `"${text}" is not a time; use Unix seconds, milliseconds or ISO 8601`);
    }
    if (row > 0 && time <= (times[row - 1] as number)) {
      throw new DataError(
        table.file,
        line,
        `time ${text} does not come after the row above; sort the file, drop repeats`,
      );
    }
    times[row] = time;
  }
  return times;
}

/** @param first row from which the file is used */
function findGap(table: CsvTable, times: Float64Array, first: number, maxGap: Millis | undefined): TimeSeries['gap'] {
  const count = times.length - first - 1;
  if (count < 1) return undefined;
  const step = (i: number) => (times[first + i + 1] as number) - (times[first + i] as number);
  const steps = Float64Array.from({ length: count }, (_, i) => step(i));
  const median = Float64Array.from(steps).sort((a, b) => a - b)[count >> 1] as number;
  const row = steps.findIndex((length) => length > (maxGap ?? 1.5 * median));
  if (row < 0) return undefined;
  const line = table.lines[first + row + 1] as number;
  const seconds = (steps[row] as number) / 1000;
  const message = `there is a gap of ${seconds} s before this row (rows are ${median / 1000} s apart); fill it, or allow it with maxGap`;
  return {
    at: (times[first + row] as number) - (times[first] as number),
    error: new DataError(table.file, line, message),
  };
}

/**
 * Reads one column over time.
 *
 * @throws DataError with the line: unknown column, unreadable time or value, rows out of order, `from` not inside
 */
export function readSeries(request: SeriesRequest, text: string): TimeSeries {
  const table = readCsv(request.file, text);
  const times = readTimes(table, columnIndex(table, request.timeColumn));
  const valueColumn = columnIndex(table, request.valueColumn);
  let first = 0;
  if (request.from !== undefined) {
    const from = parseTimestamp(request.from);
    if (from === undefined) throw new DataError(request.file, 1, `from: "${request.from}" is not a time`);
    first = times.findIndex((time) => time >= from);
    if (first < 0) throw new DataError(request.file, 1, `has no row at or after ${request.from}`);
  }
  const start = times[first] as number;
  const count = times.length - first;
  return {
    file: request.file,
    times: Float64Array.from({ length: count }, (_, i) => (times[first + i] as number) - start),
    values: Float64Array.from({ length: count }, (_, i) => numberAt(table, first + i, valueColumn, request.minimum)),
    firstInstant: start,
    lines: table.lines.slice(first),
    lastLine: table.lines.at(-1) as number,
    gap: findGap(table, times, first, request.maxGap),
  };
}

/**
 * @throws DataError with the line, when there is a gap before `horizon` or the series ends before it (its last row lasts as
 * long as the step before it)
 */
export function requireCoverage(series: TimeSeries, horizon: Millis): void {
  if (series.gap !== undefined && series.gap.at < horizon) throw series.gap.error;
  const last = series.times.length - 1;
  const step = last > 0 ? (series.times[last] as number) - (series.times[last - 1] as number) : 0;
  const end = (series.times[last] as number) + step;
  if (end >= horizon) return;
  throw new DataError(
    series.file,
    series.lastLine,
    `the file ends ${end / 3_600_000} h after its start, the scenario's horizon is ${horizon / 3_600_000} h; shorten run.horizon`,
  );
}
