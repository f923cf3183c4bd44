/** How the sources of an oracle are written in a scenario. */
import { z } from 'zod';
import { zDuration, zFraction, zNonNegative } from '../../parameters.ts';
import type { ModelReference, Registry } from '../../registry.ts';

export function sourceSchema(registry: Registry) {
  const faults: z.ZodType<ModelReference[]> = z.array(registry.schema('fault'));
  return z
    .strictObject({
      count: z
        .number()
        .int()
        .min(1)
        .max(64)
        .default(1)
        .describe('how many sources are like this, each with its own draws'),
      noise: zNonNegative
        .max(1)
        .default(0)
        .describe('standard deviation of the logarithm of its error, new at every tick'),
      lag: zDuration.default(0).describe('age of the market price that it shows'),
      confidence: zFraction.default(0).describe('half-width of the interval it states, as a share of its price'),
      sees: zFraction.default(1).describe('share of what the oracle sees of our own sales that this source sees'),
      faults: faults.default([]).describe('what goes wrong with it'),
    })
    .describe('one source of the oracle, or several alike');
}
