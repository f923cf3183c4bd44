/**
 * Replays the prices of a CSV file. Between rows the price moves along a straight line in log price (`log-linear`) or
 * stays (`step`). With `volatility` above 0 a driftless diffusion of that volatility moves around the file, so that paths differ.
 *
 * `volatilityScale` c makes the recorded moves larger or smaller, from F_t of the file to
 *
 *   drift scaled   S_t = F_0 (F_t/F_0)^c                     every log-move times c, the trend with it
 *   drift kept     S_t = F_0 e^{gt} (F_t/(F_0 e^{gt}))^c     only moves around the trend g = ln(F_T/F_0)/T of the replayed period
 *   drift removed  S_t = F_0 (F_t/(F_0 e^{gt}))^c            and the price ends where it began
 *
 * With c = 1 and `scaled` or `kept` (and by default) the prices are those of the file, to the bit.
 *
 * Misleads when rows are far apart: what happened between two rows of an hourly file is gone, and with it the worst moment.
 */
import { z } from 'zod';
import { clamp } from '../../sim/math.ts';
import type { FileTexts, Grid, PriceModel } from '../model.ts';
import { zFile, zPositive, zSpan, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { readSeries, requireCoverage, type TimeSeries } from '../time-series.ts';
import { fillDiffusion } from './gbm.ts';

const SMALLEST_PRICE = Number.MIN_VALUE;

/** The series on the grid: `ticks + 1` values. */
export function resample(series: TimeSeries, grid: Grid, interpolation: 'log-linear' | 'step'): Float64Array {
  const out = new Float64Array(grid.ticks + 1);
  const last = series.times.length - 1;
  let row = 0;
  for (let tick = 0; tick <= grid.ticks; tick++) {
    const time = tick * grid.tickMillis;
    while (row < last && (series.times[row + 1] as number) <= time) row++;
    const here = series.values[row] as number;
    if (interpolation === 'step' || row === last) {
      out[tick] = here;
      continue;
    }
    const span = (series.times[row + 1] as number) - (series.times[row] as number);
    const share = clamp((time - (series.times[row] as number)) / span, 0, 1);
    out[tick] = share === 0 ? here : here * Math.exp(share * Math.log((series.values[row + 1] as number) / here));
  }
  return out;
}

const params = z.strictObject({
  file: zFile,
  time: z.string().default('unix_s').describe('column with Unix seconds, milliseconds or ISO 8601'),
  column: z.string().default('close').describe('column with the price in USD'),
  from: z.string().optional().describe('first instant used, as written in the file; the first row when left out'),
  interpolation: z
    .enum(['log-linear', 'step'])
    .default('log-linear')
    .describe('between rows: a straight line in log price, or the last price'),
  maxGap: zSpan.optional().describe('longest step allowed between rows; 1.5 x the median step when left out'),
  volatilityScale: zPositive.max(100).default(1).describe('factor on the log-moves of the file; 1 leaves it as it is'),
  drift: z
    .enum(['scaled', 'kept', 'removed'])
    .default('scaled')
    .describe('trend of the replayed period: scaled like every move, kept as it is, or removed'),
  volatility: zVolatility.default(0).describe('of a diffusion around the file, per square root of a year'),
});

/** Rescales the moves of a path, and its trend from first to last tick, in place. */
function rescale(prices: Float64Array, { volatilityScale, drift }: z.output<typeof params>): void {
  const ticks = prices.length - 1;
  const first = prices[0] as number;
  const trend = drift === 'scaled' ? 0 : Math.log((prices[ticks] as number) / first) / ticks;
  const kept = drift === 'kept' ? trend : 0;
  for (let tick = 1; tick <= ticks; tick++) {
    const around = Math.log((prices[tick] as number) / first) - trend * tick;
    prices[tick] = first * Math.exp(kept * tick + volatilityScale * around);
  }
}

function replayModel(p: z.output<typeof params>, files: FileTexts): PriceModel {
  const request = { file: p.file, timeColumn: p.time, valueColumn: p.column, minimum: SMALLEST_PRICE };
  const series = readSeries({ ...request, maxGap: p.maxGap, from: p.from }, files.text(p.file));
  let base: Float64Array | undefined;
  let baseGrid: Grid | undefined;
  return {
    start: series.values[0] as number,
    usesNormals: p.volatility > 0,
    moves: true,
    fill(out, grid, normals) {
      if (base === undefined || baseGrid !== grid) {
        requireCoverage(series, grid.ticks * grid.tickMillis);
        base = resample(series, grid, p.interpolation);
        if (p.volatilityScale !== 1 || p.drift === 'removed') rescale(base, p);
        baseGrid = grid;
      }
      if (p.volatility === 0) {
        out.set(base);
        return;
      }
      fillDiffusion(out, grid, normals as Float64Array, 1, 0, p.volatility);
      for (let tick = 0; tick <= grid.ticks; tick++) out[tick] = (out[tick] as number) * (base[tick] as number);
    },
  };
}

export const replay = defineModel({
  family: 'price',
  name: 'replay',
  title: 'prices of a CSV file, with an optional diffusion around them',
  misleads: 'when rows are far apart: what happened between them is gone',
  params,
  create: replayModel,
});
