/** Who gets what of the collateral that a liquidation seizes: the liquidator, less what the protocol keeps. */
import { z } from 'zod';
import type { SplitRule } from '../../model.ts';
import { zFraction } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

/**
 * The protocol keeps a share of the bonus: share · bonus / (1 + bonus) of what is seized. Source: Aave v3
 * (`liquidationProtocolFee`).
 */
export const bonusShare = defineModel({
  family: 'split',
  name: 'bonus-share',
  title: 'the protocol keeps a share of the bonus',
  source: 'Aave v3, liquidation protocol fee',
  params: z.strictObject({
    share: zFraction.optional().describe('of the bonus; the collateral’s own protocolFee when left out'),
  }),
  create: ({ share }): SplitRule => ({
    protocolShare: (bonus, assetFee) => ((share ?? assetFee) * bonus) / (1 + bonus),
  }),
});

/** The protocol keeps a share of all that is seized. Source: Compound v2 (`protocolSeizeShareMantissa`, 2.8 %). */
export const seizedShare = defineModel({
  family: 'split',
  name: 'seized-share',
  title: 'the protocol keeps a share of everything seized',
  source: 'Compound v2, protocolSeizeShareMantissa',
  params: z.strictObject({ share: zFraction.default(0.028).describe('of the collateral seized') }),
  create: ({ share }): SplitRule => ({ protocolShare: () => share }),
});

/** The liquidator gets everything. Source: Morpho Blue, Euler v2. */
export const wholeToLiquidator = defineModel({
  family: 'split',
  name: 'liquidator',
  title: 'the liquidator gets everything seized',
  source: 'Morpho Blue, Euler v2',
  params: z.strictObject({}),
  create: (): SplitRule => ({ protocolShare: () => 0 }),
});
