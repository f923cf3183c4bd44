/**
 * Everybody else's demand for block space, as one clearing gas price g per window: bids of others above a price p fill
 * the share min(1, (p/g)^−ε) of a block, so at g they fill it exactly. ε is the `elasticity` of that demand.
 */
import { z } from 'zod';
import type { BlockSpaceModel } from '../model.ts';
import { zGwei, zPositive } from '../parameters.ts';
import { defineModel } from '../registry.ts';

export const zElasticity = zPositive.describe(
  'of demand for block space: a gas price 1 % higher leaves about this many per cent less demand above it',
);

function constantBlockSpace(gasPrice: number, elasticity: number): BlockSpaceModel {
  return {
    elasticity,
    fill: (tape) => {
      tape.gas.fill(gasPrice);
    },
  };
}

export const constantGas = defineModel({
  family: 'block-space',
  name: 'constant',
  title: 'an unchanging clearing gas price; 0 is an empty chain',
  misleads: 'in a crash: gas rises with volatility on every measured crisis day',
  params: z.strictObject({ gasPrice: zGwei, elasticity: zElasticity.default(1) }),
  create: ({ gasPrice, elasticity }) => constantBlockSpace(gasPrice, elasticity),
});
