/** What brings a pool's price back to the outside market. */
import type { Fraction } from '../../../sim/units.ts';
import type { DepthModel } from '../../model.ts';
import type { Curve } from '../curve.ts';
import type { Venue } from '../venue.ts';

/** What a venue is, whatever its curve. */
export interface VenueTerms {
  readonly base: number;
  readonly quote: number;
  readonly oracleWeight: Fraction;
  readonly depth: DepthModel;
}

export interface Recovery {
  /** Makes a venue of a curve. */
  venue(curve: Curve, terms: VenueTerms): Venue;
}

/** What a recovery is made with. */
export interface RecoveryContext {
  /** Index of a named asset; −1 when there is none of that name. */
  asset(name: string): number;
}
