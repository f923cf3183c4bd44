/**
 * Block bootstrap of a recorded history: blocks of consecutive log-returns of a CSV file are drawn with replacement and laid one after the
 * other until the horizon is full, so that volatility clusters within a block stay.
 *
 *   stationary  block lengths geometric of mean L, starts uniform (the law of the returns is then stationary)
 *   circular    blocks of exactly L returns, starts uniform
 *
 * L = `block` / spacing of the rows, at least 1; both kinds wrap round from the last return to the first. Returns are between neighbouring
 * rows whose spacing is the usual (median) one: a return over a gap is left out. `volatilityScale` multiplies them all. `drift`: `file` keeps the
 * trend of the history; `none` (usual) divides the mean gross return out of them, so that every row's expected return is 0 (the mean price then
 * stays up to what returns of neighbouring rows have to do with each other). Between rows the
 * price moves along a straight line in log price; a tick longer than a row takes the returns of its rows together.
 * Two uniforms a block for `stationary`, one for `circular`, from a stream of its own.
 *
 * Source: Politis and Romano, "The stationary bootstrap", Journal of the American Statistical Association 89 (1994); Politis and Romano (1992)
 * for circular blocks. Misleads beyond what the file has seen: no return is ever worse than its worst, and within a row nothing moves.
 */
import { z } from 'zod';
import type { RandomStream } from '../../sim/random/random-stream.ts';
import { DataError } from '../data-error.ts';
import type { FileTexts, PriceModel } from '../model.ts';
import { zFile, zPositive, zPrice, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { readSeries } from '../time-series.ts';

const params = z.strictObject({
  file: zFile,
  time: z.string().default('unix_s').describe('column with Unix seconds, milliseconds or ISO 8601'),
  column: z.string().default('close').describe('column with the price in USD'),
  from: z.string().optional().describe('first instant used, as written in the file; the first row when left out'),
  start: zPrice.optional().describe('USD at time 0; the last price of the file when left out'),
  block: zSpan.describe('mean length of a block, e.g. 24h; at least the spacing of the rows'),
  method: z
    .enum(['stationary', 'circular'])
    .default('stationary')
    .describe('stationary: block lengths are geometric; circular: all are alike'),
  drift: z
    .enum(['none', 'file'])
    .default('none')
    .describe('none: the mean price stays; file: the trend of the history stays'),
  volatilityScale: zPositive.max(100).default(1).describe('factor on every log-return'),
});

type BootstrapParameters = z.output<typeof params>;

/** Log-returns between rows of the usual spacing. */
function readReturns(
  p: BootstrapParameters,
  files: FileTexts,
): { returns: Float64Array; spacing: number; last: number } {
  const request = { file: p.file, timeColumn: p.time, valueColumn: p.column, minimum: Number.MIN_VALUE };
  const { times, values, lastLine } = readSeries({ ...request, maxGap: undefined, from: p.from }, files.text(p.file));
  const steps = Float64Array.from(
    { length: times.length - 1 },
    (_, i) => (times[i + 1] as number) - (times[i] as number),
  );
  const spacing = Float64Array.from(steps).sort((a, b) => a - b)[steps.length >> 1] ?? 0;
  const returns: number[] = [];
  for (let i = 0; i < steps.length; i++) {
    if (Math.abs((steps[i] as number) - spacing) > 0.01 * spacing) continue;
    returns.push(p.volatilityScale * Math.log((values[i + 1] as number) / (values[i] as number)));
  }
  if (returns.length < 2)
    throw new DataError(
      p.file,
      lastLine,
      'has fewer than two returns between rows of the usual spacing: a bootstrap needs more',
    );
  if (p.block < spacing) {
    throw new RangeError(
      `block is ${p.block / 1000}s, shorter than the rows of ${p.file} are apart (${spacing / 1000}s): make it longer`,
    );
  }
  if (p.drift === 'none') {
    const mean = returns.reduce((sum, r) => sum + Math.exp(r), 0) / returns.length;
    const log = Math.log(mean);
    return { returns: Float64Array.from(returns, (r) => r - log), spacing, last: values.at(-1) as number };
  }
  return { returns: Float64Array.from(returns), spacing, last: values.at(-1) as number };
}

function bootstrapModel(p: BootstrapParameters, files: FileTexts): PriceModel {
  const { returns, spacing, last } = readReturns(p, files);
  const length = p.block / spacing;
  const start = p.start ?? last;
  /** ln(S/S_0) at the rows of the path being written. */
  let logs = new Float64Array(0);

  function drawRows(rows: number, stream: RandomStream): void {
    if (logs.length < rows + 1) logs = new Float64Array(rows + 1);
    const perRow = length > 1 ? 1 / Math.log1p(-1 / length) : 0;
    let row = 0;
    let log = 0;
    while (row < rows) {
      let at = Math.floor(stream.uniform() * returns.length);
      const size = p.method === 'circular' ? Math.round(length) : 1 + Math.floor(Math.log(stream.uniform()) * perRow);
      for (let left = Math.min(size, rows - row); left > 0; left--) {
        log += returns[at] as number;
        logs[++row] = log;
        at = at + 1 === returns.length ? 0 : at + 1;
      }
    }
  }

  return {
    start,
    usesNormals: false,
    moves: true,
    fill(out, grid, _, streams) {
      const rows = Math.ceil((grid.ticks * grid.tickMillis) / spacing);
      drawRows(rows, streams('blocks'));
      const ticksPerRow = spacing / grid.tickMillis;
      if (Number.isInteger(ticksPerRow)) {
        out[0] = start;
        for (let row = 0; row < rows; row++) {
          const begin = row * ticksPerRow;
          const end = Math.min(begin + ticksPerRow, grid.ticks);
          const log = logs[row] as number;
          // One exponential a row: within it the price grows by the same factor every tick.
          const factor = Math.exp(((logs[row + 1] as number) - log) / ticksPerRow);
          let price = start * Math.exp(log);
          for (let tick = begin; tick < end; tick++) {
            price *= factor;
            out[tick + 1] = price;
          }
        }
        return;
      }
      for (let tick = 0; tick <= grid.ticks; tick++) {
        const place = tick / ticksPerRow;
        const row = Math.min(Math.floor(place), rows);
        const here = logs[row] as number;
        const there = logs[Math.min(row + 1, rows)] as number;
        out[tick] = start * Math.exp(here + (place - row) * (there - here));
      }
    },
  };
}

export const bootstrap = defineModel({
  family: 'price',
  name: 'bootstrap',
  title: 'blocks of returns of a CSV file, drawn with replacement',
  source: 'Politis and Romano (1994), Journal of the American Statistical Association 89',
  misleads: 'beyond what the file has seen: no return is worse than its worst',
  params,
  create: bootstrapModel,
});
