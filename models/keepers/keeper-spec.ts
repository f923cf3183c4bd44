/** How a scenario states a group of keepers: the section `keepers`. */
import { z } from 'zod';
import { zCount, zDuration, zFraction, zGas, zName, zNonNegative, zPositive, zSpan, zUsd } from '../parameters.ts';
import type { ModelReference, Registry } from '../registry.ts';

const outage = z.strictObject({
  probability: zFraction.describe('chance that the keeper is down once during the path'),
  duration: zSpan.describe('how long it is down, from a uniformly drawn moment unless stated otherwise'),
  at: zDuration.optional().describe('moment at which it goes down, instead of a drawn one'),
  trigger: z
    .strictObject({
      measure: z.enum(['range', 'gas']).describe('ln(high/low) of a ten-minute window, or its gas price in gwei'),
      above: zNonNegative.describe('it goes down at the end of the first window in which the measure is above this'),
    })
    .optional()
    .describe('what takes it down, instead of a drawn moment'),
  who: z
    .enum(['each', 'together', 'largest'])
    .optional()
    .describe('each keeper by a draw of its own (when left out), all by one draw, or only the largest, the first one'),
});

const funding = z.strictObject({
  inventory: zUsd.describe('USD that a keeper holds to repay with'),
  recovery: zSpan.describe('time until what was used is there again: sold, bridged, swapped back'),
  flashLoan: z
    .strictObject({
      fee: zFraction.default(0).describe('of what is borrowed'),
      gas: zGas.default(150_000).describe('that a flash loan adds to a liquidation: 138,000 to 160,000 on Aave v3'),
    })
    .optional()
    .describe('borrows instead where that leaves it more; never when left out'),
});

const concentration = z
  .strictObject({
    zipf: zPositive.max(10).optional().describe('the k-th largest keeper has a weight of k to the power of minus this'),
    largest: zFraction.optional().describe('share of the first keeper; the others share the rest equally'),
  })
  .refine(
    (value) => (value.zipf === undefined) !== (value.largest === undefined),
    'must hold zipf or largest, one of the two',
  )
  .describe('how unequally the capital of the group is spread; count × capital stays what it is');

const elsewhere = z.strictObject({
  measure: z
    .enum(['drawdown', 'range'])
    .describe(
      'fall of the asset that fell furthest from its highest price so far, or ln(high/low) of the last ten-minute window',
    ),
  reference: zPositive.describe('of that measure, at which the share `busy` is taken, e.g. 0.1'),
  busy: zFraction.describe('share of its capital and transactions that other protocols take at the reference'),
  exponent: zNonNegative.max(10).default(1).describe('busy share grows like the measure to this power'),
  most: zFraction.default(0.95).describe('largest share that others ever take'),
});

const stretch = z.strictObject({
  measure: z.enum(['range', 'gas']).describe('ln(high/low) of the last ten-minute window, or the gas price now, gwei'),
  reference: zPositive.describe('of that measure, up to which delays are as stated'),
  exponent: zNonNegative.max(10).default(1).describe('delays grow like the measure to this power'),
  most: z.number().min(1).max(1000).default(10).describe('largest factor on a delay'),
});

const pending = z.strictObject({
  rebid: zSpan.optional().describe('time after which it replaces the transaction; never when left out'),
  bump: zPositive.max(10).default(0.1).describe('least relative raise of a replacement; 0.1 is what nodes ask for'),
});

const collusion = z.strictObject({
  margin: zSpan.default(60_000).describe('how long before an auction must be reset they take it'),
});

/** @param delay schema of a delay */
export function keeperSchema(registry: Registry, delay: z.ZodType<ModelReference>) {
  return z.strictObject({
    name: zName,
    count: zCount.max(10_000),
    delay: delay.describe('from a landed price to the transaction in the mempool'),
    stretch: stretch.optional().describe('how delays grow in stress; they do not when left out'),
    capital: zUsd.optional().describe('USD a keeper can repay within one block; unlimited when left out'),
    flashLoanFee: zFraction.optional().describe('borrows what it repays at this fee instead of using capital'),
    funding: funding
      .optional()
      .describe(
        'inventory that is used up and comes back, and flash loans with their gas; instead of capital and flashLoanFee',
      ),
    concentration: concentration.optional(),
    transactionsPerBlock: zCount
      .optional()
      .describe('successful transactions of one keeper in one block; unlimited when left out'),
    elsewhere: elsewhere.optional().describe('what other protocols take of an operator that serves several'),
    minProfit: zUsd.default(0).describe('USD after all costs below which it does not act'),
    bid: registry.schema('bid'),
    pending: pending
      .optional()
      .describe('its bid stands when sent: a transaction that has no place stays pending and blocks the keeper'),
    collusion: collusion
      .optional()
      .describe('these keepers and all others with this key never compete with each other'),
    outage: outage.optional(),
  });
}
