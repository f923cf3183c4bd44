/** How the liquidation thresholds of a protocol move in time. */
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';

/** Answers depend on the tape and the instant alone, so that every strategy finds the same. */
export interface ThresholdRule {
  /** The lowest factor that an asset's threshold may ever be multiplied by. */
  least(asset: number): Fraction;
  factor(asset: number, time: Millis, tape: Tape): number;
  /** First instant after `time` at which a factor may change; Infinity when none will. */
  next(time: Millis): Millis;
}
