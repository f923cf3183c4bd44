/** Discounts that grow as an account sinks. A discount d on the price is a bonus of 1/(1 − d) − 1. */
import { z } from 'zod';
import type { Fraction } from '../../../sim/units.ts';
import type { DiscountRule } from '../../model.ts';
import { zFraction, zProperFraction } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

/** The bonus that a discount on the price amounts to: 1/(1 − d) − 1. */
export function bonusOf(discount: Fraction): Fraction {
  return 1 / (1 - discount) - 1;
}

/** Euler v2: d = min(1 − H, maxDiscount), 0 at and above a health factor H of 1. */
export function shortfallDiscount(healthFactor: number, maxDiscount: Fraction): Fraction {
  return Math.max(0, Math.min(1 - healthFactor, maxDiscount));
}

export interface BoostedDiscount {
  readonly base: Fraction;
  readonly booster: number;
  readonly maxBoost: Fraction;
  readonly maxDiscount: Fraction;
}

/** Euler v1: u = base + 1 − H; d = min(u · booster, u + maxBoost, maxDiscount). */
export function boostedDiscount(healthFactor: number, p: BoostedDiscount): Fraction {
  const unboosted = p.base + Math.max(0, 1 - healthFactor);
  return Math.min(unboosted * p.booster, unboosted + p.maxBoost, p.maxDiscount);
}

/** Euler v1: a liquidator with liquidity of its own, up to the liability, is favoured: min(slope, 1 + liquidity/liability). */
export function boosterOf(liquidity: number, liability: number, slope: number): number {
  return Math.min(slope, 1 + (liability > 0 ? liquidity / liability : 0));
}

/**
 * The discount is how far health has fallen below 1, up to a cap: a reverse Dutch auction that the price itself drives.
 *
 *   d = min(1 − H, maxDiscount); collateral worth 1/(1 − d) is given per unit of debt
 *
 * H: health factor at the protocol's prices. Source: Euler Vault Kit, `Liquidation.sol`.
 */
export const shortfall = defineModel({
  family: 'discount',
  name: 'shortfall',
  title: 'the discount grows one for one as the health factor falls below 1',
  source: 'Euler v2 (EVK), Liquidation.sol',
  misleads: 'when gas decides: just below the threshold there is hardly a discount, and nobody comes',
  params: z.strictObject({
    maxDiscount: zProperFraction.default(0.2).describe('largest discount, 0.2 is 20 % (Euler’s test default)'),
  }),
  create: ({ maxDiscount }): DiscountRule => ({
    bonus: (account) => bonusOf(shortfallDiscount(account.healthFactor, maxDiscount)),
    most: () => bonusOf(maxDiscount),
  }),
});

/**
 * Euler v1's discount: a base and the shortfall of health, favoured for liquidators that keep liquidity in the protocol.
 *
 *   u = base + (1 − H);   d = min(u · booster, u + maxBoost, maxDiscount);   booster = min(slope, 1 + liquidity/liability)
 *
 * Here the liquidator's liquidity is one number, its share of the liability. Source: euler-contracts, `Liquidation.sol`.
 */
export const boostedShortfall = defineModel({
  family: 'discount',
  name: 'boosted-shortfall',
  title: 'a base discount plus the shortfall of health, higher for liquidators with liquidity in the protocol',
  source: 'Euler v1, Liquidation.sol',
  misleads: 'when liquidators differ: all are given the same liquidity here',
  params: z.strictObject({
    base: zProperFraction.default(0.02).describe('discount at a health factor of 1 (the fee for reserves, 2 %)'),
    liquidity: zFraction.default(0).describe('time-averaged liquidity of the liquidator as a share of the liability'),
    slope: z.number().min(1).max(10).default(2).describe('largest booster'),
    maxBoost: zProperFraction.default(0.025).describe('most that the booster adds to the discount'),
    maxDiscount: zProperFraction.default(0.2).describe('largest discount'),
  }),
  create: ({ base, liquidity, slope, maxBoost, maxDiscount }): DiscountRule => {
    const p = { base, booster: boosterOf(liquidity, 1, slope), maxBoost, maxDiscount };
    return {
      bonus: (account) => bonusOf(boostedDiscount(account.healthFactor, p)),
      most: () => bonusOf(maxDiscount),
    };
  },
});
