/**
 * How much of a venue's depth stays when volatility rises. `volatility-coupled`: share = (reference / range)^elasticity,
 * at most 1 and at least `floor`, with range = ln(high/low) of the last full ten-minute window.
 *
 * Source for the size: √k of Uniswap v2 DAI/WETH fell 0.4 % to 39 % over six crisis days, 15.7 % in the worst ten minutes.
 */
import { z } from 'zod';
import { clamp, powReal } from '../../sim/math.ts';
import { zFraction, zPositive } from '../parameters.ts';
import { defineModel } from '../registry.ts';

export const steadyDepth = defineModel({
  family: 'depth',
  name: 'none',
  title: 'depth does not follow volatility',
  params: z.strictObject({}),
  create: () => ({ share: () => 1 }),
});

export const volatilityCoupledDepth = defineModel({
  family: 'depth',
  name: 'volatility-coupled',
  title: 'depth that shrinks when volatility rises',
  source: 'reserves of Uniswap v2 DAI/WETH on six crisis days, 2020-2021',
  params: z.strictObject({
    reference: zPositive.describe('ln(high/low) of ten minutes up to which all depth stays, e.g. 0.01'),
    elasticity: zPositive.max(4).describe('per cent of depth that leaves when volatility rises by one per cent'),
    floor: zFraction.gt(0).describe('least share of depth that stays'),
  }),
  create: ({ reference, elasticity, floor }) => ({
    share: (range) => (range <= reference ? 1 : clamp(powReal(reference / range, elasticity), floor, 1)),
  }),
});
