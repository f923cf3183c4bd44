/** What every venue that is pulled back to the outside price says of itself, in a scenario and to its recovery. */
import { z } from 'zod';
import type { Fraction } from '../../sim/units.ts';
import type { FamilyContext } from '../model.ts';
import { zFraction, zName, zProperFraction, zSpan } from '../parameters.ts';
import type { ModelReference } from '../registry.ts';
import type { VenueTerms } from './recovery/half-life.ts';

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
