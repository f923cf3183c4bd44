/**
 * A constant-product pool x · y = k with a fee on the input, pulled back to the outside price by arbitrage.
 *
 * Selling q base units brings y γ q / (x + γ q), γ = 1 − fee; the fee stays in the pool. The pool's price is
 * p = P · (1 + δ) with P the outside price: a sale lowers δ, and between sales arbitrage shrinks it by half every
 * `halfLife`. Moves of P itself are followed at once at constant √k (x = √k/√p, y = √k·√p), so the pool never offers a
 * better price than the market. Depth √k is multiplied by what the `withdrawal` model leaves.
 *
 * Source: Uniswap v2 (exact curve); δ's decay is a stated assumption, like the price recovery of RiskDAO's model.
 * Misleads with concentrated liquidity, where the same reserves are far deeper near the price and end abruptly.
 */
import { z } from 'zod';
import { zFraction, zName, zPositive, zProperFraction, zSpan } from '../parameters.ts';
import { defineModel, type ModelReference } from '../registry.ts';
import { HalfLifeVenue } from './recovery/half-life.ts';
import { ConstantProductCurve } from './uniswap-v2/curve.ts';

const withdrawalReference = z
  .looseObject({ model: z.string() })
  .describe('how depth follows volatility (family depth)') as unknown as z.ZodType<ModelReference>;

export const constantProduct = defineModel({
  family: 'venue',
  name: 'constant-product',
  title: 'a constant-product pool that arbitrage pulls back to the outside price',
  source: 'Uniswap v2',
  misleads: 'with concentrated liquidity: deeper near the price, then suddenly empty',
  params: z.strictObject({
    base: zName.describe('asset sold into the pool'),
    quote: zName.describe('asset it pays with'),
    depth: zPositive.describe('reserve of the base asset at the start, in its units'),
    fee: zProperFraction.describe('of the input'),
    halfLife: zSpan.describe('time in which arbitrage undoes half of a displacement'),
    oracleWeight: zFraction.describe('share of the displacement that the sources of the base oracle see'),
    withdrawal: withdrawalReference.default({ model: 'none' }),
  }),
  create: (p, context) =>
    new HalfLifeVenue(
      new ConstantProductCurve(p.depth, context.startPrice(p.base) / context.startPrice(p.quote), p.fee),
      {
        base: context.asset(p.base),
        quote: context.asset(p.quote),
        oracleWeight: p.oracleWeight,
        depth: context.depth(p.withdrawal),
      },
      p.halfLife,
    ),
});
