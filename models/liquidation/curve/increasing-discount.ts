import { z } from 'zod';
import { powReal } from '../../../sim/math.ts';
import type { Fraction } from '../../../sim/units.ts';
import type { PriceCurve } from '../../model.ts';
import { zFraction, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

const EARLY = 1 - 1e-9;

export interface DiscountPath {
  /** Price over the protocol's at the start, and at the end: 0.95 is a discount of 5 %. */
  readonly first: Fraction;
  readonly last: Fraction;
  /** Factor per second. */
  readonly ratePerSecond: number;
  /** From this age on the last multiplier holds. */
  readonly timeline: number;
}

/** Price over the protocol's price after `elapsed` ms: max(last, first · rate^seconds), `last` from `timeline` on. */
export function multiplierAt(p: DiscountPath, elapsed: number): Fraction {
  if (elapsed >= p.timeline) return p.last;
  return Math.max(p.last, p.first * powReal(p.ratePerSecond, elapsed / 1000));
}

/**
 * An auction whose discount grows with time.
 *
 *   price = protocol's price · max(last, first · rate^seconds), and · last from `timeline` on
 *
 * Set the execution's `buffer` to `first`: the curve is the share of the starting price. Source: Reflexer GEB,
 * `IncreasingDiscountCollateralAuctionHouse`.
 */
export const increasingDiscount = defineModel({
  family: 'curve',
  name: 'increasing-discount',
  title: 'a discount that grows by a factor per second up to a limit',
  source: 'Reflexer GEB, IncreasingDiscountCollateralAuctionHouse',
  misleads: 'with a buffer other than `first`: the curve is relative to where the auction starts',
  params: z.strictObject({
    first: zFraction.gt(0).describe('price over the protocol’s at the start, e.g. 0.95'),
    last: zFraction.gt(0).describe('price over the protocol’s at the end, e.g. 0.93'),
    ratePerSecond: zFraction.gt(0).describe('factor per second'),
    timeline: zSpan.describe('age from which the last multiplier holds'),
  }),
  create: (p): PriceCurve => {
    if (p.last > p.first) throw new RangeError('curve increasing-discount: last must not be above first');
    return {
      share: (elapsed) => multiplierAt(p, elapsed) / p.first,
      reaches: (share) => {
        if (share >= 1) return 0;
        if (share < p.last / p.first) return Number.POSITIVE_INFINITY;
        const byRate = p.ratePerSecond < 1 ? (Math.log(share) / Math.log(p.ratePerSecond)) * 1000 : p.timeline;
        return Math.max(0, Math.min(byRate, p.timeline) * EARLY);
      },
    };
  },
});
