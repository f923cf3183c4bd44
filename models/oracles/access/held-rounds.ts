/** Rounds that have landed and are not yet readable by the protocol, and those before them that are. */
import type { Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import type { SavedState } from '../../world/saved-state.ts';
import type { AccessRule } from '../stages.ts';
import { readableRound } from './oev-lock.ts';

export interface Round {
  value: number;
  confidence: number;
  tick: number;
  stamp: Millis;
}

const KEPT = 66;
const NEVER = Number.POSITIVE_INFINITY;

export class HeldRounds {
  readonly #rule: AccessRule;
  readonly #purpose: string;
  #tape: Tape | undefined;
  /** Oldest first. */
  readonly #values = new Float64Array(KEPT);
  readonly #confidences = new Float64Array(KEPT);
  readonly #ticks = new Float64Array(KEPT);
  readonly #stamps = new Float64Array(KEPT);
  /** When the auction's winner makes a round readable; Infinity when nobody does. */
  readonly #taken = new Float64Array(KEPT);
  #count = 0;
  /** Rounds that have landed so far: each has a draw of its own. */
  #landed = 0;

  constructor(rule: AccessRule, purpose: string) {
    this.#rule = rule;
    this.#purpose = purpose;
  }

  begin(tape: Tape, value: number): void {
    this.#tape = tape;
    this.#count = 0;
    this.#landed = 0;
    this.#append({ value, confidence: 0, tick: 0, stamp: 0 }, 0);
  }

  add(round: Round): void {
    const { participation, auction } = this.#rule;
    const isTaken = (this.#tape as Tape).draws(this.#purpose).at(this.#landed++) < participation;
    this.#append(round, isTaken ? round.stamp + auction : NEVER);
  }

  #append(round: Round, taken: number): void {
    if (this.#count === KEPT) {
      for (const column of [this.#values, this.#confidences, this.#ticks, this.#stamps, this.#taken])
        column.copyWithin(0, 1);
      this.#count--;
    }
    const at = this.#count++;
    this.#values[at] = round.value;
    this.#confidences[at] = round.confidence;
    this.#ticks[at] = round.tick;
    this.#stamps[at] = round.stamp;
    this.#taken[at] = taken;
  }

  /** The round that the protocol reads. */
  read(time: Millis, into: Round): void {
    const at = this.#rule.kind === 'lock' ? this.#underLock(time) : this.#released(time);
    into.value = this.#values[at] as number;
    into.confidence = this.#confidences[at] as number;
    into.tick = this.#ticks[at] as number;
    into.stamp = this.#stamps[at] as number;
  }

  /** An unlock makes everything readable that has landed by then. */
  #underLock(time: Millis): number {
    let lastUnlock = 0;
    for (let i = 0; i < this.#count; i++) {
      const taken = this.#taken[i] as number;
      if (taken <= time && taken > lastUnlock) lastUnlock = taken;
    }
    const { window, maxTraversal, maxAge } = this.#rule;
    return readableRound(this.#stamps, this.#count, lastUnlock, time, { lockWindow: window, maxTraversal, maxAge });
  }

  #released(time: Millis): number {
    for (let at = this.#count - 1; at > 0; at--) {
      if ((this.#taken[at] as number) <= time || (this.#stamps[at] as number) + this.#rule.window <= time) return at;
    }
    return 0;
  }

  /** First instant after `time` at which another round may become readable. */
  nextChange(time: Millis): Millis {
    let next = NEVER;
    for (let at = this.#count - 1; at >= 0; at--) {
      const open = (this.#stamps[at] as number) + this.#rule.window;
      // Older rounds have been readable for longer still.
      if (open <= time) break;
      const taken = this.#taken[at] as number;
      next = Math.min(next, open, taken > time ? taken : NEVER);
    }
    return next;
  }

  save(into: SavedState): void {
    into.push(this.#landed);
    into.push(this.#count);
    for (let at = 0; at < this.#count; at++) {
      into.push(this.#values[at] as number);
      into.push(this.#confidences[at] as number);
      into.push(this.#ticks[at] as number);
      into.push(this.#stamps[at] as number);
      into.push(this.#taken[at] as number);
    }
  }

  restore(from: ArrayLike<number>, at: number): number {
    let next = at;
    this.#landed = from[next++] as number;
    this.#count = from[next++] as number;
    for (let i = 0; i < this.#count; i++) {
      this.#values[i] = from[next++] as number;
      this.#confidences[i] = from[next++] as number;
      this.#ticks[i] = from[next++] as number;
      this.#stamps[i] = from[next++] as number;
      this.#taken[i] = from[next++] as number;
    }
    return next;
  }
}
