/**
 * Time-weighted means of the price of one pool, as a contract reads them. The pool's price is the outside price times
 * what our own sales have left of it; a mean remembers what the price was before each sale, because it is brought up to
 * date before anything is sold in a block.
 */
import type { Millis, Usd } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Venue } from '../../venues/venue.ts';
import { arithmeticMean, CumulativePrice } from './cumulative-price.ts';
import { ObservationRing } from './observation-ring.ts';
import { meanTick, priceOfTick, tickOfPrice } from './tick-price.ts';

export interface PoolMean {
  begin(tape: Tape): void;
  /** The price of the pool until `time` has been what it is now; must be called before each sale. */
  advance(time: Millis): void;
  /** The mean over the window that ends now, USD; NaN when the pool does not reach back so far. */
  read(time: Millis): Usd;
}

export interface PoolMeanParameters {
  readonly base: number;
  readonly quote: number;
  /** The pool; undefined where nobody has sold yet. */
  readonly venue: Venue | undefined;
  readonly window: Millis;
  readonly cardinality: number | undefined;
}

/** Walks over the stretches of constant price; what is summed differs. */
abstract class SteppedMean implements PoolMean {
  protected readonly p: PoolMeanParameters;
  #tape: Tape | undefined;
  #at: Millis = 0;

  constructor(parameters: PoolMeanParameters) {
    this.p = parameters;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    this.#at = 0;
    this.start(this.#price(0), tape);
  }

  advance(time: Millis): void {
    const { tickMillis } = (this.#tape as Tape).grid;
    while (this.#at < time) {
      const boundary = (Math.floor(this.#at / tickMillis) + 1) * tickMillis;
      const end = Math.min(boundary, time);
      this.step(this.#at, end, this.#price(this.#at), end === boundary ? boundary / tickMillis : -1);
      this.#at = end;
    }
  }

  read(time: Millis): Usd {
    this.advance(time);
    const tape = this.#tape as Tape;
    return this.mean(time, this.#price(time)) * tape.priceAt(this.p.quote, time);
  }

  /** Price of the pool in quote units at an instant not before the last sale. */
  #price(time: Millis): number {
    const tape = this.#tape as Tape;
    const { base, quote, venue } = this.p;
    const outside = tape.priceAt(base, time) / tape.priceAt(quote, time);
    return venue === undefined ? outside : outside * (1 + venue.displacement(time));
  }

  protected abstract start(price: number, tape: Tape): void;
  /** @param tick the tick that begins at `end`, −1 when none does */
  protected abstract step(from: Millis, end: Millis, price: number, tick: number): void;
  protected abstract mean(time: Millis, price: number): number;
}

/** Arithmetic mean of the price: the difference of two readings of a v2 pair's running sum. */
export class ArithmeticPoolMean extends SteppedMean {
  readonly #sum = new CumulativePrice(0, 0);
  /** The sum at each tick that has begun. */
  #sums = new Float64Array(0);
  #first = 0;
  #tickMillis = 1;

  protected start(price: number, tape: Tape): void {
    this.#sum.restart(0, price);
    this.#first = price;
    this.#tickMillis = tape.grid.tickMillis;
    if (this.#sums.length !== tape.grid.ticks + 2) this.#sums = new Float64Array(tape.grid.ticks + 2);
    this.#sums[0] = 0;
  }

  protected step(from: Millis, end: Millis, price: number, tick: number): void {
    this.#sum.update(from, price);
    if (tick >= 0 && tick < this.#sums.length) this.#sums[tick] = this.#sum.at(end);
  }

  protected mean(time: Millis, price: number): number {
    const { window } = this.p;
    this.#sum.update(time, price);
    return arithmeticMean(this.#sumAt(time - window, time), this.#sum.sum, window);
  }

  /** Before the path began the price had long been the first one. */
  #sumAt(time: Millis, now: Millis): number {
    if (time <= 0) return time * this.#first;
    const tick = Math.floor(time / this.#tickMillis);
    const start = tick * this.#tickMillis;
    const before = this.#sums[tick] as number;
    const end = Math.min(start + this.#tickMillis, now);
    const after = end === now ? this.#sum.sum : (this.#sums[tick + 1] as number);
    return end === start ? before : before + ((after - before) * (time - start)) / (end - start);
  }
}

/** A chain counts whole seconds from long ago. */
const CLOCK = 1_600_000_000;

/** Geometric mean of the price: the mean tick between two observations of a v3 pool. */
export class GeometricPoolMean extends SteppedMean {
  readonly #ring = new ObservationRing();
  readonly #earlier = { tickCumulative: 0, secondsPerLiquidity: 0 };
  readonly #later = { tickCumulative: 0, secondsPerLiquidity: 0 };
  readonly #seconds: number;
  #inForce = 0;

  constructor(parameters: PoolMeanParameters) {
    super(parameters);
    this.#seconds = Math.round(parameters.window / 1000);
  }

  protected start(price: number, tape: Tape): void {
    this.#inForce = tickOfPrice(price);
    const { cardinality = Math.ceil((1.5 * this.p.window) / tape.grid.tickMillis) + 8 } = this.p;
    this.#ring.initialize(CLOCK - this.#seconds);
    this.#ring.grow(cardinality);
    this.#ring.write(CLOCK, this.#inForce, 1);
  }

  /** A pool writes when it trades: what was in force until now goes into the sums when it changes. */
  protected step(from: Millis, _end: Millis, price: number): void {
    const tick = tickOfPrice(price);
    if (tick === this.#inForce) return;
    this.#ring.write(CLOCK + Math.floor(from / 1000), this.#inForce, 1);
    this.#inForce = tick;
  }

  protected mean(time: Millis): number {
    const now = CLOCK + Math.floor(time / 1000);
    if (!this.#ring.reaches(now, this.#seconds)) return Number.NaN;
    this.#ring.observe(now, this.#seconds, this.#inForce, 1, this.#earlier);
    this.#ring.observe(now, 0, this.#inForce, 1, this.#later);
    return priceOfTick(meanTick(this.#earlier.tickCumulative, this.#later.tickCumulative, this.#seconds));
  }
}
