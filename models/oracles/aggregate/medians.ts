/** Aggregations that take one of the quotes, or a middle of them. */
import { z } from 'zod';
import { zFraction, zNonNegative } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { AggregateRule } from '../stages.ts';
import { medianAwayFromZero, sortFirst, upperMedian } from './median.ts';
import { type Aggregate, noAggregate, oldestAge, type Quotes } from './quotes.ts';

const minimum = z.number().int().min(1).max(255).default(1).describe('quotes below which there is no price');

/** An aggregation that sorts a copy of the prices and takes a middle of them. */
function byMedian(least: number, odd: boolean, middle: (sorted: Float64Array, count: number) => number): AggregateRule {
  let sorted = new Float64Array(8);
  return {
    combine(quotes: Quotes, into: Aggregate): void {
      // An odd quorum leaves out the last quote of an even number, as a contract would that refuses to take it.
      const count = odd && quotes.count % 2 === 0 ? quotes.count - 1 : quotes.count;
      if (count < least) {
        noAggregate(into);
        return;
      }
      if (count > sorted.length) sorted = new Float64Array(2 * count);
      for (let i = 0; i < count; i++) sorted[i] = quotes.prices[i] as number;
      sortFirst(sorted, count);
      into.price = middle(sorted, count);
      into.confidence = ((sorted[count - 1] as number) - (sorted[0] as number)) / 2;
      into.age = oldestAge(quotes);
    },
  };
}

/**
 * The first source of the list that says anything.
 *
 *     price = quote of the first source that is not down
 *
 * Parameters: none. Nothing is thrown. Confidence is what that source states.
 */
export const singleSource = defineModel({
  family: 'aggregate',
  name: 'single',
  title: 'the first source of the list that says anything',
  params: z.strictObject({}),
  create: () => ({
    combine(quotes, into) {
      if (quotes.count === 0) return noAggregate(into);
      into.price = quotes.prices[0] as number;
      into.confidence = quotes.confidences[0] as number;
      into.age = quotes.ages[0] as number;
    },
  }),
});

/**
 * The upper median, as Chainlink's off-chain reporting and Maker's median take it.
 *
 *     sort the n quotes; price = element ⌊n/2⌋ (counted from 0)
 *
 * With an even number of quotes that is the upper of the two middle ones; nothing is averaged. Fewer than `minimum`
 * (count, at least 1) give no price at that instant: no report can be made. With `oddQuorum` an even number of quotes
 * loses its last one first (Maker demands an odd quorum). The confidence handed on is half the range of the quotes.
 * Nothing is thrown.
 *
 * Source: Chainlink libocr median plugin (f + 1 of 2f + 1 observations); makerdao/median.
 */
export const upperMedianOfSources = defineModel({
  family: 'aggregate',
  name: 'upper-median',
  title: 'element n/2 of the sorted quotes',
  source: 'Chainlink libocr, median.go; makerdao/median',
  misleads: 'where sources share one upstream market: a median of copies is one source',
  params: z.strictObject({
    minimum,
    oddQuorum: z.boolean().default(false).describe('whether an even number of quotes loses its last one first'),
  }),
  create: ({ minimum: least, oddQuorum }) => byMedian(least, oddQuorum, upperMedian),
});

/**
 * The median with the mean of the middle two, rounded away from zero.
 *
 *     n odd:  the middle quote
 *     n even: (a + b)/2 of the two middle ones, on a grid of `unit`, halves away from zero
 *
 * `unit` (USD, 0 or above, default 0: no rounding) is the price step of the chain. Fewer than `minimum` quotes give no
 * price. The confidence handed on is half the range of the quotes. Nothing is thrown.
 *
 * Source: dYdX v4 chain, lib/math `Median` (slinky vote extensions, every block).
 */
export const medianOfMiddleTwo = defineModel({
  family: 'aggregate',
  name: 'median',
  title: 'the median, the mean of the middle two rounded away from zero',
  source: 'dYdX v4 chain, protocol/lib/math.go',
  params: z.strictObject({
    minimum,
    unit: zNonNegative.default(0).describe('USD step that the price is rounded to; 0 does not round'),
  }),
  create: ({ minimum: least, unit }) =>
    byMedian(least, false, (sorted, count) => medianAwayFromZero(sorted, count, unit)),
});

/**
 * The mean of the quotes that lie near their median.
 *
 *     m = upper median; keep quotes with |q/m − 1| ≤ tolerance; price = mean of those kept
 *
 * `tolerance` is a fraction in [0, 1]. Fewer than `minimum` quotes kept give no price: a market that has split in two
 * halts the oracle instead of being averaged. The confidence handed on is half the range of those kept. Nothing is thrown.
 */
export const trimmedMean = defineModel({
  family: 'aggregate',
  name: 'outlier-rejection',
  title: 'the mean of the quotes that lie near their median',
  misleads: 'where a fast move reaches some sources before others: the honest ones are rejected first',
  params: z.strictObject({
    minimum,
    tolerance: zFraction.describe('distance from the median up to which a quote is kept, e.g. 0.02'),
  }),
  create: ({ minimum: least, tolerance }) => rejecting(least, tolerance),
});

function rejecting(least: number, tolerance: number): AggregateRule {
  const median = byMedian(least, false, upperMedian);
  return {
    combine(quotes, into) {
      median.combine(quotes, into);
      const middle = into.price;
      if (Number.isNaN(middle)) return;
      let kept = 0;
      let sum = 0;
      let low = middle;
      let high = middle;
      for (let i = 0; i < quotes.count; i++) {
        const price = quotes.prices[i] as number;
        if (Math.abs(price / middle - 1) > tolerance) continue;
        kept++;
        sum += price;
        low = Math.min(low, price);
        high = Math.max(high, price);
      }
      if (kept < least) return noAggregate(into);
      into.price = sum / kept;
      into.confidence = (high - low) / 2;
    },
  };
}
