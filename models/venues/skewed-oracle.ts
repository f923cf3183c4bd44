/**
 * A market that fills at the oracle's price moved by its skew (Synthetix perpetuals).
 *
 *   fill = mean of P · (1 + skew/k) before and after the order,   proceeds(q) = (1 − fee) · q · P · (1 + (skew − q/2) / k)
 *
 * P is the outside price (quote per base), k the `skewScale` (base units), skew the longs less the shorts (base units, may be below 0; a
 * sale of q lowers it by q). Other traders are paid to take the other side, so that the skew halves every `halfLife`. Where
 * 1 + skew/k has come down to 0 further units bring nothing. The market has no price that sources could see: it takes the oracle's.
 *
 * Source: Synthetix perps v2 and v3 (SIP-279, SIP-337).
 */
import { z } from 'zod';
import { zPositive, zProperFraction, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { SkewProfile } from './profile/skew.ts';
import { ProfileVenue } from './profile/venue.ts';
import { pair } from './terms.ts';

/** @throws RangeError when the skew is more than its scale can carry */
export function requireSkew({ skew, skewScale }: { readonly skew: number; readonly skewScale: number }): void {
  if (Math.abs(skew) <= skewScale) return;
  throw new RangeError(`skew (${skew}) must not be larger than skewScale (${skewScale}), on either side of 0`);
}

export const skewedOracle = defineModel({
  family: 'venue',
  name: 'skewed-oracle',
  title: "a market that fills at the oracle's price moved by its skew",
  source: 'Synthetix perps v2 and v3',
  misleads: 'where limits on the skew or on liquidations per block bind: those are not here',
  params: z.strictObject({
    ...pair,
    skewScale: zPositive.describe('k, base units: a skew of this size moves the price by all of it'),
    skew: z.number().default(0).describe('longs less shorts at the start, base units; at most skewScale in size'),
    fee: zProperFraction.describe('fraction of what is paid'),
    halfLife: zSpan.describe('time in which others undo half of the skew'),
  }),
  create: (p, context) => {
    requireSkew(p);
    return new ProfileVenue(new SkewProfile(p.skewScale), {
      base: context.asset(p.base),
      quote: context.asset(p.quote),
      oracleWeight: 0,
      depth: { share: () => 1 },
      fee: p.fee,
      halfLife: p.halfLife,
      position: -p.skew,
    });
  },
});
