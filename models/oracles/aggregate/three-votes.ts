/**
 * Three votes per publisher, Pyth's aggregation.
 *
 *     every publisher i with price pᵢ and confidence cᵢ > 0, no older than `maxAge`, votes pᵢ − cᵢ, pᵢ, pᵢ + cᵢ
 *     sort the n = 3k votes; price = median, for even n the mean of the middle two rounded down to `unit`
 *     p25 = vote ⌊n/4⌋, p75 = vote n − 1 − ⌊n/4⌋ (counted from 0)
 *     confidence = max(p75 − price, price − p25)
 *
 * `minimum` (count, 0 or above): publishers below which there is no price; without any there is none either.
 * `maxAge` (duration): quotes older than that are left out; Pyth: 25 slots of 400 ms. `unit` (USD, default 0: no
 * rounding): the price step. No price either where the confidence comes out as 0. Nothing is thrown.
 *
 * Source: pyth-network/pyth-client, program/c/src/oracle/upd_aggregate.h and model/price_model.c.
 */
import { z } from 'zod';
import { zNonNegative, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { AggregateRule } from '../stages.ts';
import { medianRoundedDown, sortFirst } from './median.ts';
import { noAggregate } from './quotes.ts';

export interface ThreeVoteParameters {
  readonly minimum: number;
  /** In the unit of the quotes' ages. */
  readonly maxAge: number;
  readonly unit: number;
}

export function threeVoteRule({ minimum, maxAge, unit }: ThreeVoteParameters): AggregateRule {
  let votes = new Float64Array(24);
  return {
    combine(quotes, into) {
      if (3 * quotes.count > votes.length) votes = new Float64Array(6 * quotes.count);
      let publishers = 0;
      let age = 0;
      for (let i = 0; i < quotes.count; i++) {
        const confidence = quotes.confidences[i] as number;
        const quoteAge = quotes.ages[i] as number;
        if (!(confidence > 0) || quoteAge > maxAge) continue;
        const price = quotes.prices[i] as number;
        votes[3 * publishers] = price - confidence;
        votes[3 * publishers + 1] = price;
        votes[3 * publishers + 2] = price + confidence;
        publishers++;
        age = Math.max(age, quoteAge);
      }
      if (publishers === 0 || publishers < minimum) return noAggregate(into);
      const count = 3 * publishers;
      sortFirst(votes, count);
      const price = medianRoundedDown(votes, count, unit);
      const quarter = count >> 2;
      const below = price - (votes[quarter] as number);
      const above = (votes[count - 1 - quarter] as number) - price;
      const confidence = Math.max(below, above);
      if (!(confidence > 0)) return noAggregate(into);
      into.price = price;
      into.confidence = confidence;
      into.age = age;
    },
  };
}

export const threeVotes = defineModel({
  family: 'aggregate',
  name: 'three-votes',
  title: 'every publisher votes its price and both ends of its confidence; the median of the votes counts',
  source: 'pyth-network/pyth-client, upd_aggregate.h',
  misleads: 'where publishers state a confidence that they do not have: the interval is theirs, not the market’s',
  params: z.strictObject({
    minimum: z.number().int().min(0).max(255).default(0).describe('publishers below which there is no price'),
    maxAge: zSpan.default(10_000).describe('age from which a quote is left out; 25 slots of 400 ms'),
    unit: zNonNegative.default(0).describe('USD step that the price is rounded down to; 0 does not round'),
  }),
  create: threeVoteRule,
});
