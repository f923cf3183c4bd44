/** Absorbing accounts and selling what they held from a storefront: parameters, and what they mean. The engine is in `absorber.ts`. */
import { z } from 'zod';
import type { Execution } from '../../model.ts';
import { zFraction, zGas, zSpan, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { AbsorberExecutor } from './absorber.ts';

/**
 * The protocol takes over a due account at once, with all its collateral, and sells that later from its own stock.
 *
 *   absorb    credit = Σ value · liquidationFactor;  the debt goes, and credit beyond it becomes a deposit of the owner
 *   ask       price · (1 − storefrontFactor · (1 − liquidationFactor)),  price: the protocol's
 *   open      while reserves < targetReserves, or below 0
 *   reserves  fall by debt and deposit at an absorption, rise by what buyers pay
 *
 * value: of each collateral at the protocol's price, USD. Debt that the collateral's market value does not cover is bad debt at once.
 * The rest, and the deposit, is what the stock has cost; a sale above its cost is the protocol's gain (protocolFeeUsd), one below it is
 * bad debt too. What is unsold at the end of a path counts at the market's price. A keeper calls `absorb` for `absorbGas` and gets
 * `reward` of the protocol; without one somebody does it as long as the collateral would pay the gas. Keepers buy what gains
 * most against the venue's curve, for `buyGas`.
 * Source: Compound III, absorb, quoteCollateral and buyCollateral.
 */
export const storefront = defineModel({
  family: 'execution',
  name: 'storefront',
  title: 'the protocol takes accounts over at once and sells their collateral from its stock at a discount',
  source: 'Compound III (compound-finance/comet @ d5a30b0)',
  misleads:
    'about prices that move between absorption and sale when retry is long: buyers look again then, or when a price lands; size, discount and split have no say here',
  params: z.strictObject({
    storefrontFactor: zFraction.describe('share of the liquidation penalty that buyers are let off, e.g. 0.5'),
    liquidationFactor: zFraction
      .gt(0)
      .optional()
      .describe('share of its value that collateral is credited at, e.g. 0.95; 1 − liquidationBonus when left out'),
    targetReserves: zUsd.describe('USD of reserves from which nothing is sold any more'),
    reserves: zUsd
      .optional()
      .describe('USD of reserves at the start; what the funds of the waterfall hold when left out'),
    reward: zUsd.default(0).describe('USD that the protocol pays whoever absorbs an account'),
    absorbGas: zGas.describe('gas of absorbing an account'),
    buyGas: zGas.describe('gas of buying from the stock and selling on'),
    revertGas: zGas.describe('gas of a transaction that comes too late'),
    retry: zSpan.default(120_000).describe('how long keepers leave alone what would not pay its gas'),
  }),
  create: (p): Execution => ({ executor: (stage) => new AbsorberExecutor(stage, p) }),
});
