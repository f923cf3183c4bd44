/**
 * Liquidity in bands around the starting price P₀: band i reaches from P₀/(1 + within) to P₀ · (1 + within), and holds
 * `share` of `depth` in base, as much again in quote. Its liquidity is
 *
 *     L = share · depth / (1/√P₀ − 1/√(P₀ (1 + within)))
 *
 * so that the narrower the band, the deeper the market within it, and the sooner it ends. A band without `within` lies
 * over all prices and is a constant-product pool of that share (L = share · depth · √P₀). Bands end at the next tick
 * outwards that the spacing allows.
 *
 * `depth` is in base units, `within` a fraction above 0, shares are fractions that add up to 1. `leaves` says how much of a
 * withdrawal (the venue's `withdrawal`) a band takes part in: 1 by default, 0 for the one over all prices. Bands that take
 * part also follow the price, where the venue says that providers do (`recentre`). A `RangeError` is thrown where the shares do
 * not add up to 1.
 *
 * Source: Uniswap v3 whitepaper §2 and 6.2 for L; what real pools hold near the price is for the user to state.
 */
import { z } from 'zod';
import { zFraction, zPositive, zReserve } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { PlacedRange, ProfileRequest } from '../concentrated/placed-range.ts';
import { outermostTick, rootAtTick, tickAtPrice } from '../concentrated/ticks.ts';

const band = z.strictObject({
  within: zPositive
    .optional()
    .describe('half-width of the band, a fraction of the price: 0.05 is 5 %; all prices when left out'),
  share: zFraction.gt(0).describe('fraction of the depth that lies in this band'),
  leaves: zFraction
    .optional()
    .describe('how much of a withdrawal it takes part in, a fraction: 1 when left out, 0 for a band over all prices'),
});

interface Band {
  readonly within?: number | undefined;
  readonly share: number;
  readonly leaves?: number | undefined;
}

function placeBand({ within, share, leaves }: Band, depth: number, request: ProfileRequest): PlacedRange {
  const { startPrice, tickSpacing } = request;
  const root = Math.sqrt(startPrice);
  const outermost = outermostTick(tickSpacing);
  const towards = (tick: number, round: (x: number) => number) => round(tick / tickSpacing) * tickSpacing;
  const lower = within === undefined ? -outermost : towards(tickAtPrice(startPrice / (1 + within)), Math.floor);
  const upper = within === undefined ? outermost : towards(tickAtPrice(startPrice * (1 + within)) + 1, Math.ceil);
  const liquidity = (share * depth) / (1 / root - 1 / rootAtTick(upper));
  const leaving = leaves ?? (within === undefined ? 0 : 1);
  return { lower, upper, liquidity, leaves: leaving, follows: within !== undefined && leaving > 0 };
}

export const bands = defineModel({
  family: 'liquidity',
  name: 'bands',
  title: 'liquidity in bands around the starting price',
  source: 'Uniswap v3 whitepaper; the shares are for the user to set',
  misleads: 'where a pool is lopsided: bands reach equally far up and down',
  params: z.strictObject({
    depth: zReserve.describe('reserve of the base asset at the start, in its units'),
    bands: z.array(band).min(1).describe('bands around the starting price; shares add up to 1'),
  }),
  create: ({ depth, bands: stated }) => {
    const total = stated.reduce((sum, { share }) => sum + share, 0);
    if (Math.abs(total - 1) > 1e-6) {
      throw new RangeError(`the shares of the bands add up to ${total}: they must add up to 1`);
    }
    return { place: (request) => stated.map((one) => placeBand(one, depth, request)) };
  },
});
