/**
 * What one oracle's sources say together, tick by tick. Where our own sales have left the pools alone that is a column of
 * the path, worked out once for all strategies; where they have not, it is worked out at the tick that is asked for.
 */
import type { Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Venue } from '../../venues/venue.ts';
import { type Aggregate, type Quotes, quotesFor } from '../aggregate/quotes.ts';
import type { AggregateRule } from '../stages.ts';
import { Source, type SourceParameters } from './sources.ts';

export interface ObserverParameters {
  readonly asset: number;
  /** Names its random draws. */
  readonly purpose: string;
  readonly sources: readonly SourceParameters[];
  readonly rule: AggregateRule;
  /** Venues whose displacement the sources see. */
  readonly venues: readonly Venue[];
}

export class Observer {
  readonly #p: ObserverParameters;
  readonly #sources: readonly Source[];
  readonly #quotes: Quotes;
  #tape: Tape | undefined;
  readonly #calmName: string;

  constructor(parameters: ObserverParameters) {
    const { asset, purpose, sources } = parameters;
    this.#p = parameters;
    this.#sources = sources.map((source, index) => new Source(source, asset, index, `${purpose}/source-${index}`));
    this.#quotes = quotesFor(sources.length);
    this.#calmName = `${purpose}/calm`;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    for (const source of this.#sources) source.begin(tape);
  }

  /** By tick, undisturbed: the price, NaN where the quorum is missing. */
  calm(): Float64Array {
    return (this.#tape as Tape).derived(this.#calmName, this.#fillCalm);
  }

  readonly #fillCalm = (out: Float64Array): void => {
    const scratch: Aggregate = { price: 0, confidence: 0, age: 0 };
    for (let tick = 0; tick < out.length; tick++) {
      this.#combine(tick, 1, scratch);
      out[tick] = scratch.price;
    }
  };

  /** What the sources say of a tick, with the pools as they are at `time`. */
  at(tick: number, time: Millis, into: Aggregate): void {
    this.#combine(Math.min(tick, (this.#tape as Tape).grid.ticks), this.factor(time), into);
  }

  #combine(tick: number, factor: number, into: Aggregate): void {
    this.#quotes.count = 0;
    for (const source of this.#sources) source.quote(tick, factor, this.#quotes);
    this.#p.rule.combine(this.#quotes, into);
  }

  /** Price of the pools relative to the outside price, weighted as the sources weigh them. */
  factor(time: Millis): number {
    let factor = 1;
    for (const venue of this.#p.venues) {
      const displacement = venue.displacement(time);
      if (displacement !== 0) factor += venue.oracleWeight * displacement;
    }
    return factor;
  }
}
