/**
 * Replays the prices of a CSV file. Between rows the price moves along a straight line in log price (`log-linear`) or
 * stays (`step`). With `volatility` above 0 a driftless diffusion of that volatility moves around the file, so that paths differ.
 *
 * Misleads when rows are far apart: what happened between two rows of an hourly file is gone, and with it the worst moment.
 */
import { z } from 'zod';
import { clamp } from '../../sim/math.ts';
import type { FileTexts, Grid, PriceModel } from '../model.ts';
import { zFile, zSpan, zVolatility } from '../parameters.ts';
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
  interpolation: z.enum(['log-linear', 'step']).default('log-linear'),
  maxGap: zSpan.optional().describe('longest step allowed between rows; 1.5 x the median step when left out'),
  volatility: zVolatility.default(0).describe('of a diffusion around the file, per square root of a year'),
});

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
