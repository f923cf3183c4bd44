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

function poissonTiming(mean: number): BlockTiming {
  return {
    meanMillis: mean,
    fill(out, horizon, streams) {
      const stream = streams('waits');
      let { times } = out;
      let count = 0;
      let clock = 0;
      let last = -1;
      for (;;) {
        clock += stream.exponential(mean);
        const time = Math.max(Math.round(clock), last + 1);
        if (time > horizon) break;
        if (count === times.length) {
          times = new Float64Array(Math.max(1024, 2 * count, Math.ceil((1.2 * horizon) / mean)));
          times.set(out.times);
          out.times = times;
        }
        times[count++] = time;
        last = time;
      }
      return count;
    },
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
