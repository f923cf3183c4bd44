/**
 * A pool of concentrated liquidity (Uniswap v3): a fee on the input, and liquidity L(P) that differs from price to price.
 *
 *     within a range:   base = L · (1/√P − 1/√upper)      quote = L · (√P − √lower)
 *     a sale of q:      √P falls from range to range;     1/√P' = 1/√P + (1 − fee) q / L within one
 *
 * Where a range ends the next one pays; where none is left, nothing does: a sale beyond what all ranges hold brings nothing
 * for the rest (it stays in the pool). Fees are set aside for the providers, they do not deepen the pool.
 *
 * The pool's price is p = P · (1 + δ) with P the outside price: a sale lowers δ, and between sales arbitrage brings it back
 * as `recovery` says. When volatility rises, ranges shrink by what `withdrawal` takes (each as far as it `leaves`). With
 * `recentre`, providers who leave also follow: at every multiple of that time their ranges are moved so that they lie around
 * the outside price as they did at the start, in whole spacings of ticks; until then a crash leaves them behind.
 *
 * `fee` is a fraction of the input, `tickSpacing` whole ticks (1.0001 each), `oracleWeight` a fraction, `halfLife` and `recentre`
 * durations. A `RangeError` is thrown when a profile cannot be placed or lies beyond the prices of a pool.
 *
 * Source: Adams, Zinsmeister, Salem, Keefer, Robinson, Uniswap v3 Core (2021); held against the core contracts' own figures.
 */
import { z } from 'zod';
import { zProperFraction, zSpan } from '../parameters.ts';
import { defineModel, type ModelReference } from '../registry.ts';
import { ConcentratedCurve } from './concentrated/curve.ts';
import { pooled, recovering, startPriceOf } from './terms.ts';

const profileReference = z
  .looseObject({ model: z.string() })
  .describe('where the liquidity lies at the start (family liquidity)') as unknown as z.ZodType<ModelReference>;

export const concentrated = defineModel({
  family: 'venue',
  name: 'concentrated',
  title: 'a pool of concentrated liquidity, range by range',
  source: 'Adams et al., Uniswap v3 Core (2021)',
  misleads: 'when the profile is of a calm day and the scenario is not: ranges near the price are the first to go',
  params: z.strictObject({
    ...pooled,
    liquidity: profileReference,
    fee: zProperFraction.describe('fraction of the input, set aside for the providers'),
    tickSpacing: z
      .number()
      .int()
      .min(1)
      .max(16_384)
      .default(60)
      .describe('ticks between ends of ranges, e.g. 10, 60 or 200'),
    recentre: zSpan
      .optional()
      .describe('time after which providers move their ranges to the outside price; never when left out'),
  }),
  create: (p, context) => {
    const startPrice = startPriceOf(p, context);
    const { tickSpacing, fee } = p;
    const [base, quote] = [context.asset(p.base), context.asset(p.quote)];
    const placed = context.liquidity(p.liquidity).place({ startPrice, tickSpacing });
    const recentre = p.recentre ?? Number.POSITIVE_INFINITY;
    const terms = { base, quote, startPrice, fee, tickSpacing, recentre };
    return recovering(new ConcentratedCurve(terms, placed), p, context);
  },
});
