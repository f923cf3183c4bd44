/**
 * A stable pool of two coins (Curve's StableSwap): nearly a constant sum about its peg, a constant product far from it.
 *
 *   Ann · (x + y) + D = Ann · D + D³ / (4 x y),      Ann = 2 A
 *
 * x = base reserve × peg and y = quote reserve, both in quote units; D is what they sum to in balance. A sale of q base brings
 * (1 − fee) · (y − y'), y' the root of the invariant at x + q · peg; the fee stays in the pool. Its price before fee is
 * p = peg · (Ann + G/x) / (Ann + G/y), G = D³/(4 x y). It is p = P · (1 + δ) with P the outside price: a sale lowers δ, which
 * halves every `halfLife`; moves of P are followed at once along the curve, so that a lost peg empties the pool of the better coin.
 *
 * `depth` is the base reserve at the start (base units); `amplification` the A of the contract, 1 to 1e6, no unit, or a straight
 * line of time from one A to another; `peg` the price at which the pool is in balance (quote per base; the outside price at
 * the start when left out); `fee` a fraction of the payout; `halfLife` a duration; `oracleWeight` a fraction.
 *
 * Source: Egorov, StableSwap (2019); contracts of Curve and Saddle. D by Newton's method, y in closed form.
 */
import { z } from 'zod';
import { zDuration, zPrice, zReserve, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { StableSwapCurve } from './stableswap/curve.ts';
import { pooled, recovering, startPriceOf } from './terms.ts';

const zAmplification = z.number().min(1).max(1e6).describe('A as the contract holds it, 1 to 1e6, e.g. 100');

export const stableSwap = defineModel({
  family: 'venue',
  name: 'stableswap',
  title: 'a stable pool: deep about its peg, thin once the peg is lost',
  source: "Egorov, StableSwap (2019); Curve's and Saddle's contracts",
  misleads: 'for assets without a peg, and for pools that move theirs (CryptoSwap)',
  params: z.strictObject({
    ...pooled,
    depth: zReserve.describe('reserve of the base asset at the start, in its units'),
    amplification: z
      .union([
        zAmplification,
        z.strictObject({
          from: zAmplification,
          to: zAmplification,
          begins: zDuration.default(0).describe('when the change begins'),
          over: zSpan.describe('how long it takes, in a straight line'),
        }),
      ])
      .describe('A as the contract holds it, or its change in time'),
    peg: zPrice.optional().describe('price at which the pool is in balance, quote per base; the start when left out'),
  }),
  create: (p, context) => {
    const a = p.amplification;
    const ramp = typeof a === 'number' ? { from: a, to: a, begins: 0, over: 1 } : a;
    const start = startPriceOf(p, context);
    return recovering(new StableSwapCurve(p.depth, start, p.peg ?? start, ramp, p.fee), p, context);
  },
});
