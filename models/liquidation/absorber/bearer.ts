/** What a step of the waterfall answers, where it is more than a fund with a balance. */
import type { Millis, Usd } from '../../../sim/units.ts';
import type { Stage } from '../../world/stage.ts';
import type { Discovery } from '../discovery.ts';

/** A loss that reaches a step. */
export interface Loss {
  /** Part of it that no step before has taken, USD. */
  readonly usd: Usd;
  /** Asset that was owed, and its outside price, USD per unit. */
  readonly asset: number;
  readonly price: Usd;
  readonly time: Millis;
}

/** Who bears what a step takes: backers of the protocol, those who lent, other borrowers; or it is named and waits. */
export type Side = 'backers' | 'lenders' | 'borrowers' | 'nobody';

/** One step on one stage, used again for every path. */
export interface LossBearer {
  readonly side: Side;
  begin(stage: Stage): void;
  /** How much of a loss it takes, USD within [0, loss.usd]. */
  take(loss: Loss): Usd;
  /** The protocol has earned a fee; returns how much of it flows in. @param most USD of the fee that is not spoken for */
  feed?(feeUsd: Usd, most: Usd, time: Millis): Usd;
  /** What is left in it, USD. */
  leftUsd?(): Usd;
  /** After the block in which it took a loss: lays debt on other accounts. Returns USD for which nobody was found. */
  settle?(discovery: Discovery): Usd;
  /** The path is over: USD that backers have paid later of what waited, by asset of the loss. */
  end?(paid: (asset: number, price: Usd, usd: Usd) => void): void;
}
