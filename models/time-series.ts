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
  /** Line of the last row. */
  readonly lastLine: number;
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

function refuseGaps(table: CsvTable, times: Float64Array, maxGap: Millis | undefined): void {
  if (times.length < 2) return;
  const steps = Float64Array.from(
    { length: times.length - 1 },
    (_, i) => (times[i + 1] as number) - (times[i] as number),
  );
  const median = Float64Array.from(steps).sort((a, b) => a - b)[steps.length >> 1] as number;
  const limit = maxGap ?? 1.5 * median;
  const row = steps.findIndex((step) => step > limit);
  if (row < 0) return;
  const line = table.lines[row + 1] as number;
  const seconds = (steps[row] as number) / 1000;
  throw new DataError(
    table.file,
    line,
    `there is a gap of ${seconds} s before this row (rows are ${median / 1000} s apart); fill it, or allow it with maxGap`,
  );
}

/**
 * Reads one column over time.
 *
 * @throws DataError with the line: unknown column, unreadable time or value, rows out of order, a gap, `from` not inside
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
  refuseGaps(table, times.subarray(first), request.maxGap);
  const start = times[first] as number;
  const count = times.length - first;
  return {
    file: request.file,
    times: Float64Array.from({ length: count }, (_, i) => (times[first + i] as number) - start),
    values: Float64Array.from({ length: count }, (_, i) => numberAt(table, first + i, valueColumn, request.minimum)),
    lastLine: table.lines.at(-1) as number,
  };
}

/** @throws DataError when the series ends before `horizon` (its last row lasts as long as the step before it) */
export function requireCoverage(series: TimeSeries, horizon: Millis): void {
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
