/**
 * A price that waits in a queue: Maker's Oracle Security Module. Every `hop` one poke moves the queue on by one place and
 * puts what the source says at that moment at its end; the protocol reads the front.
 */
import type { Millis } from '../../../sim/units.ts';

export class DelayedModule {
  readonly hop: Millis;
  /** Front first. NaN where nothing has been put yet. */
  readonly #values: Float64Array;
  readonly #ticks: Float64Array;
  /** Time of the last poke, aligned down to the grid of hops. */
  #aligned: Millis = 0;
  #poked = false;

  /** @param stages places in the queue, the front included; Maker has 2 */
  constructor(hop: Millis, stages: number) {
    this.hop = hop;
    this.#values = new Float64Array(stages).fill(Number.NaN);
    this.#ticks = new Float64Array(stages);
  }

  /** Every place holds one value, as after a long quiet time; the last poke was at time 0. */
  fill(value: number): void {
    this.#values.fill(value);
    this.#ticks.fill(0);
    this.#aligned = 0;
    this.#poked = true;
  }

  /** What the protocol reads; NaN before enough pokes. */
  get current(): number {
    return this.#values[0] as number;
  }

  /** Tick at which it was observed. */
  get currentTick(): number {
    return this.#ticks[0] as number;
  }

  /** What it will read after the next poke. */
  get next(): number {
    return this.#values[Math.min(1, this.#values.length - 1)] as number;
  }

  /** Whether a poke is allowed: a full hop since the aligned time of the last one. */
  isDue(time: Millis): boolean {
    return !this.#poked || time >= this.#aligned + this.hop;
  }

  /**
   * Moves the queue on.
   *
   * @param value what the source says now
   * @throws RangeError when the last hop is not over
   */
  poke(time: Millis, value: number, tick: number): void {
    if (!this.isDue(time)) throw new RangeError(`the hop of ${this.hop} is not over at ${time}`);
    const values = this.#values;
    const last = values.length - 1;
    for (let stage = 0; stage < last; stage++) {
      values[stage] = values[stage + 1] as number;
      this.#ticks[stage] = this.#ticks[stage + 1] as number;
    }
    values[last] = value;
    this.#ticks[last] = tick;
    this.#aligned = time - (time % this.hop);
    this.#poked = true;
  }

  save(into: { push(value: number): void }): void {
    into.push(this.#aligned);
    for (let stage = 0; stage < this.#values.length; stage++) {
      into.push(this.#values[stage] as number);
      into.push(this.#ticks[stage] as number);
    }
  }

  restore(from: ArrayLike<number>, at: number): number {
    let next = at;
    this.#aligned = from[next++] as number;
    this.#poked = true;
    for (let stage = 0; stage < this.#values.length; stage++) {
      this.#values[stage] = from[next++] as number;
      this.#ticks[stage] = from[next++] as number;
    }
    return next;
  }
}
