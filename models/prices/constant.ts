/**
 * A price that never moves: S_t = S_0.
 *
 * Misleads when the asset can depeg: a stablecoin priced so hides the loss of everybody who borrowed against it.
 */
import { z } from 'zod';
import { zPrice } from '../parameters.ts';
import { defineModel } from '../registry.ts';

export const constantPrice = defineModel({
  family: 'price',
  name: 'constant',
  title: 'a price that never moves',
  misleads: 'when the asset can depeg',
  params: z.strictObject({ start: zPrice }),
  create: ({ start }) => ({
    start,
    usesNormals: false,
    moves: false,
    fill: (out) => {
      out.fill(start);
    },
  }),
});
