/**
 * The plain oracle, of which nothing but the report is stated (the others are in staged-oracle.ts): its sources see the market (outside
 * price, displaced by our own sales), a report is sent when the publish rule says so, waits for its delay, then competes
 * for block space, and lands.
 */
import type { DrawColumn } from '../../sim/random/draw-column.ts';
import type { Fraction, Millis, Usd } from '../../sim/units.ts';
import type { Chain } from '../chain/chain.ts';
import type { Delay, PublishRule } from '../model.ts';
import type { Tape } from '../tape/tape.ts';
import type { Venue } from '../venues/venue.ts';
import type { SavedState } from '../world/saved-state.ts';
import { Mempool, type MempoolParameters } from './mempool.ts';
import type { Oracle } from './stages.ts';

export interface FeedParameters extends MempoolParameters {
  readonly rule: PublishRule;
  readonly delay: Delay;
  /** Venues whose displacement the sources see. */
  readonly venues: readonly Venue[];
  readonly purpose: string;
}

/** Relative: a limit divided by a factor may be off by a few bits, and what lies that near is looked at exactly. */
const ROUNDING = 1e-12;

export class Feed implements Oracle {
  readonly asset: number;
  readonly isPaused = false;
  readonly #p: FeedParameters;
  #tape: Tape | undefined;
  #draws: DrawColumn | undefined;
  /** What the protocol believes, USD per unit. */
  value = 0;
  /** Tick whose price it is. */
  observedTick = 0;
  #sent = 0;
  #sentTick = 0;
  /** Reports sent so far. */
  reports = 0;
  /** Largest |believed / outside − 1| noted so far. */
  largestError: Fraction = 0;
  readonly #mempool: Mempool;

  constructor(parameters: FeedParameters) {
    this.#p = parameters;
    this.asset = parameters.asset;
    this.#mempool = new Mempool(parameters);
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    this.#draws = tape.draws(this.#p.purpose);
    this.value = (tape.prices[this.asset] as Float64Array)[0] as number;
    this.#sent = this.value;
    this.observedTick = 0;
    this.#sentTick = 0;
    this.reports = 0;
    this.largestError = 0;
    this.#mempool.begin(tape);
  }

  /** Appends the whole state to `into`. */
  save(into: SavedState): void {
    into.push(this.value);
    into.push(this.observedTick);
    into.push(this.#sent);
    into.push(this.#sentTick);
    into.push(this.reports);
    into.push(this.largestError);
    this.#mempool.save(into);
  }

  /** Takes a saved state from position `at`; returns the position after it. */
  restore(from: ArrayLike<number>, at: number): number {
    let next = at;
    this.value = from[next++] as number;
    this.observedTick = from[next++] as number;
    this.#sent = from[next++] as number;
    this.#sentTick = from[next++] as number;
    this.reports = from[next++] as number;
    this.largestError = from[next++] as number;
    return this.#mempool.restore(from, next);
  }

  /** First tick at or after `from` at which a report is sent if nobody trades until then; Infinity past the horizon. */
  nextTick(from: number): number {
    const tape = this.#tape as Tape;
    const { deviation, heartbeat } = this.#p.rule;
    const { ticks, tickMillis } = tape.grid;
    const beat = Math.max(from, this.#sentTick + Math.ceil(heartbeat / tickMillis));
    if (deviation !== Number.POSITIVE_INFINITY) {
      const tick = this.#deviates(from, Math.min(beat, ticks + 1), deviation);
      if (tick >= 0) return tick;
    }
    return beat <= ticks ? beat : Number.POSITIVE_INFINITY;
  }

  /** First tick in [`from`, `end`) at which what the sources see is further than `deviation` from what was sent; −1 when there is none. */
  #deviates(from: number, end: number, deviation: Fraction): number {
    const tape = this.#tape as Tape;
    const { tickMillis } = tape.grid;
    const prices = tape.prices[this.asset] as Float64Array;
    const high = this.#sent * (1 + deviation);
    const low = this.#sent * (1 - deviation);
    let factor = from < end ? this.#displacement(from * tickMillis) : 1;
    for (let tick = from; ; tick++) {
      // Displacements only shrink: what neither the last factor known nor 1 would report, nothing in between would.
      const above = Math.min(high, (high / factor) * (1 - ROUNDING));
      const below = Math.max(low, (low / factor) * (1 + ROUNDING));
      tick = firstOutside(prices, below, above, tick, end);
      if (tick >= end) return -1;
      if (factor !== 1) factor = this.#displacement(tick * tickMillis);
      const seen = (prices[tick] as number) * factor;
      if (seen >= high || seen <= low) return tick;
    }
  }

  /** What the sources see at a tick, relative to the outside price. */
  #displacement(time: Millis): number {
    let factor = 1;
    for (const venue of this.#p.venues) {
      const displacement = venue.displacement(time);
      if (displacement !== 0) factor += venue.oracleWeight * displacement;
    }
    return factor;
  }

  /** Sends the report of a tick. */
  send(tick: number, chain: Chain): void {
    const tape = this.#tape as Tape;
    const time = tick * tape.grid.tickMillis;
    const value = ((tape.prices[this.asset] as Float64Array)[tick] as number) * this.#displacement(time);
    this.#sent = value;
    this.#sentTick = tick;
    const submitted = time + this.#p.delay.quantile((this.#draws as DrawColumn).at(this.reports++));
    this.#mempool.add(value, tick, submitted, chain);
  }

  /** Lands what the open block takes; returns whether the protocol's price changed. */
  land(time: Millis, chain: Chain): boolean {
    const report = this.#mempool.land(time, chain, this.observedTick);
    if (report === undefined) return false;
    this.noteError(time);
    this.value = report.value;
    this.observedTick = report.tick;
    return true;
  }

  /** First block after `after` in which a report could land; Infinity when none is waiting. */
  nextBlock(after: number, chain: Chain): number {
    return this.#mempool.nextBlock(after, chain);
  }

  /** Notes how far the protocol's price is off at an instant: just before a landing, and at the end of the path. */
  noteError(time: Millis): void {
    const outside = (this.#tape as Tape).priceAt(this.asset, time);
    const error = Math.abs(this.value / outside - 1);
    if (error > this.largestError) this.largestError = error;
  }
}

/** First tick in [`from`, `end`) whose price is not strictly between two limits; `end` when there is none. */
function firstOutside(prices: Float64Array, low: Usd, high: Usd, from: number, end: number): number {
  // Ticks as 32-bit integers: a loop over thousands of them costs several times less.
  const last = end | 0;
  let tick = from | 0;
  for (; tick < last; tick++) {
    const price = prices[tick] as number;
    if (price >= high || price <= low) break;
  }
  return tick;
}
