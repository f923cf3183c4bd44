/**
 * The reports of one oracle that are on their way: each waits for its delay, then competes for block space at its bid, and
 * is offered again at the then market price where it waits too long. Of those that wait, the newest replaces the others.
 */
import type { Gas, Gwei, Millis, Usd } from '../../sim/units.ts';
import type { Chain } from '../chain/chain.ts';
import type { BidRule } from '../model.ts';
import type { Tape } from '../tape/tape.ts';
import type { Recorder, ReportRefusal } from '../world/recorder.ts';
import type { SavedState } from '../world/saved-state.ts';

/** A report on its way. */
export interface Flight {
  value: Usd;
  /** Tick whose price it carries. */
  tick: number;
  submitted: Millis;
  /** First block at or after that. */
  firstBlock: number;
  bid: Gwei;
  offeredAt: Millis;
  /** No block before this one has a place for its bid. */
  hopefulFrom: number;
  /** Whether that block has one, as far as was known when it was searched. */
  isHopeful: boolean;
}

export interface MempoolParameters {
  readonly gas: Gas;
  readonly bid: BidRule;
  /** Waiting time after which a report is offered again; Infinity when never. */
  readonly rebid: Millis;
  /** What the reports are about; for the recorder alone. */
  readonly asset: number;
  readonly recorder?: Recorder | undefined;
}

export class Mempool {
  readonly #p: MempoolParameters;
  #tape: Tape | undefined;
  /** Objects are used again. */
  readonly #flights: Flight[] = [];
  #flying = 0;

  constructor(parameters: MempoolParameters) {
    this.#p = parameters;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    this.#flying = 0;
  }

  /** A report leaves its sources and will be in the mempool at `submitted`. */
  add(value: Usd, tick: number, submitted: Millis, chain: Chain): void {
    const flight = this.#flightAt(this.#flying++);
    flight.value = value;
    flight.tick = tick;
    flight.submitted = submitted;
    flight.firstBlock = (this.#tape as Tape).blockFrom(submitted);
    this.#offer(flight, submitted, chain);
    this.#p.recorder?.note({ kind: 'report-sent', asset: this.#p.asset, flight });
  }

  #offer(flight: Flight, time: Millis, chain: Chain): void {
    flight.offeredAt = time;
    flight.hopefulFrom = 0;
    flight.isHopeful = false;
    flight.bid = this.#p.bid.gasPrice(chain.marketPrice(time), Number.POSITIVE_INFINITY);
  }

  #flightAt(index: number): Flight {
    this.#flights[index] ??= {
      value: 0,
      tick: 0,
      submitted: 0,
      firstBlock: 0,
      bid: 0,
      offeredAt: 0,
      hopefulFrom: 0,
      isHopeful: false,
    };
    return this.#flights[index];
  }

  /**
   * Takes what the open block includes.
   *
   * @param observedTick tick of the price that the protocol believes: a report that was overtaken by a newer one is refused
   * @returns the report that landed, valid until the next call; undefined when none did
   */
  land(time: Millis, chain: Chain, observedTick: number): Flight | undefined {
    let newest = -1;
    for (let i = 0; i < this.#flying; i++) if ((this.#flights[i] as Flight).submitted <= time) newest = i;
    if (newest < 0) return undefined;
    const flight = this.#flights[newest] as Flight;
    const overtaken = flight.tick < observedTick;
    const landed = !overtaken && this.#included(flight, time, chain);
    if (this.#p.recorder !== undefined) this.#tell(newest, time, overtaken, landed);
    this.#compact(time, landed || overtaken ? -1 : newest);
    return landed ? flight : undefined;
  }

  /** Tells which reports did not land, and why. */
  #tell(newest: number, time: Millis, overtaken: boolean, landed: boolean): void {
    const { recorder, asset } = this.#p;
    const tell = (flight: Flight, why: ReportRefusal) => recorder?.note({ kind: 'report-refused', asset, flight, why });
    for (let i = 0; i < this.#flying; i++) {
      const flight = this.#flights[i] as Flight;
      if (flight.submitted > time) continue;
      if (i !== newest) tell(flight, 'replaced');
      else if (!landed) tell(flight, overtaken ? 'overtaken' : 'no-room');
    }
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
    let earliest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#flying; i++) {
      const flight = this.#flights[i] as Flight;
      if (flight.hopefulFrom > after && flight.isHopeful) {
        if (flight.hopefulFrom < earliest) earliest = flight.hopefulFrom;
        continue;
      }
      const first = Math.max(after + 1, flight.hopefulFrom, flight.firstBlock);
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
        flight.isHopeful = true;
        return block;
      }
      const nextWindow = (Math.floor(time / tape.windowMillis) + 1) * tape.windowMillis;
      const skip = tape.baseFee === undefined ? Math.min(nextWindow, flight.offeredAt + this.#p.rebid) : time + 1;
      block = Math.max(block + 1, tape.blockFrom(skip));
    }
    // Our own gas can only make it later: blocks without hope stay so until the bid changes.
    flight.hopefulFrom = Math.min(block, tape.blockCount);
    flight.isHopeful = false;
    return limit;
  }

  #included(flight: Flight, time: Millis, chain: Chain): boolean {
    if (time >= flight.offeredAt + this.#p.rebid) this.#offer(flight, time, chain);
    if (!chain.admits(flight.bid, this.#p.gas)) return false;
    chain.includeReport(this.#p.gas);
    return true;
  }

  /** Appends the whole state to `into`. */
  save(into: SavedState): void {
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
    this.#flying = from[next++] as number;
    for (let i = 0; i < this.#flying; i++) {
      const flight = this.#flightAt(i);
      flight.value = from[next++] as number;
      flight.tick = from[next++] as number;
      flight.submitted = from[next++] as number;
      flight.firstBlock = (this.#tape as Tape).blockFrom(flight.submitted);
      flight.bid = from[next++] as number;
      flight.offeredAt = from[next++] as number;
      flight.hopefulFrom = 0;
      flight.isHopeful = false;
    }
    return next;
  }
}
