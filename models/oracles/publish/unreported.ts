/** Prices that need no report: read anew in every block, a mean of a pool, or fixed. */
import type { Millis } from '../../../sim/units.ts';
import type { Delay } from '../../model.ts';
import type { Tape } from '../../tape/tape.ts';
import type { SavedState } from '../../world/saved-state.ts';
import type { Aggregate } from '../aggregate/quotes.ts';
import type { PoolMean } from '../mean/pool-mean.ts';
import type { Observer } from '../observe/observer.ts';
import type { Oracle, PriceChoice } from '../stages.ts';
import { type Carrier, newRound, restoreRound, saveRound, setRound } from './carrier.ts';
import { fixedPrice } from './fixed-price.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** What they have in common: nothing is sent. */
abstract class Unreported implements Carrier {
  readonly round = newRound();
  readonly reports = 0;
  isDry = false;
  /** Tick that was read last; −1 before the first. */
  protected readTick = -1;
  #tape: Tape | undefined;

  begin(tape: Tape, start: number): void {
    this.#tape = tape;
    this.isDry = false;
    this.readTick = -1;
    setRound(this.round, start, 0, 0, 0);
  }

  protected get tape(): Tape {
    return this.#tape as Tape;
  }

  nextTick(): number {
    return NEVER;
  }

  send(): void {}

  /** Prices are looked at once a tick: the first block of the next tick. */
  nextBlock(after: number): number {
    const { grid, blockCount } = this.tape;
    const next = Math.max(after + 1, this.tape.blockFrom((this.readTick + 1) * grid.tickMillis));
    return next < blockCount ? next : NEVER;
  }

  save(into: SavedState): void {
    saveRound(this.round, into);
    into.push(this.readTick);
    into.push(this.isDry ? 1 : 0);
  }

  restore(from: ArrayLike<number>, at: number): number {
    const next = restoreRound(this.round, from, at);
    this.readTick = from[next] as number;
    this.isDry = from[next + 1] === 1;
    return next + 2;
  }

  abstract land(time: Millis): boolean;
}

/** A price of the sources that is no older than `maxAge`: the newest, the lowest or the highest. */
export class LiveReading extends Unreported {
  readonly #observer: Observer;
  readonly #delay: Delay;
  readonly #purpose: string;
  readonly #maxAge: Millis;
  /** Which of two prices is taken: 0 the newer, −1 the lower, 1 the higher. */
  readonly #sign: number;
  readonly #seen: Aggregate = { price: 0, confidence: 0, age: 0 };
  #late: Millis = 0;

  constructor(observer: Observer, delay: Delay, purpose: string, maxAge: Millis, choice: PriceChoice) {
    super();
    this.#observer = observer;
    this.#delay = delay;
    this.#purpose = purpose;
    this.#maxAge = maxAge;
    this.#sign = choice === 'newest' ? 0 : choice === 'lowest' ? -1 : 1;
  }

  override begin(tape: Tape, start: number): void {
    super.begin(tape, start);
    this.#late = this.#delay.quantile(tape.draws(this.#purpose).at(0));
  }

  land(time: Millis): boolean {
    const { tape } = this;
    const { tickMillis } = tape.grid;
    this.readTick = tape.tickAt(time);
    const now = Math.max(0, time - this.#late);
    let found = false;
    for (let tick = tape.tickAt(now); tick >= 0; tick--) {
      // Within a tick the sources go on saying the same: what is read was said at its last moment.
      const said = Math.min(now, (tick + 1) * tickMillis);
      if (time - said > this.#maxAge) break;
      this.#observer.at(tick, time, this.#seen);
      const { price, confidence, age } = this.#seen;
      if (!Number.isNaN(price) && time - said + age <= this.#maxAge) {
        if (!found || this.#sign * (price - this.round.value) > 0)
          setRound(this.round, price, confidence, tick, said - age);
        found = true;
        if (this.#sign === 0) break;
      }
      // Without a limit of age the last price stays.
      if (this.#maxAge === NEVER) return false;
    }
    this.isDry = !found;
    return found;
  }
}

/** The mean of a pool. */
export class MeanReading extends Unreported {
  readonly #mean: PoolMean;

  constructor(mean: PoolMean) {
    super();
    this.#mean = mean;
  }

  override begin(tape: Tape, start: number): void {
    super.begin(tape, start);
    this.#mean.begin(tape);
  }

  land(time: Millis): boolean {
    this.readTick = this.tape.tickAt(time);
    const price = this.#mean.read(time);
    this.isDry = Number.isNaN(price);
    if (this.isDry || price === this.round.value) return false;
    setRound(this.round, price, 0, this.readTick, time);
    return true;
  }

  /** Nobody had sold when the state was saved: what the mean has seen follows from the path. */
  override restore(from: ArrayLike<number>, at: number): number {
    this.#mean.begin(this.tape);
    return super.restore(from, at);
  }
}

/** A ratio to what another oracle says, or a price in USD. */
export class FixedReading extends Unreported {
  readonly #reference: Oracle | undefined;
  readonly #ratio: number;
  readonly #unit: number;

  constructor(reference: Oracle | undefined, ratio: number, unit: number) {
    super();
    this.#reference = reference;
    this.#ratio = ratio;
    this.#unit = unit;
  }

  /** The other oracle has landed what it has in this block: it stands before this one. */
  land(time: Millis): boolean {
    const isFirst = this.readTick < 0;
    this.readTick = this.tape.tickAt(time);
    const price = fixedPrice(this.#reference?.value ?? 1, this.#ratio, this.#unit);
    if (!isFirst && price === this.round.value) return false;
    setRound(this.round, price, 0, this.readTick, time);
    return true;
  }

  /** It changes when the other does, in the same block; at first when the path begins. */
  override nextBlock(after: number): number {
    return this.readTick < 0 ? super.nextBlock(after) : NEVER;
  }
}
