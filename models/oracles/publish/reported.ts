/** Reports by transaction: sent when the price has moved or time has passed, or as pokes of a delayed module. */
import type { DrawColumn } from '../../../sim/random/draw-column.ts';
import type { Millis } from '../../../sim/units.ts';
import type { Chain } from '../../chain/chain.ts';
import type { Delay, PublishRule } from '../../model.ts';
import type { Tape } from '../../tape/tape.ts';
import type { SavedState } from '../../world/saved-state.ts';
import type { Aggregate } from '../aggregate/quotes.ts';
import { type Flight, Mempool, type MempoolParameters } from '../mempool.ts';
import type { Observer } from '../observe/observer.ts';
import { type Carrier, newRound, restoreRound, saveRound, setRound } from './carrier.ts';
import type { DelayedModule } from './delayed-module.ts';

const NEVER = Number.POSITIVE_INFINITY;

export interface ReportParameters extends MempoolParameters {
  readonly observer: Observer;
  readonly delay: Delay;
  readonly purpose: string;
}

/** What both have in common: a delay, then the mempool. */
abstract class ByTransaction implements Carrier {
  readonly round = newRound();
  readonly isDry = false;
  reports = 0;
  protected readonly observer: Observer;
  protected readonly seen: Aggregate = { price: 0, confidence: 0, age: 0 };
  /** Tick of the last one sent. */
  protected sentTick = 0;
  readonly #p: ReportParameters;
  readonly #mempool: Mempool;
  #tape: Tape | undefined;
  #draws: DrawColumn | undefined;

  constructor(parameters: ReportParameters) {
    this.#p = parameters;
    this.observer = parameters.observer;
    this.#mempool = new Mempool(parameters);
  }

  begin(tape: Tape, start: number): void {
    this.#tape = tape;
    this.#draws = tape.draws(this.#p.purpose);
    this.reports = 0;
    this.sentTick = 0;
    setRound(this.round, start, 0, 0, 0);
    this.#mempool.begin(tape);
    this.start(start);
  }

  protected get tape(): Tape {
    return this.#tape as Tape;
  }

  send(tick: number, chain: Chain): void {
    const time = tick * this.tape.grid.tickMillis;
    this.observer.at(tick, time, this.seen);
    this.sentTick = tick;
    this.sent(this.seen.price);
    const delay = this.#p.delay.quantile((this.#draws as DrawColumn).at(this.reports++));
    this.#mempool.add(this.seen.price, tick, time + delay, chain);
  }

  land(time: Millis, chain: Chain): boolean {
    const flight = this.#mempool.land(time, chain, this.newest);
    return flight !== undefined && this.landed(flight, time);
  }

  nextBlock(after: number, chain: Chain): number {
    return this.#mempool.nextBlock(after, chain);
  }

  save(into: SavedState): void {
    saveRound(this.round, into);
    into.push(this.reports);
    into.push(this.sentTick);
    this.#mempool.save(into);
  }

  restore(from: ArrayLike<number>, at: number): number {
    const next = restoreRound(this.round, from, at);
    this.reports = from[next] as number;
    this.sentTick = from[next + 1] as number;
    return this.#mempool.restore(from, next + 2);
  }

  abstract nextTick(from: number): number;
  /** A report older than this tick is refused when it lands. */
  protected abstract readonly newest: number;
  protected abstract start(price: number): void;
  protected abstract sent(price: number): void;
  /** Returns whether the round is a new one. */
  protected abstract landed(flight: Flight, time: Millis): boolean;
}

/** Reports when the price of the sources has moved by the deviation, or after the heartbeat. */
export class DeviationReports extends ByTransaction {
  readonly #rule: PublishRule;
  #sent = 0;

  constructor(parameters: ReportParameters, rule: PublishRule) {
    super(parameters);
    this.#rule = rule;
  }

  protected start(price: number): void {
    this.#sent = price;
  }

  protected sent(price: number): void {
    this.#sent = price;
  }

  protected get newest(): number {
    return this.round.tick;
  }

  nextTick(from: number): number {
    const { ticks, tickMillis } = this.tape.grid;
    const calm = this.observer.calm();
    const { deviation, heartbeat } = this.#rule;
    const beat = this.sentTick + Math.ceil(heartbeat / tickMillis);
    const high = this.#sent * (1 + deviation);
    const low = this.#sent * (1 - deviation);
    // Sales only wear off: once the pools are back at the outside price they stay there.
    let isMoved = from <= ticks && this.observer.factor(from * tickMillis) !== 1;
    for (let tick = from; tick <= ticks; tick++) {
      let price = calm[tick] as number;
      if (isMoved) {
        const time = tick * tickMillis;
        isMoved = this.observer.factor(time) !== 1;
        this.observer.at(tick, time, this.seen);
        price = this.seen.price;
      }
      // Without a quorum there is no report, not even a due one.
      if (Number.isNaN(price)) continue;
      if (tick >= beat || price >= high || price <= low) return tick;
    }
    return NEVER;
  }

  protected landed(flight: Flight, time: Millis): boolean {
    this.observer.at(flight.tick, time, this.seen);
    setRound(this.round, flight.value, this.seen.confidence, flight.tick, time);
    return true;
  }

  override save(into: SavedState): void {
    super.save(into);
    into.push(this.#sent);
  }

  override restore(from: ArrayLike<number>, at: number): number {
    const next = super.restore(from, at);
    this.#sent = from[next] as number;
    return next + 1;
  }
}

/** Pokes of a delayed module, one a hop. */
export class Pokes extends ByTransaction {
  readonly #module: DelayedModule;
  readonly #phase: Millis;

  constructor(parameters: ReportParameters, module: DelayedModule, phase: Millis) {
    super(parameters);
    this.#module = module;
    this.#phase = phase;
  }

  protected start(price: number): void {
    this.#module.fill(price);
  }

  protected sent(): void {}

  /** A poke carries no price, so that none is out of date. */
  protected get newest(): number {
    return 0;
  }

  nextTick(from: number): number {
    const { ticks, tickMillis } = this.tape.grid;
    const { hop } = this.#module;
    const earliest = Math.max(from, this.sentTick + 1) * tickMillis;
    // The first hop whose first tick is no earlier.
    let number = Math.max(0, Math.floor((earliest - this.#phase) / hop));
    let tick = Math.ceil((this.#phase + number * hop) / tickMillis);
    while (tick * tickMillis < earliest) tick = Math.ceil((this.#phase + ++number * hop) / tickMillis);
    return tick <= ticks ? tick : NEVER;
  }

  protected landed(_flight: Flight, time: Millis): boolean {
    const module = this.#module;
    if (!module.isDue(time)) return false;
    const tick = this.tape.tickAt(time);
    this.observer.at(tick, time, this.seen);
    if (Number.isNaN(this.seen.price)) return false;
    module.poke(time, this.seen.price, tick);
    setRound(this.round, module.current, 0, module.currentTick, time);
    return true;
  }

  override save(into: SavedState): void {
    super.save(into);
    this.#module.save(into);
  }

  override restore(from: ArrayLike<number>, at: number): number {
    return this.#module.restore(from, super.restore(from, at));
  }
}
