import { z } from 'zod';
import type { DiscountRule } from '../../model.ts';
import { zProperFraction } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

/**
 * A bonus in steps: the lower the health factor, the larger (or smaller) the penalty of the borrower.
 *
 *   bonus = that of the last tier with H < below; the first tier's where H is below none
 *
 * H: health factor at the protocol's prices. `tiers`: from the highest `below` (above 0, at most 2) to the lowest; `bonus`: fraction from 0 to below 1.
 */
export const tiered = defineModel({
  family: 'discount',
  name: 'tiers',
  title: 'a bonus in steps of the health factor',
  misleads: 'with a step up: keepers in collusion wait for it',
  params: z.strictObject({
    tiers: z
      .array(
        z.strictObject({
          below: z.number().gt(0).max(2).describe('health factor below which the tier holds'),
          bonus: zProperFraction.describe('fraction above one, 0.05 is 5 %'),
        }),
      )
      .min(1)
      .max(20)
      .describe('from the highest limit to the lowest'),
  }),
  create: ({ tiers }): DiscountRule => {
    const wrong = tiers.findIndex((tier, i) => i > 0 && tier.below >= (tiers[i - 1] as typeof tier).below);
    if (wrong > 0) {
      throw new RangeError(
        `tiers: the limit of tier ${wrong + 1} (${tiers[wrong]?.below}) must be below that of the tier before it; list them from the highest to the lowest`,
      );
    }
    const most = tiers.reduce((largest, { bonus }) => Math.max(largest, bonus), 0);
    return {
      bonus: ({ healthFactor }) => {
        let { bonus } = tiers[0] as (typeof tiers)[number];
        for (const tier of tiers) if (healthFactor < tier.below) bonus = tier.bonus;
        return bonus;
      },
      most: () => most,
    };
  },
});
