import { z } from 'zod';
import type { Fraction } from '../../../sim/units.ts';
import type { DiscountRule } from '../../model.ts';
import { zFraction, zNonNegative } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

/** Morpho Blue's incentive factor: min(most, 1/(1 − cursor · (1 − LLTV))). */
export function incentiveFactor(threshold: Fraction, cursor: Fraction, most: number): number {
  return Math.min(most, 1 / (1 - cursor * (1 - threshold)));
}

/**
 * The bonus follows from the collateral's own threshold: the lower it is, the more is given.
 *
 *   1 + bonus = min(1 + most, 1/(1 − cursor · (1 − LLTV)))
 *
 * LLTV: liquidation threshold of the collateral, a fraction. Source: Morpho Blue, `_liquidationIncentiveFactor` (cursor
 * 0.3, at most 1.15).
 */
export const thresholdIncentive = defineModel({
  family: 'discount',
  name: 'threshold-incentive',
  title: 'a bonus that the liquidation threshold decides',
  source: 'Morpho Blue, Morpho.sol (liquidation cursor 0.3, at most 15 %)',
  params: z.strictObject({
    cursor: zFraction.default(0.3).describe('share of the room above the threshold that goes to the liquidator'),
    most: zNonNegative.max(2).default(0.15).describe('largest bonus, 0.15 is 15 %'),
  }),
  create: ({ cursor, most }): DiscountRule => ({
    bonus: (account) => incentiveFactor(account.threshold, cursor, 1 + most) - 1,
    // Known for the account's own collateral only: the largest of all is safe.
    most: () => most,
  }),
});
