/** External markets that are known by how far a sale moves their price. */
import { z } from 'zod';
import { zFraction, zPositive, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { LinearProfile } from './profile/linear.ts';
import { SquareRootProfile } from './profile/square-root.ts';
import { ImpactVenue } from './profile/venue.ts';
import { ownPrice, termsOf } from './terms.ts';

const DAYS_PER_YEAR = 365;

const permanent = zFraction.default(0).describe('fraction of the impact that stays for good; the rest fades');

/**
 * The square-root law of market impact. A sale of Q in all takes the logarithm of the price down by
 *
 *   I(Q) = Y · σ · √(Q / V)
 *
 * with σ the volatility of a day (`volatility` / √365), V the volume of a day in base units, Y a number of order 1. This is the price
 * after the sale, not the average paid: the law holds along the way as well, so that the marginal price at q is P · e^(−I(q)), and
 *
 *   proceeds(Q) = (1 − fee) · P · ∫ from 0 to Q of e^(−I(q)) dq = (1 − fee) · P · (2/a²) · (1 − (1 + a√Q) · e^(−a√Q)),   a = Y σ / √V
 *
 * The average price paid is about 1 − ⅔ I(Q) of P. Of the impact the fraction `permanent` stays on the path; the rest fades by half
 * every `halfLife`. Sales before it has faded go on from where the price is. The withdrawal model multiplies V.
 *
 * Source: Tóth et al. (2011); Donier and Bonart (2015) for Bitcoin, over four decades of size and along the path. `permanent`
 * and the fading are assumptions (Almgren and Chriss 2001; Obizhaeva and Wang 2013).
 */
export const squareRootImpact = defineModel({
  family: 'venue',
  name: 'square-root-impact',
  title: 'an external market under the square-root law of impact',
  source: 'Tóth et al. (2011); Donier and Bonart, A million metaorder analysis of market impact on Bitcoin (2015)',
  misleads: 'for sales of seconds: the law is of orders worked over minutes to days, a book is thinner at once',
  params: z.strictObject({
    ...ownPrice,
    coefficient: zPositive.max(100).default(1).describe('Y of the law, of order 1, no unit'),
    volatility: zVolatility.gt(0).describe('of the market in ordinary times, per square root of a year; 0.8 is 80 %'),
    dailyVolume: zPositive.describe('base units traded in a day'),
    permanent,
  }),
  create: (p, context) => {
    const a = (p.coefficient * p.volatility) / Math.sqrt(DAYS_PER_YEAR * p.dailyVolume);
    const terms = { ...termsOf(p, context), fee: p.fee, halfLife: p.halfLife };
    return new ImpactVenue(new SquareRootProfile(a), terms, p.permanent);
  },
});

/**
 * Linear impact: a book of the same depth at every price. A sale of Q takes the logarithm of the price down by a · Q:
 *
 *   proceeds(Q) = (1 − fee) · P · (1 − e^(−a Q)) / a,      a = −ln(0.99) / onePercent
 *
 * `onePercent` is the quantity (base units) whose sale lowers the price by 1 %. The marginal price after Q is P · e^(−aQ); the average
 * paid is the integral above. The fraction `permanent` of the fall stays; the rest fades by half every `halfLife`, which is
 * Obizhaeva and Wang's resilience ρ = ln 2 / halfLife and their λ/κ the permanent share. In the terms of Almgren and
 * Chriss: permanent impact γ Q with γ = permanent · a · P, and a temporary part that fades instead of vanishing at once.
 *
 * Source: Almgren and Chriss (2001); Obizhaeva and Wang (2013).
 */
export const linearImpact = defineModel({
  family: 'venue',
  name: 'linear-impact',
  title: 'an external market with a block-shaped book: linear impact that fades',
  source: 'Almgren and Chriss (2001); Obizhaeva and Wang (2013)',
  misleads: 'over decades of size: measured impact grows with the square root of the quantity',
  params: z.strictObject({
    ...ownPrice,
    onePercent: zPositive.describe('base units whose sale lowers the price by 1 %'),
    permanent,
  }),
  create: (p, context) => {
    const terms = { ...termsOf(p, context), fee: p.fee, halfLife: p.halfLife };
    return new ImpactVenue(new LinearProfile(-Math.log(0.99) / p.onePercent), terms, p.permanent);
  },
});
