/**
 * A constant-product pool x · y = k with a fee on the input, pulled back to the outside price by arbitrage.
 *
 * Selling q base units brings y γ q / (x + γ q), γ = 1 − fee; the fee stays in the pool. The pool's price is
 * p = P · (1 + δ) with P the outside price: a sale lowers δ, and between sales arbitrage shrinks it by half every
 * `halfLife` (or as `recovery` says: arbitrageurs, block by block). Moves of P itself are followed at once at constant √k (x = √k/√p, y = √k·√p), so the pool never offers a
 * better price than the market. Depth √k is multiplied by what the `withdrawal` model leaves.
 *
 * Source: Uniswap v2 (exact curve); δ's decay is a stated assumption, like the price recovery of RiskDAO's model.
 * Misleads with concentrated liquidity, where the same reserves are far deeper near the price and end abruptly.
 */
import { z } from 'zod';
import { zProperFraction, zReserve } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { pooled, recovering, startPriceOf } from './terms.ts';
import { ConstantProductCurve } from './uniswap-v2/curve.ts';

export const constantProduct = defineModel({
  family: 'venue',
  name: 'constant-product',
  title: 'a constant-product pool that arbitrage pulls back to the outside price',
  source: 'Uniswap v2',
  misleads: 'with concentrated liquidity: deeper near the price, then suddenly empty',
  params: z.strictObject({
    ...pooled,
    depth: zReserve.describe('reserve of the base asset at the start, in its units'),
    fee: zProperFraction.describe('fraction of the input, which stays in the pool'),
  }),
  create: (p, context) => recovering(new ConstantProductCurve(p.depth, startPriceOf(p, context), p.fee), p, context),
});
