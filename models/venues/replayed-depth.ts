/** Depth from recorded reserves of a pool. */
import { z } from 'zod';
import type { Fraction, Millis } from '../../sim/units.ts';
import type { DepthModel, FileTexts } from '../model.ts';
import { zFile, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import type { Tape } from '../tape/tape.ts';
import { readSeries, requireCoverage, type TimeSeries } from '../time-series.ts';

const params = z.strictObject({
  file: zFile,
  time: z.string().default('unix_s').describe('column with Unix seconds, milliseconds or ISO 8601'),
  base: z.string().describe('column with the reserve of the asset sold, in its units'),
  quote: z.string().describe('column with the reserve of the asset it is paid with, in its units'),
  from: z.string().optional().describe('first instant used, as written in the file; the first row when left out'),
  maxGap: zSpan.optional().describe('longest step allowed between rows; 1.5 x the median step when left out'),
});

class ReplayedDepth implements DepthModel {
  readonly #series: TimeSeries;
  /** √(x · y) of each row. */
  readonly #liquidity: Float64Array;
  #most = 0;
  #horizon = -1;
  #row = 0;

  constructor(base: TimeSeries, quote: TimeSeries) {
    this.#series = base;
    this.#liquidity = base.values.map((x, row) => Math.sqrt(x * (quote.values[row] as number)));
  }

  begin(tape: Tape): void {
    this.#row = 0;
    const horizon = tape.grid.ticks * tape.grid.tickMillis;
    if (horizon === this.#horizon) return;
    requireCoverage(this.#series, horizon);
    this.#horizon = horizon;
    this.#most = 0;
    const { times } = this.#series;
    for (let row = 0; row < times.length && (times[row] as number) <= horizon; row++)
      this.#most = Math.max(this.#most, this.#liquidity[row] as number);
  }

  share(_range: number, time: Millis): Fraction {
    const { times } = this.#series;
    if ((times[this.#row] as number) > time) this.#row = 0;
    while (this.#row + 1 < times.length && (times[this.#row + 1] as number) <= time) this.#row++;
    return this.#most === 0 ? 1 : (this.#liquidity[this.#row] as number) / this.#most;
  }
}

function replayedDepthModel(p: z.output<typeof params>, files: FileTexts | undefined): DepthModel {
  if (files === undefined) throw new RangeError('depth of a file needs the files of the scenario');
  const text = files.text(p.file);
  const read = (valueColumn: string) =>
    readSeries(
      { file: p.file, timeColumn: p.time, valueColumn, minimum: Number.MIN_VALUE, maxGap: p.maxGap, from: p.from },
      text,
    );
  return new ReplayedDepth(read(p.base), read(p.quote));
}

/**
 * Depth as recorded: what providers had in a pool, row by row of a CSV file.
 *
 *   share(t) = √(x(t) · y(t)) / max √(x · y),   the largest over the rows that the path replays
 *
 * x is the reserve of the asset sold (`base`), y that of the asset it is paid with (`quote`), both in units, as of the last row at or
 * before t. √(x · y) is what a constant-product pool's depth is measured by: it moves when providers come and go (and, slowly, with
 * fees), and not with the price. So the venue's own depth is that at its deepest. A DataError names the line where the file ends
 * or has a gap before the horizon does.
 *
 * Source: the file of the user; Uniswap v2 for √(x · y).
 */
export const replayedDepth = defineModel({
  family: 'depth',
  name: 'replay',
  title: 'depth from the recorded reserves of a pool',
  source: 'the file of the user; Uniswap v2 for √(x · y)',
  misleads: 'with other prices than those of the same day: providers leave because of what prices do',
  params,
  create: replayedDepthModel,
});
