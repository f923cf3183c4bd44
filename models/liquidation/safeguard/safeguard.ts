/** What holds liquidations back although accounts are due, or decides whose turn it is. */
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Stage } from '../../world/stage.ts';
import type { Executor } from '../execution/executor.ts';

/** A choice of a strategy, made once; its hold is made for a stage. */
export interface Safeguard {
  /** What keeps due accounts from being liquidated for a while. */
  hold?(stage: Stage): Hold;
  /** Order in which due accounts are looked at: highest first. One at most may give it. */
  priority?(slot: number, stage: Stage): Fraction;
}

/** A safeguard at work on one stage, used again for every path. */
export interface Hold {
  /** Whether it must see every landed price from time 0 on. */
  readonly remembers?: boolean;
  begin(tape: Tape): void;
  /** First instant at which a due account may be liquidated as far as this goes; Infinity while it depends on something else. */
  from?(slot: number): Millis;
  /** The protocol's prices are as they are now: until when nothing at all is liquidated, from this moment on. 0 when nothing stops it. */
  shutUntil?(time: Millis): Millis;
  /** A liquidation of the account is about to be carried out. Returns when the next one may be. */
  liquidated?(slot: number): Millis;
  /** Puts itself before the engine that carries liquidations out. */
  before?(executor: Executor): Executor;
}
