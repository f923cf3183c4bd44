/**
 * A user's prices as evenly spaced log returns.
 *
 * Nothing is filled in: a return across a gap is refused or left out, uneven rows are refused or taken at the instants of a
 * grid (the last price at or before each).
 */
import { DataError } from '../../models/data-error.ts';
import { readSeries, type TimeSeries } from '../../models/time-series.ts';
import { parseTimestamp } from '../../models/timestamp.ts';
import { MILLIS_PER_YEAR, type Millis } from '../../sim/units.ts';
import { spanText } from './span-text.ts';

/** Fewer say nothing about a tail, and little about anything else. */
export const LEAST_RETURNS = 250;

export interface HistoryRequest {
  readonly file: string;
  readonly timeColumn: string;
  readonly priceColumn: string;
  /** First and last instant used, as written in the file. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** Spacing to resample to; the rows' own when left out. */
  readonly every?: Millis | undefined;
  /** What happens to returns across a gap. */
  readonly gaps: 'refuse' | 'skip';
}

export interface PriceHistory {
  readonly file: string;
  /** Log returns over one step each. */
  readonly returns: Float64Array;
  /** Steps that are missing before each return; 0 where it follows the one before it. */
  readonly missing: Int32Array;
  readonly stepMillis: Millis;
  readonly stepYears: number;
  /** Milliseconds since 1970. */
  readonly firstInstant: number;
  readonly lastInstant: number;
  /** USD per unit at the end. */
  readonly lastPrice: number;
  /** Returns left out because rows are missing. */
  readonly gaps: number;
  readonly resampled: boolean;
}

/** Prices at instants that are whole steps from the first; a step without a price is simply not there. */
interface Points {
  readonly step: Millis;
  readonly numbers: number[];
  readonly prices: number[];
  readonly lines: number[];
}

/**
 * @param text the file's content
 * @throws DataError with the line: unreadable, disorderly, uneven, with gaps, too short, or constant
 */
export function readHistory(request: HistoryRequest, text: string): PriceHistory {
  const series = cut(request, read(request, text));
  const points = request.every === undefined ? asTheyAre(series) : resampled(series, request.every);
  const { numbers, prices, step } = points;
  const returns: number[] = [];
  const missing: number[] = [];
  let gaps = 0;
  let pending = 0;
  for (let i = 1; i < prices.length; i++) {
    const steps = numbers[i] - numbers[i - 1];
    if (steps > 1) {
      gaps += 1;
      pending += steps;
      continue;
    }
    returns.push(Math.log(prices[i] / prices[i - 1]));
    missing.push(pending);
    pending = 0;
  }
  if (gaps > 0 && request.gaps === 'refuse') throw gapError(series, points, gaps);
  requireEnough(series, returns);
  return {
    file: request.file,
    returns: Float64Array.from(returns),
    missing: Int32Array.from(missing),
    stepMillis: step,
    stepYears: step / MILLIS_PER_YEAR,
    firstInstant: series.firstInstant,
    lastInstant: series.firstInstant + series.times[series.times.length - 1],
    lastPrice: prices[prices.length - 1],
    gaps,
    resampled: request.every !== undefined,
  };
}

function read(request: HistoryRequest, text: string): TimeSeries {
  const { file, timeColumn, priceColumn, from } = request;
  try {
    const wanted = { file, timeColumn, valueColumn: priceColumn, minimum: Number.MIN_VALUE };
    return readSeries({ ...wanted, maxGap: undefined, from }, text);
  } catch (error) {
    if (!(error instanceof DataError) || !error.message.startsWith('has no column')) throw error;
    throw new DataError(file, error.line, `${error.message}; name it with --time or --price`);
  }
}

/** The series up to and with `until`. */
function cut(request: HistoryRequest, series: TimeSeries): TimeSeries {
  if (request.until === undefined) return series;
  const until = parseTimestamp(request.until);
  if (until === undefined) throw new DataError(request.file, 1, `until: "${request.until}" is not a time`);
  const past = series.times.findIndex((time) => series.firstInstant + time > until);
  if (past < 0) return series;
  if (past === 0) throw new DataError(request.file, series.lines[0], `has no row at or before ${request.until}`);
  return {
    ...series,
    times: series.times.slice(0, past),
    values: series.values.slice(0, past),
    lines: series.lines.slice(0, past),
    lastLine: series.lines[past - 1],
  };
}

function medianStep(series: TimeSeries): Millis {
  const { times, file, lastLine } = series;
  if (times.length < 2) throw new DataError(file, lastLine, `one price gives no return; ${LEAST_RETURNS} are needed`);
  const steps = Float64Array.from({ length: times.length - 1 }, (_, i) => times[i + 1] - times[i]);
  return steps.sort((a, b) => a - b)[steps.length >> 1];
}

function asTheyAre(series: TimeSeries): Points {
  const step = medianStep(series);
  const numbers: number[] = [];
  for (let row = 0; row < series.times.length; row++) {
    const number = series.times[row] / step;
    if (!Number.isInteger(number)) {
      const rule = `does not lie a whole number of steps of ${spanText(step)} after the first row`;
      throw new DataError(series.file, series.lines[row], `this row ${rule}; resample with --every <duration>`);
    }
    numbers.push(number);
  }
  return { step, numbers, prices: [...series.values], lines: [...series.lines] };
}

/** The last price at or before each instant of a grid in UTC; none where that price is a whole step old. */
function resampled(series: TimeSeries, step: Millis): Points {
  const own = medianStep(series);
  if (step < own) {
    const message = `--every ${spanText(step)} is shorter than the rows' own spacing of ${spanText(own)}`;
    throw new DataError(series.file, series.lines[0], message);
  }
  const { times, values, firstInstant } = series;
  const points: Points = { step, numbers: [], prices: [], lines: [] };
  const last = times.length - 1;
  let row = 0;
  for (let number = Math.ceil(firstInstant / step); number * step <= firstInstant + times[last]; number++) {
    const instant = number * step - firstInstant;
    while (row < last && times[row + 1] <= instant) row++;
    if (instant - times[row] >= step) continue;
    points.numbers.push(number);
    points.prices.push(values[row]);
    points.lines.push(series.lines[row]);
  }
  return points;
}

function gapError(series: TimeSeries, { step, numbers, lines }: Points, gaps: number): DataError {
  const row = numbers.findIndex((number, i) => i > 0 && number - numbers[i - 1] > 1);
  const length = spanText((numbers[row] - numbers[row - 1]) * step);
  const which = gaps === 1 ? 'the only one' : `the first of ${gaps}`;
  const what = `there is a gap of ${length} before this row, ${which} (rows are ${spanText(step)} apart)`;
  return new DataError(series.file, lines[row], `${what}; fill it, or leave returns across gaps out with --gaps skip`);
}

function requireEnough(series: TimeSeries, returns: readonly number[]): void {
  const { file, lastLine } = series;
  if (returns.length < LEAST_RETURNS) {
    throw new DataError(file, lastLine, `gives ${returns.length} returns; at least ${LEAST_RETURNS} are needed`);
  }
  if (returns.every((value) => value === returns[0])) {
    const way = returns[0] === 0 ? 'use the model "constant"' : 'this is no market price';
    throw new DataError(file, lastLine, `every return is the same, so there is nothing to fit; ${way}`);
  }
}
