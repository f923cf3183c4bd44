/** Demand for block space from a CSV file: the gas price of the row that each window's middle falls into. */
import { z } from 'zod';
import type { BlockSpaceModel, FileTexts } from '../model.ts';
import { zFile, zPositive, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { readSeries, requireCoverage } from '../time-series.ts';
import { zElasticity } from './block-space.ts';

const params = z.strictObject({
  file: zFile,
  time: z.string().default('unix_s').describe('column with Unix seconds, milliseconds or ISO 8601'),
  column: z.string().default('gas_p60_gwei').describe('column with the gas price in gwei'),
  from: z.string().optional().describe('first instant used, as written in the file'),
  maxGap: zSpan.optional().describe('longest step allowed between rows'),
  scale: zPositive.default(1).describe('factor on every gas price'),
  elasticity: zElasticity,
});

function replayedGasModel(p: z.output<typeof params>, files: FileTexts): BlockSpaceModel {
  const request = { file: p.file, timeColumn: p.time, valueColumn: p.column, minimum: 0 };
  const series = readSeries({ ...request, maxGap: p.maxGap, from: p.from }, files.text(p.file));
  return {
    elasticity: p.elasticity,
    fill(tape, grid) {
      requireCoverage(series, grid.ticks * grid.tickMillis);
      let row = 0;
      for (let window = 0; window < tape.windows; window++) {
        const middle = (window + 0.5) * tape.windowMillis;
        while (row + 1 < series.times.length && (series.times[row + 1] as number) <= middle) row++;
        tape.gas[window] = p.scale * (series.values[row] as number);
      }
    },
  };
}

export const replayedGas = defineModel({
  family: 'block-space',
  name: 'replay',
  title: 'gas prices of a CSV file',
  misleads: 'with other prices than those of the same day: gas and volatility belong together',
  params,
  create: replayedGasModel,
});
