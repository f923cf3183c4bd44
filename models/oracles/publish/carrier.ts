/** How the price of one oracle gets on the chain: the stage between what the sources say and what may be read. */
import type { Millis } from '../../../sim/units.ts';
import type { Chain } from '../../chain/chain.ts';
import type { Tape } from '../../tape/tape.ts';
import type { SavedState } from '../../world/saved-state.ts';
import type { Round } from '../access/held-rounds.ts';

export interface Carrier {
  /** The last round on the chain. */
  readonly round: Round;
  /** Reports sent so far. */
  readonly reports: number;
  /** Whether the contract has no price to give. */
  readonly isDry: boolean;
  begin(tape: Tape, start: number): void;
  /** First tick at or after `from` at which something is sent; Infinity when nothing is. */
  nextTick(from: number): number;
  send(tick: number, chain: Chain): void;
  /** Takes what the open block brings; returns whether `round` is a new one. */
  land(time: Millis, chain: Chain): boolean;
  /** First block after `after` that may bring a round; Infinity when none does. */
  nextBlock(after: number, chain: Chain): number;
  save(into: SavedState): void;
  restore(from: ArrayLike<number>, at: number): number;
}

export function saveRound(round: Round, into: SavedState): void {
  into.push(round.value);
  into.push(round.confidence);
  into.push(round.tick);
  into.push(round.stamp);
}

export function restoreRound(round: Round, from: ArrayLike<number>, at: number): number {
  round.value = from[at] as number;
  round.confidence = from[at + 1] as number;
  round.tick = from[at + 2] as number;
  round.stamp = from[at + 3] as number;
  return at + 4;
}

export function setRound(round: Round, value: number, confidence: number, tick: number, stamp: Millis): void {
  round.value = value;
  round.confidence = confidence;
  round.tick = tick;
  round.stamp = stamp;
}

export function newRound(): Round {
  return { value: 0, confidence: 0, tick: 0, stamp: 0 };
}
