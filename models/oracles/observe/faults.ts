/** What can go wrong with one source of an oracle. */
import { z } from 'zod';
import { zDuration, zFraction, zPositive, zPrice, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { Fault } from '../stages.ts';

const ALWAYS = Number.POSITIVE_INFINITY;

const when = {
  at: zDuration
    .optional()
    .describe('time from the start at which it begins; drawn uniformly over the path when left out'),
  probability: zFraction.default(1).describe('chance that it happens on a path'),
  duration: zSpan.optional().describe('how long it lasts; to the end of the path when left out'),
};

const none = { factor: 1, least: 0, most: ALWAYS, shows: false };
const timed = (p: { at?: number | undefined; probability: number; duration?: number | undefined }) => ({
  at: p.at,
  probability: p.probability,
  duration: p.duration ?? ALWAYS,
});

/**
 * The source repeats what it said last.
 *
 *     quote(t) = quote(T) for T ≤ t < T + duration
 *
 * T is `at` (duration from the start) or uniform over the path; it happens with `probability` (fraction). With `shows`
 * the age of the quote grows, so that aggregations and guards that look at ages can tell; without it the source stamps
 * the old price as new. A frozen source does not see our own sales. Two uniforms a path: whether, and when.
 */
export const freeze = defineModel({
  family: 'fault',
  name: 'freeze',
  title: 'the source repeats what it said last',
  params: z.strictObject({
    ...when,
    shows: z.boolean().default(false).describe('whether the age of the quote grows, so that a reader could tell'),
  }),
  create: (p): Fault => ({ ...none, kind: 'frozen', ...timed(p), shows: p.shows }),
});

/**
 * The source says nothing.
 *
 *     no quote for T ≤ t < T + duration
 *
 * T, `at`, `probability` and `duration` as in `freeze`. An aggregation with a quorum then may have no price.
 */
export const silence = defineModel({
  family: 'fault',
  name: 'outage',
  title: 'the source says nothing',
  params: z.strictObject(when),
  create: (p): Fault => ({ ...none, kind: 'silent', ...timed(p) }),
});

/**
 * The source is off by a factor.
 *
 *     quote(t) = factor · price(t) for T ≤ t < T + duration
 *
 * `factor` is a number above 0 (0.1: a misplaced decimal point). T, `at`, `probability` and `duration` as in `freeze`.
 */
export const outlier = defineModel({
  family: 'fault',
  name: 'outlier',
  title: 'the source is off by a factor',
  params: z.strictObject({ ...when, factor: zPositive.describe('what its quotes are multiplied by') }),
  create: (p): Fault => ({ ...none, kind: 'multiplied', ...timed(p), factor: p.factor }),
});

/**
 * The source reports nothing below a floor, or above a ceiling.
 *
 *     quote = min(max(price, least), most)
 *
 * `least` and `most` are USD per unit. This is a contract's minAnswer and maxAnswer: on 12 May 2022 LUNA traded below
 * Chainlink's floor of 0.107 USD, which stayed the price of record. It holds all the time.
 */
export const bounds = defineModel({
  family: 'fault',
  name: 'bounds',
  title: 'the source reports nothing below a floor or above a ceiling',
  source: 'Chainlink minAnswer and maxAnswer; Venus on BNB chain, LUNA, 12 May 2022',
  params: z.strictObject({
    least: zPrice.optional().describe('USD; least that it reports'),
    most: zPrice.optional().describe('USD; most that it reports'),
  }),
  create({ least, most }): Fault {
    if (least !== undefined && most !== undefined && least > most) {
      throw new RangeError(`fault bounds: least (${least}) is above most (${most}); swap them`);
    }
    return {
      ...none,
      kind: 'bounded',
      at: 0,
      probability: 1,
      duration: ALWAYS,
      least: least ?? 0,
      most: most ?? ALWAYS,
    };
  },
});
