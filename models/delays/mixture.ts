/** Waiting times of two kinds. */
import { z } from 'zod';
import { zProperFraction } from '../parameters.ts';
import { defineModel, type ModelReference } from '../registry.ts';

const component = (meaning: string) =>
  z.looseObject({ model: z.string() }).describe(`${meaning} (family delay)`) as unknown as z.ZodType<ModelReference>;

/**
 * Usually one law, sometimes another: with probability 1 − `share` a draw from `usual`, else one from `late`.
 *
 * One uniform u decides both: below 1 − share the draw is usual's quantile at u/(1 − share), above it late's quantile at
 * (u − 1 + share)/share. The law is exact; a larger uniform is a later draw only within each of the two.
 *
 * Parameters: `usual` and `late` (a delay each, not itself a mixture), `share` (fraction, 0 to below 1).
 */
export const mixtureDelay = defineModel({
  family: 'delay',
  name: 'mixture',
  title: 'usually one law, sometimes another: a monitor that now and then hangs',
  params: z.strictObject({
    usual: component('the usual waiting time'),
    late: component('the other one'),
    share: zProperFraction.describe('share of draws that are late'),
  }),
  create({ usual, late, share }, context) {
    if (context === undefined) throw new RangeError('a mixture of delays cannot be used here');
    for (const { model } of [usual, late]) {
      if (model === 'mixture') throw new RangeError('a mixture of delays is made of two that are no mixtures');
    }
    const [often, seldom] = [context.delay(usual), context.delay(late)];
    return {
      quantile: (u) => (u < 1 - share ? often.quantile(u / (1 - share)) : seldom.quantile((u - (1 - share)) / share)),
    };
  },
});
