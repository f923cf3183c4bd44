/**
 * A pool that fills at the oracle's price, plus or minus a price impact for how lopsided it is (GMX v2 swaps).
 *
 *   proceeds(q) = (1 − fee) · q P + (|d0|^e − |d1|^e) · factor,      d1 = d0 + q P
 *
 * P is the outside price (quote per base), d the imbalance in quote units: what the pool holds of base beyond its balance. Where the trade
 * improves the balance `positiveFactor` counts and the impact is a gain, paid from the impact pool and no further than that; where
 * it worsens it `negativeFactor` counts and the cost goes into the impact pool; across the balance each on its side. An
 * imbalance below one quote unit counts as none. The payout is at most what the pool holds (`depth`, quote units, times what
 * the withdrawal model leaves). Past the quantity at which one more unit would lower the payout, further units bring nothing.
 *
 * What sales push it by fades by half every `halfLife`: others rebalance the pool at the prices at which it traded. The pool has no
 * price that sources could see: it takes the oracle's.
 *
 * `exponent` is 1 or more, factors are per (quote unit)^(e−1), `imbalance` and `impactPool` are in quote units.
 *
 * Source: GMX v2 (gmx-synthetics), README and pricing tests: factor 0.01/50,000 and e = 2 let 50,000 USD from balance cost 500.
 */
import { z } from 'zod';
import { zNonNegative, zProperFraction, zReserve, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { OraclePool } from './oracle-pool/venue.ts';
import { pair, withdrawalReference } from './terms.ts';

interface Factors {
  readonly positiveFactor: number;
  readonly negativeFactor: number;
}

/** @throws RangeError when a trade there and back would be paid for */
export function requireFactors({ positiveFactor, negativeFactor }: Factors): void {
  if (positiveFactor <= negativeFactor) return;
  throw new RangeError(
    `positiveFactor (${positiveFactor}) must not be above negativeFactor (${negativeFactor}): going round would pay`,
  );
}

export const oraclePool = defineModel({
  family: 'venue',
  name: 'oracle-pool',
  title: "a pool that fills at the oracle's price and charges for imbalance",
  source: 'GMX v2 (gmx-synthetics)',
  misleads: "where the pool's oracle lags the market: fills are at the outside price here",
  params: z.strictObject({
    ...pair,
    depth: zReserve.describe('quote units that the pool holds at the start'),
    fee: zProperFraction.describe('fraction of the value traded'),
    exponent: z.number().min(1).max(4).default(2).describe('e of the price impact, 1 to 4'),
    negativeFactor: zNonNegative.describe('factor where a trade worsens the balance, e.g. 0.0000002'),
    positiveFactor: zNonNegative.default(0).describe('factor where it improves the balance; at most negativeFactor'),
    imbalance: z.number().default(0).describe('base beyond the balance at the start, quote units; below 0: too little'),
    impactPool: zNonNegative.default(0).describe('quote units set aside for positive impact'),
    halfLife: zSpan.describe('time in which others undo half of the imbalance that sales made'),
    withdrawal: withdrawalReference.default({ model: 'none' }),
  }),
  create: (p, context) => {
    requireFactors(p);
    return new OraclePool({
      base: context.asset(p.base),
      quote: context.asset(p.quote),
      depth: context.depth(p.withdrawal),
      fee: p.fee,
      halfLife: p.halfLife,
      factors: { exponent: p.exponent, positive: p.positiveFactor, negative: p.negativeFactor },
      cash: p.depth,
      imbalance: p.imbalance,
      impactPool: p.impactPool,
    });
  },
});
