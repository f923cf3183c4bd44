/** What a Dutch auction house is told; `executions.ts` says what each means. */
import type { Fraction, Gas, Millis, Usd } from '../../../sim/units.ts';
import type { PriceCurve } from '../../model.ts';
import type { BondTerms } from './auction-bonds.ts';

export interface AuctionParameters {
  readonly curve: PriceCurve;
  readonly buffer: number;
  readonly penalty: Fraction;
  readonly tail: Millis;
  readonly cusp: Fraction;
  readonly tip: Usd;
  readonly chip: Fraction;
  readonly dust: Usd;
  /** Infinity when unlimited. */
  readonly ceiling: Usd;
  /** Infinity when unlimited. */
  readonly hole: Usd;
  /** What whoever starts an auction posts; undefined where nothing. */
  readonly bond?: BondTerms | undefined;
  readonly retry: Millis;
  readonly kickGas: Gas;
  readonly takeGas: Gas;
  readonly revertGas: Gas;
}
