/**
 * The bids of an order book around the outside price. A sale walks down the levels and pays each its price:
 *
 *   proceeds(q) = (1 − fee) · P · Σ_k (1 − offset_k) · (units taken of level k)
 *
 * P is the outside price (quote per base), offset_k a fraction below it, ascending; sizes are in base units. What has been taken
 * comes back by half every `halfLife`, the best level last to be whole: position(t) = taken · 2^(−t/halfLife). Sizes are multiplied by what
 * the `withdrawal` model leaves; `hysteresis` is the one for books, whose makers flee at once and return slowly. Past the last
 * level nobody buys: further units bring nothing.
 *
 * The book is either `levels`, or a `profile`: n levels evenly spaced from `first` to `last` (fractions below the outside price),
 * `size` base units in all, spread as offset rank^growth (0: alike, 1: growing in step with the distance).
 *
 * Source: the rule is that of any central limit order book; the pace of refill is Obizhaeva and Wang's (2013) resilience.
 */
import { z } from 'zod';
import { powReal } from '../../sim/math.ts';
import { zCount, zPositive, zProperFraction } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { type Level, LevelsProfile } from './profile/levels.ts';
import { ProfileVenue } from './profile/venue.ts';
import { ownPrice, termsOf } from './terms.ts';

const zProfile = z.strictObject({
  levels: zCount.max(10_000).describe('number of levels'),
  first: zProperFraction.describe('offset of the best bid, fraction below the outside price'),
  last: zProperFraction.describe('offset of the deepest bid, fraction below the outside price'),
  size: zPositive.describe('base units on all levels together'),
  growth: z.number().min(0).max(10).default(0).describe('sizes grow as rank^growth; 0 is alike on every level'),
});

/** @throws RangeError when the last offset is not beyond the first */
function generatedLevels({ levels, first, last, size, growth }: z.output<typeof zProfile>): Level[] {
  if (levels > 1 && !(last > first)) {
    throw new RangeError(`an order book's profile must go down: last (${last}) must be above first (${first})`);
  }
  const weights = Array.from({ length: levels }, (_, k) => powReal(k + 1, growth));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, k) => ({
    offset: levels === 1 ? first : first + ((last - first) * k) / (levels - 1),
    size: (size * weight) / total,
  }));
}

/** @throws RangeError when offsets do not ascend */
function ascending(levels: readonly Level[]): readonly Level[] {
  for (let k = 1; k < levels.length; k++) {
    if ((levels[k] as Level).offset > (levels[k - 1] as Level).offset) continue;
    throw new RangeError(`offsets of an order book's levels must ascend; level ${k + 1} does not lie below level ${k}`);
  }
  return levels;
}

interface StatedBook {
  readonly levels?: readonly Level[] | undefined;
  readonly profile?: z.output<typeof zProfile> | undefined;
}

/** The levels that a scenario states. @throws RangeError when they are stated twice or not at all, or do not go down */
export function bookLevels({ levels, profile }: StatedBook): readonly Level[] {
  if (levels !== undefined && profile === undefined) return ascending(levels);
  if (profile !== undefined && levels === undefined) return generatedLevels(profile);
  throw new RangeError('an order book is given by levels or by a profile: state one of the two');
}

export const orderBook = defineModel({
  family: 'venue',
  name: 'order-book',
  title: 'bids of an order book that are walked down and come back',
  source: 'a central limit order book; resilience after Obizhaeva and Wang (2013)',
  misleads: 'for sales so slow that the makers behind the book matter more than the book',
  params: z.strictObject({
    ...ownPrice,
    levels: z
      .array(
        z.strictObject({
          offset: zProperFraction.describe('fraction below the outside price'),
          size: zPositive.describe('base units bid for there'),
        }),
      )
      .min(1)
      .optional()
      .describe('bids, best first'),
    profile: zProfile.optional().describe('a generated book, instead of levels'),
  }),
  create: (p, context) =>
    new ProfileVenue(new LevelsProfile(bookLevels(p)), { ...termsOf(p, context), fee: p.fee, halfLife: p.halfLife }),
});
