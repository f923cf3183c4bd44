/**
 * Blocks at fixed slots, some of them missed: slot k starts at k · slot, and each is empty with probability `missRate`,
 * independently. Gaps between missed slots are geometric, so a day costs a few draws, not one a slot.
 *
 * Source: Ethereum consensus specification (12 s slots; about 0.3 % of slots empty). Misleads in an outage: misses then cluster.
 */
import { z } from 'zod';
import { powInt } from '../../sim/math.ts';
import type { BlockTiming } from '../model.ts';
import { zProperFraction, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';

export function slotTiming(slot: number, missRate: number): BlockTiming {
  /** Where none is missed every path has the same times: the column last written, and how many stand in it. */
  let written: Float64Array | undefined;
  let standing = 0;
  return {
    meanMillis: slot / (1 - missRate),
    fill(out, horizon, streams) {
      const slots = Math.floor(horizon / slot) + 1;
      if (out.times.length < slots) out.times = new Float64Array(slots);
      if (out.times === written && slots <= standing) return slots;
      const stream = missRate > 0 ? streams('misses') : undefined;
      const scale = missRate > 0 ? 1 / Math.log1p(-missRate) : 0;
      const gap = () => (stream === undefined ? slots : Math.floor(Math.log(stream.uniform()) * scale));
      let missed = gap();
      let count = 0;
      for (let index = 0; index < slots; index++) {
        if (index === missed) missed = index + 1 + gap();
        else out.times[count++] = index * slot;
      }
      if (missRate === 0) {
        written = out.times;
        standing = slots;
      }
      return count;
    },
    noBlockFor: (millis) => powInt(missRate, Math.ceil(millis / slot)),
  };
}

export const slots = defineModel({
  family: 'block-timing',
  name: 'slots',
  title: 'blocks at fixed slots, some missed',
  source: 'Ethereum consensus specification',
  misleads: 'in an outage, when misses cluster',
  params: z.strictObject({
    slot: zSpan,
    missRate: zProperFraction.default(0).describe('share of slots without a block'),
  }),
  create: ({ slot, missRate }) => slotTiming(slot, missRate),
});
