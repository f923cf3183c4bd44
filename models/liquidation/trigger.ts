/** When an account is due: where its health factor, at the protocol's prices, stands against a limit. */
import { z } from 'zod';
import { defineModel } from '../registry.ts';

const zHealthFactor = z.number().min(1);

/**
 * Due when H < limit, strictly: H = Σ collateral · price · threshold / Σ debt · price. At equality an account is safe.
 *
 * Source: Aave v3, Compound v2 and v3, Maker (`ink · spot < art · rate`), Morpho Blue, Liquity.
 */
export const belowThreshold = defineModel({
  family: 'trigger',
  name: 'below-threshold',
  title: 'due when the health factor is below a limit',
  source: 'Aave v3: liquidatable when HF < 1, not at equality',
  params: z.strictObject({
    healthFactor: zHealthFactor.max(2).default(1).describe('due strictly below it; 1 is the field’s usual limit'),
  }),
  create: ({ healthFactor }) => ({ healthFactor }),
});

/** The least double above a number from 1 up to 2: what is strictly below it is at most the number. */
export function justAbove(limit: number): number {
  return limit + Number.EPSILON;
}

/** Due when H ≤ limit. Source: Euler v2 (EVK): adjusted collateral ≤ liability, at a discount of 0. */
export const atThreshold = defineModel({
  family: 'trigger',
  name: 'at-threshold',
  title: 'due when the health factor is at or below a limit',
  source: 'Euler v2 (EVK), Liquidation.sol: liquidatable at equality',
  params: z.strictObject({ healthFactor: zHealthFactor.lt(2).default(1).describe('due at it and below') }),
  create: ({ healthFactor }) => ({ healthFactor: justAbove(healthFactor) }),
});
