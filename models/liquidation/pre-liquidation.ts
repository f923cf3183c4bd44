/**
 * Pre-liquidation: between a first threshold and the liquidation threshold a part of the debt may be repaid at a small
 * incentive; both grow linearly across the band.
 *
 *   q = (LTV − preLLTV) / (LLTV − preLLTV), in (0, 1];  closeFactor = first + q (last − first);  incentive likewise
 *
 * Open for preLLTV < LTV ≤ LLTV. Above LLTV the market's own rule takes over. Source: morpho-org/pre-liquidation.
 */
import { z } from 'zod';
import type { Fraction } from '../../sim/units.ts';
import type { AccountView, DiscountRule, SizeRule } from '../model.ts';
import { zFraction, zProperFraction } from '../parameters.ts';
import { defineModel } from '../registry.ts';

/** Whether a loan-to-value stands in the band. */
export function isInBand(ltv: Fraction, preLltv: Fraction, lltv: Fraction): boolean {
  return ltv > preLltv && ltv <= lltv;
}

/** How far a loan-to-value stands in the band, 0 at its lower end, 1 at its upper. */
export function bandQuotient(ltv: Fraction, preLltv: Fraction, lltv: Fraction): Fraction {
  return (ltv - preLltv) / (lltv - preLltv);
}

export function interpolated(quotient: Fraction, first: number, last: number): number {
  return first + quotient * (last - first);
}

const bandShare = zProperFraction.gt(0).describe('lower end of the band as a share of the liquidation threshold');

/** Position in the band of an account: its loan-to-value over its threshold is the inverse of its health factor. */
function quotientOf(account: AccountView, band: Fraction): Fraction {
  return bandQuotient(1 / account.healthFactor, band, 1);
}

export const preLiquidationSize = defineModel({
  family: 'size',
  name: 'pre-liquidation',
  title: 'a close factor that grows across a band below the threshold; all of the debt beyond it',
  source: 'Morpho pre-liquidation',
  misleads: 'with a trigger at 1: set the trigger’s health factor to 1/band, where the band begins',
  params: z.strictObject({
    band: bandShare,
    first: zFraction.gt(0).describe('close factor where the band begins'),
    last: zFraction.gt(0).describe('close factor at the liquidation threshold'),
  }),
  create: ({ band, first, last }): SizeRule => ({
    repayUsd: (account) =>
      account.healthFactor < 1
        ? account.pairDebtUsd
        : interpolated(Math.max(0, quotientOf(account, band)), first, last) * account.pairDebtUsd,
  }),
});

export const preLiquidationDiscount = defineModel({
  family: 'discount',
  name: 'pre-liquidation',
  title: 'a bonus that grows across a band below the threshold, and another beyond it',
  source: 'Morpho pre-liquidation',
  params: z.strictObject({
    band: bandShare,
    first: zProperFraction.describe('bonus where the band begins'),
    last: zProperFraction.describe('bonus at the liquidation threshold'),
    beyond: zProperFraction.optional().describe('bonus beyond the threshold; the collateral’s own when left out'),
  }),
  create: ({ band, first, last, beyond }): DiscountRule => ({
    bonus: (account) =>
      account.healthFactor < 1
        ? (beyond ?? account.assetBonus)
        : interpolated(Math.max(0, quotientOf(account, band)), first, last),
    most: (assetBonus) => Math.max(first, last, beyond ?? assetBonus),
  }),
});
