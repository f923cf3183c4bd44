/** What every venue that is pulled back to the outside price says of itself, in a scenario and to its recovery. */
import { z } from 'zod';
import type { Fraction, Millis } from '../../sim/units.ts';
import type { FamilyContext } from '../model.ts';
import { zFraction, zName, zProperFraction, zSpan } from '../parameters.ts';
import type { ModelReference } from '../registry.ts';
import type { Curve } from './curve.ts';
import { HalfLifeVenue } from './recovery/half-life.ts';
import type { VenueTerms } from './recovery/recovery.ts';
import type { Venue } from './venue.ts';

export const withdrawalReference = z
  .looseObject({ model: z.string() })
  .describe('how depth follows volatility (family depth)') as unknown as z.ZodType<ModelReference>;

export const pair = {
  base: zName.describe('asset sold here'),
  quote: zName.describe('asset it pays with'),
};

/** Parameters of every venue with a price of its own. */
export const ownPrice = {
  ...pair,
  fee: zProperFraction.describe('fraction kept of each trade'),
  halfLife: zSpan.describe('time in which half of a displacement is undone'),
  oracleWeight: zFraction.describe('share of the displacement that the sources of the base oracle see'),
  withdrawal: withdrawalReference.default({ model: 'none' }),
};

const recoveryReference = z
  .looseObject({ model: z.string() })
  .describe('what brings the price back (family recovery)') as unknown as z.ZodType<ModelReference>;

/** Parameters of every venue that is a pool on a curve: a half-life or a recovery brings its price back. */
export const pooled = {
  ...ownPrice,
  halfLife: ownPrice.halfLife
    .optional()
    .describe('time in which half of a displacement is undone; in its place `recovery` may be given'),
  recovery: recoveryReference.optional(),
};

interface Terms {
  readonly base: string;
  readonly quote: string;
  readonly oracleWeight: Fraction;
  readonly withdrawal: ModelReference;
}

export function termsOf(p: Terms, context: FamilyContext['venue']): VenueTerms {
  return {
    base: context.asset(p.base),
    quote: context.asset(p.quote),
    oracleWeight: p.oracleWeight,
    depth: context.depth(p.withdrawal),
  };
}

/** Price of base in quote at time 0. */
export function startPriceOf(p: Pick<Terms, 'base' | 'quote'>, context: FamilyContext['venue']): number {
  return context.startPrice(p.base) / context.startPrice(p.quote);
}

interface Recovering extends Terms {
  readonly halfLife?: Millis | undefined;
  readonly recovery?: ModelReference | undefined;
}

/** Makes a venue of a pool's curve. @throws RangeError unless either a half-life or a recovery is given */
export function recovering(curve: Curve, p: Recovering, context: FamilyContext['venue']): Venue {
  const terms = termsOf(p, context);
  if (p.recovery !== undefined && p.halfLife === undefined) return context.recovery(p.recovery).venue(curve, terms);
  if (p.recovery === undefined && p.halfLife !== undefined) return new HalfLifeVenue(curve, terms, p.halfLife);
  const what = p.halfLife === undefined ? 'has neither `halfLife` nor' : 'has both `halfLife` and';
  throw new RangeError(`the venue ${p.base}/${p.quote} ${what} \`recovery\`: give one of them`);
}
