/**
 * Liquidity as a list of ranges, each from one price to another, in quote per base. A range of liquidity L holds at a price P
 * within it
 *
 *     base = L · (1/√P − 1/√to)        quote = L · (√P − √from)
 *
 * `from` and `to` are prices above 0, `liquidity` is L in √(base unit · quote unit), `leaves` a fraction: how much of a withdrawal
 * the range takes part in. Ends are put on the nearest tick that the spacing allows. Ranges may overlap, and leave holes. A
 * `RangeError` is thrown where a range is narrower than the spacing of ticks.
 *
 * Source: Uniswap v3 whitepaper §6.2.
 */
import { z } from 'zod';
import { zFraction, zPositive } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { PlacedRange, ProfileRequest } from '../concentrated/placed-range.ts';
import { tickAtPrice } from '../concentrated/ticks.ts';

const range = z.strictObject({
  from: zPositive.describe('lower end, quote units per base unit'),
  to: zPositive.describe('upper end, quote units per base unit'),
  liquidity: zPositive.describe('liquidity L, square root of base units times quote units'),
  leaves: zFraction
    .default(1)
    .describe('how much of a withdrawal it takes part in, a fraction; those above 0 may follow the price'),
});

function placeRange(stated: z.output<typeof range>, { tickSpacing }: ProfileRequest): PlacedRange {
  const nearest = (price: number) => Math.round(tickAtPrice(price) / tickSpacing) * tickSpacing;
  const [lower, upper] = [nearest(stated.from), nearest(stated.to)];
  if (!(lower < upper)) {
    throw new RangeError(
      `a range from ${stated.from} to ${stated.to} must span at least one spacing of ${tickSpacing} ticks: widen it`,
    );
  }
  return { lower, upper, liquidity: stated.liquidity, leaves: stated.leaves, follows: stated.leaves > 0 };
}

export const ranges = defineModel({
  family: 'liquidity',
  name: 'ranges',
  title: 'liquidity as a list of price ranges',
  source: 'Uniswap v3 whitepaper',
  params: z.strictObject({
    ranges: z.array(range).min(1).describe('ranges of liquidity; they may overlap and leave holes'),
  }),
  create: ({ ranges: stated }) => ({ place: (request) => stated.map((one) => placeRange(one, request)) }),
});
