/**
 * Blocks as a Poisson process: independent exponential waiting times of the given mean, as under proof of work.
 * Times are rounded to milliseconds, at least one apart.
 *
 * Source: Nakamoto (2008), section 11; Ethereum before September 2022 averaged about 13 s.
 */
import { z } from 'zod';
import type { BlockTiming } from '../model.ts';
import { zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';

/** Waiting times are drawn this many at a time. */
const CHUNK = 512;

export function poissonTiming(mean: number): BlockTiming {
  const draws = new Float64Array(CHUNK);
  return {
    meanMillis: mean,
    fill(out, horizon, streams) {
      const stream = streams('waits');
      let { times } = out;
      let count = 0;
      let clock = 0;
      let last = -1;
      while (last <= horizon) {
        stream.fillUniforms(draws);
        if (count + CHUNK > times.length) {
          times = new Float64Array(Math.max(2 * times.length, count + CHUNK, Math.ceil((1.2 * horizon) / mean)));
          times.set(out.times);
          out.times = times;
        }
        for (let i = 0; i < CHUNK; i++) {
          clock -= mean * Math.log(draws[i] as number);
          const rounded = Math.round(clock);
          last = rounded > last ? rounded : last + 1;
          times[count++] = last;
        }
      }
      while (count > 0 && (times[count - 1] as number) > horizon) count--;
      return count;
    },
    noBlockFor: (millis) => Math.exp(-millis / mean),
  };
}

export const poissonBlocks = defineModel({
  family: 'block-timing',
  name: 'poisson',
  title: 'blocks after exponential waiting times (proof of work)',
  source: 'Nakamoto (2008), section 11',
  params: z.strictObject({ mean: zSpan.describe('average time between blocks') }),
  create: ({ mean }) => poissonTiming(mean),
});
