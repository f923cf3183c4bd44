/** How the liquidation thresholds of a protocol move in time. */
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Stage } from '../../world/stage.ts';

/** Answers depend on the tape and the instant alone, so that every strategy finds the same, unless the rule looks at its stage (`on`). */
export interface ThresholdRule {
  /** The lowest factor that an asset's threshold may ever be multiplied by. */
  least(asset: number): Fraction;
  factor(asset: number, time: Millis, tape: Tape): number;
  /** First instant after `time` at which a factor may change; Infinity when none will. */
  next(time: Millis): Millis;
  /** The rule at work on one stage, where it looks at accounts and prices: asked again after every landing. Itself when left out. */
  on?(stage: Stage): ThresholdRule;
}
