/**
 * One asset's oracle within a reaction: sources see the market (outside price, displaced by our own sales), a report is
 * sent when the publish rule says so, waits for its delay, then competes for block space, and lands.
 */
import type { DrawColumn } from '../../sim/random/draw-column.ts';
import type { Fraction, Gas, Millis } from '../../sim/units.ts';
import type { Chain } from '../chain/chain.ts';
import type { BidRule, Delay, PublishRule } from '../model.ts';
import type { Tape } from '../tape/tape.ts';
import type { Venue } from '../venues/venue.ts';
import type { SavedState } from '../world/saved-state.ts';

import type { Flight } from './flight.ts';

export interface FeedParameters {
  readonly asset: number;
  readonly rule: PublishRule;
  readonly delay: Delay;
  readonly gas: Gas;
  readonly bid: BidRule;
  /** Waiting time after which a report is offered again; Infinity when never. */
  readonly rebid: Millis;
  /** Venues whose displacement the sources see. */
  readonly venues: readonly Venue[];
  readonly purpose: string;
}

export class Feed {
  readonly asset: number;
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
  /** Largest |believed / outside − 1| seen just before a landing. */
  largestError: Fraction = 0;
  readonly #flights: Flight[] = [];
  #flying = 0;

  constructor(parameters: FeedParameters) {
    this.#p = parameters;
    this.asset = parameters.asset;
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
    this.#flying = 0;
  }

  /** Appends the whole state to `into`. */
  save(into: SavedState): void {
    into.push(this.value);
    into.push(this.observedTick);
    into.push(this.#sent);
    into.push(this.#sentTick);
    into.push(this.reports);
    into.push(this.largestError);
    into.push(this.#flying);
    for (let i = 0; i < this.#flying; i++) {
      const flight = this.#flights[i] as Flight;
      into.push(flight.value);
      into.push(flight.tick);
      into.push(flight.submitted);
      into.push(flight.bid);
      into.push(flight.offeredAt);
    }
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
    this.#flying = from[next++] as number;
    for (let i = 0; i < this.#flying; i++) {
      const flight = this.#flightAt(i);
      flight.value = from[next++] as number;
      flight.tick = from[next++] as number;
      flight.submitted = from[next++] as number;
      flight.bid = from[next++] as number;
      flight.offeredAt = from[next++] as number;
      flight.hopefulFrom = 0;
    }
    return next;
  }

  /** First tick at or after `from` at which a report is sent if nobody trades until then; Infinity past the horizon. */
  nextTick(from: number): number {
    const tape = this.#tape as Tape;
    const { deviation, heartbeat } = this.#p.rule;
    const { ticks, tickMillis } = tape.grid;
    const beat = Math.max(from, this.#sentTick + Math.ceil(heartbeat / tickMillis));
    const end = Math.min(beat, ticks + 1);
    const prices = tape.prices[this.asset] as Float64Array;
    const high = this.#sent * (1 + deviation);
    const low = this.#sent * (1 - deviation);
    let tick = from;
    if (deviation !== Number.POSITIVE_INFINITY) {
      // Displacements only shrink: what neither the last factor known nor 1 would report, nothing in between would.
      let factor = from <= ticks ? this.#displacement(from * tickMillis) : 1;
      for (; tick < end; tick++) {
        const price = prices[tick] as number;
        const seen = price * factor;
        if (price < high && price > low && seen < high && seen > low) continue;
        if (factor === 1) return tick;
        factor = this.#displacement(tick * tickMillis);
        const now = price * factor;
        if (now >= high || now <= low) return tick;
      }
    }
    return beat <= ticks ? beat : Number.POSITIVE_INFINITY;
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
    const flight = this.#flightAt(this.#flying++);
    flight.value = value;
    flight.tick = tick;
    flight.submitted = submitted;
    flight.offeredAt = submitted;
    flight.hopefulFrom = 0;
    flight.bid = this.#p.bid.gasPrice(chain.marketPrice(submitted), Number.POSITIVE_INFINITY);
  }

  #flightAt(index: number): Flight {
    this.#flights[index] ??= { value: 0, tick: 0, submitted: 0, bid: 0, offeredAt: 0, hopefulFrom: 0 };
    return this.#flights[index];
  }

  /**
   * Lands what the open block takes; returns whether the protocol's price changed. Of the reports that wait in the mempool
   * the newest replaces the others.
   */
  land(time: Millis, chain: Chain): boolean {
    let newest = -1;
    for (let i = 0; i < this.#flying; i++) if ((this.#flights[i] as Flight).submitted <= time) newest = i;
    if (newest < 0) return false;
    const flight = this.#flights[newest] as Flight;
    // A report that was overtaken while it was delayed is refused.
    const overtaken = flight.tick < this.observedTick;
    const landed = !overtaken && this.#included(flight, time, chain);
    if (landed) {
      this.#noteError(time);
      this.value = flight.value;
      this.observedTick = flight.tick;
    }
    this.#compact(time, landed || overtaken ? -1 : newest);
    return landed;
  }

  /** Forgets the reports that have been submitted, but for the one at `keep`; their objects are used again. */
  #compact(time: Millis, keep: number): void {
    let kept = 0;
    for (let i = 0; i < this.#flying; i++) {
      const flight = this.#flights[i] as Flight;
      if (flight.submitted <= time && i !== keep) continue;
      this.#flights[i] = this.#flights[kept] as Flight;
      this.#flights[kept++] = flight;
    }
    this.#flying = kept;
  }

  /** First block after `after` in which a report could land; Infinity when none is waiting. */
  nextBlock(after: number, chain: Chain): number {
    const tape = this.#tape as Tape;
    let earliest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#flying; i++) {
      const flight = this.#flights[i] as Flight;
      const first = Math.max(after + 1, flight.hopefulFrom, tape.blockFrom(flight.submitted));
      if (first < earliest) earliest = this.#firstHopeful(flight, first, chain, earliest);
    }
    return earliest;
  }

  /** Skips blocks of gas windows in which the bid has no chance, so that a stuck report costs little. */
  #firstHopeful(flight: Flight, first: number, chain: Chain, limit: number): number {
    const tape = this.#tape as Tape;
    let block = first;
    while (block < tape.blockCount && block < limit) {
      chain.open(block);
      const time = tape.blocks.times[block] as number;
      if (time >= flight.offeredAt + this.#p.rebid || chain.couldAdmit(flight.bid, this.#p.gas)) {
        flight.hopefulFrom = block;
        return block;
      }
      const nextWindow = (Math.floor(time / tape.windowMillis) + 1) * tape.windowMillis;
      const skip = tape.baseFee === undefined ? Math.min(nextWindow, flight.offeredAt + this.#p.rebid) : time + 1;
      block = Math.max(block + 1, tape.blockFrom(skip));
    }
    // Our own gas can only make it later: blocks without hope stay so until the bid changes.
    flight.hopefulFrom = Math.min(block, tape.blockCount);
    return limit;
  }

  #included(flight: Flight, time: Millis, chain: Chain): boolean {
    if (time >= flight.offeredAt + this.#p.rebid) {
      flight.offeredAt = time;
      flight.hopefulFrom = 0;
      flight.bid = this.#p.bid.gasPrice(chain.marketPrice(time), Number.POSITIVE_INFINITY);
    }
    if (!chain.admits(flight.bid, this.#p.gas)) return false;
    chain.includeReport(this.#p.gas);
    return true;
  }

  #noteError(time: Millis): void {
    const outside = (this.#tape as Tape).priceAt(this.asset, time);
    const error = Math.abs(this.value / outside - 1);
    if (error > this.largestError) this.largestError = error;
  }
}
