/** At what discount collateral is handed over in an atomic liquidation. */
import { z } from 'zod';
import type { DiscountRule } from '../../model.ts';
import { zProperFraction } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

/** bonus = 0: whoever repays one dollar of debt gets one dollar of collateral, at the protocol's price. */
export const noDiscount = defineModel({
  family: 'discount',
  name: 'none',
  title: 'no discount: collateral counts at the protocol’s price',
  params: z.strictObject({}),
  create: (): DiscountRule => ({ bonus: () => 0, most: () => 0 }),
});

/**
 * The same bonus whatever the account's health:
 *
 *   collateral handed over = debt repaid × (1 + b),   at the protocol's price
 *
 * with b = `bonus`, a fraction from 0 to below 1; the collateral's own `liquidationBonus` when left out.
 */
export const fixedBonus = defineModel({
  family: 'discount',
  name: 'fixed-bonus',
  title: 'the bonus that the protocol sets for the collateral, or the one given here',
  source: 'Aave v3, Compound v2',
  misleads: 'above a loan-to-value of 1/(1 + bonus): each liquidation then makes the account worse',
  params: z.strictObject({
    bonus: zProperFraction.optional().describe('fraction above one; the collateral’s own when left out'),
  }),
  create: ({ bonus }): DiscountRule => ({
    bonus: (account) => bonus ?? account.assetBonus,
    most: (assetBonus) => bonus ?? assetBonus,
  }),
});
