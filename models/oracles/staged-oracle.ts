/**
 * An oracle of five stages: sources are observed and aggregated, the price is published (reported, read or computed), a round
 * may be read by everybody or by some, and guards say whether the protocol believes it and what it does otherwise.
 */
import type { Fraction, Millis, Usd } from '../../sim/units.ts';
import type { Chain } from '../chain/chain.ts';
import type { Tape } from '../tape/tape.ts';
import type { SavedState } from '../world/saved-state.ts';
import { HeldRounds, type Round } from './access/held-rounds.ts';
import type { PoolMean } from './mean/pool-mean.ts';
import type { Observer } from './observe/observer.ts';
import { type Carrier, newRound, restoreRound, saveRound, setRound } from './publish/carrier.ts';
import type { AccessRule, Oracle, PriceGuard, Reading } from './stages.ts';

const NEVER = Number.POSITIVE_INFINITY;

export interface GuardWithMean {
  readonly guard: PriceGuard;
  readonly mean: PoolMean | undefined;
}

export interface StagedParameters {
  readonly asset: number;
  readonly purpose: string;
  readonly observer: Observer | undefined;
  readonly carrier: Carrier;
  readonly access: AccessRule;
  readonly guards: readonly GuardWithMean[];
}

export class StagedOracle implements Oracle {
  readonly asset: number;
  value: Usd = 0;
  observedTick = 0;
  largestError: Fraction = 0;
  isPaused = false;
  readonly #p: StagedParameters;
  readonly #carrier: Carrier;
  readonly #held: HeldRounds | undefined;
  #tape: Tape | undefined;
  /** The round that may be read, and the value of the one before it. */
  readonly #open: Round = newRound();
  readonly #next: Round = newRound();
  readonly #reading: Reading = { value: 0, confidence: 0, stamp: 0, previous: 0 };
  /** By guard: 1 where the round is not trusted. */
  readonly #doubts: Int8Array;
  /** A mean stands in for the round: it moves with every tick. */
  #followsMean = false;
  #lastTime: Millis = 0;

  constructor(parameters: StagedParameters) {
    this.#p = parameters;
    this.asset = parameters.asset;
    this.#carrier = parameters.carrier;
    const { access, purpose } = parameters;
    this.#held = access.kind === 'open' ? undefined : new HeldRounds(access, `${purpose}/searchers`);
    this.#doubts = new Int8Array(parameters.guards.length);
  }

  get reports(): number {
    return this.#carrier.reports;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    const start = (tape.prices[this.asset] as Float64Array)[0] as number;
    this.value = start;
    this.observedTick = 0;
    this.largestError = 0;
    this.isPaused = false;
    this.#followsMean = false;
    this.#lastTime = 0;
    setRound(this.#open, start, 0, 0, 0);
    this.#reading.previous = start;
    this.#doubts.fill(0);
    this.#p.observer?.begin(tape);
    this.#carrier.begin(tape, start);
    this.#held?.begin(tape, start);
    for (const { mean } of this.#p.guards) mean?.begin(tape);
  }

  nextTick(from: number): number {
    return this.#carrier.nextTick(from);
  }

  send(tick: number, chain: Chain): void {
    this.#carrier.send(tick, chain);
  }

  land(time: Millis, chain: Chain): boolean {
    this.#lastTime = time;
    for (const { mean } of this.#p.guards) mean?.advance(time);
    const isNew = this.#carrier.land(time, chain);
    this.#readRound(isNew, time);
    return this.#believe(time);
  }

  /** Takes the round that may be read now; a new one is judged anew. */
  #readRound(isNew: boolean, time: Millis): void {
    const held = this.#held;
    const open = this.#open;
    const next = this.#next;
    const { round } = this.#carrier;
    if (held === undefined) {
      if (!isNew) return;
      setRound(next, round.value, round.confidence, round.tick, round.stamp);
    } else {
      if (isNew) held.add(round);
      held.read(time, next);
      if (next.stamp === open.stamp && next.tick === open.tick && next.value === open.value) return;
    }
    this.#reading.previous = open.value;
    setRound(open, next.value, next.confidence, next.tick, next.stamp);
    this.#judge(time, false);
  }

  /** Asks the guards: all of them about a new round, the timed ones whenever time has passed. */
  #judge(time: Millis, timedOnly: boolean): void {
    const reading = this.#reading;
    reading.value = this.#open.value;
    reading.confidence = this.#open.confidence;
    reading.stamp = this.#open.stamp;
    const { guards } = this.#p;
    for (let i = 0; i < guards.length; i++) {
      const { guard, mean } = guards[i] as GuardWithMean;
      if (timedOnly && !guard.isTimed) continue;
      this.#doubts[i] = guard.trusts(reading, mean === undefined ? Number.NaN : mean.read(time), time) ? 0 : 1;
    }
  }

  /** What the protocol believes from the round and the guards; the first that doubts decides. Returns whether it changed. */
  #believe(time: Millis): boolean {
    const { guards } = this.#p;
    if (guards.length > 0) this.#judge(time, true);
    this.isPaused = this.#carrier.isDry;
    this.#followsMean = false;
    let value = this.#carrier.isDry ? this.value : this.#open.value;
    let tick = this.#open.tick;
    for (let i = 0; i < guards.length; i++) {
      if (this.#doubts[i] === 0) continue;
      const { guard, mean } = guards[i] as GuardWithMean;
      value = this.value;
      tick = this.observedTick;
      if (guard.otherwise === 'pause') this.isPaused = true;
      else if (guard.otherwise === 'mean') {
        const instead = (mean as PoolMean).read(time);
        this.#followsMean = true;
        tick = (this.#tape as Tape).tickAt(time);
        if (Number.isNaN(instead)) this.isPaused = true;
        else value = instead;
      }
      break;
    }
    if (value === this.value) {
      this.observedTick = tick;
      return false;
    }
    this.noteError(time);
    this.value = value;
    this.observedTick = tick;
    return true;
  }

  nextBlock(after: number, chain: Chain): number {
    const tape = this.#tape as Tape;
    const { guards } = this.#p;
    let block = this.#carrier.nextBlock(after, chain);
    let wake = this.#held === undefined ? NEVER : this.#held.nextChange(this.#lastTime);
    if (this.#followsMean) wake = Math.min(wake, (tape.tickAt(this.#lastTime) + 1) * tape.grid.tickMillis);
    for (let i = 0; i < guards.length; i++) {
      const { guard } = guards[i] as GuardWithMean;
      if (guard.isTimed && this.#doubts[i] === 0) {
        this.#reading.stamp = this.#open.stamp;
        wake = Math.min(wake, guard.trustedUntil(this.#reading) + 1);
      }
    }
    if (wake !== NEVER) {
      const awake = Math.max(after + 1, tape.blockFrom(wake));
      if (awake < tape.blockCount) block = Math.min(block, awake);
    }
    return block;
  }

  save(into: SavedState): void {
    into.push(this.value);
    into.push(this.observedTick);
    into.push(this.largestError);
    into.push(this.isPaused ? 1 : 0);
    into.push(this.#followsMean ? 1 : 0);
    into.push(this.#lastTime);
    into.push(this.#reading.previous);
    saveRound(this.#open, into);
    for (let i = 0; i < this.#doubts.length; i++) into.push(this.#doubts[i] as number);
    this.#carrier.save(into);
    this.#held?.save(into);
  }

  restore(from: ArrayLike<number>, at: number): number {
    let next = at;
    this.value = from[next++] as number;
    this.observedTick = from[next++] as number;
    this.largestError = from[next++] as number;
    this.isPaused = from[next++] === 1;
    this.#followsMean = from[next++] === 1;
    this.#lastTime = from[next++] as number;
    this.#reading.previous = from[next++] as number;
    next = restoreRound(this.#open, from, next);
    for (let i = 0; i < this.#doubts.length; i++) this.#doubts[i] = from[next++] as number;
    // Nobody had sold when the state was saved: what the means have seen follows from the path.
    for (const { mean } of this.#p.guards) mean?.begin(this.#tape as Tape);
    next = this.#carrier.restore(from, next);
    return this.#held === undefined ? next : this.#held.restore(from, next);
  }

  noteError(time: Millis): void {
    const outside = (this.#tape as Tape).priceAt(this.asset, time);
    const error = Math.abs(this.value / outside - 1);
    if (error > this.largestError) this.largestError = error;
  }
}
