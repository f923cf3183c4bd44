/** What the sources of one oracle say at one instant, and what an aggregation makes of it. */
import type { Millis } from '../../../sim/units.ts';

/** Columns over the sources that said something; `count` of each are valid. Reused from instant to instant. */
export interface Quotes {
  count: number;
  readonly prices: Float64Array;
  /** Half-width that the source itself states, in units of the price; 0 where it states none. */
  readonly confidences: Float64Array;
  readonly ages: Float64Array;
  /** Position of each in the oracle's list of sources. */
  readonly sources: Int32Array;
}

/** The result; `price` is NaN where the sources are too few. */
export interface Aggregate {
  price: number;
  confidence: number;
  /** Age of the price, ms. */
  age: Millis;
}

export function quotesFor(sources: number): Quotes {
  return {
    count: 0,
    prices: new Float64Array(sources),
    confidences: new Float64Array(sources),
    ages: new Float64Array(sources),
    sources: new Int32Array(sources),
  };
}

export function addQuote(quotes: Quotes, price: number, confidence: number, age: Millis, source: number): void {
  const at = quotes.count++;
  quotes.prices[at] = price;
  quotes.confidences[at] = confidence;
  quotes.ages[at] = age;
  quotes.sources[at] = source;
}

export function noAggregate(into: Aggregate): void {
  into.price = Number.NaN;
  into.confidence = 0;
  into.age = 0;
}

/** The oldest age among the quotes. */
export function oldestAge(quotes: Quotes): Millis {
  let oldest = 0;
  for (let i = 0; i < quotes.count; i++) oldest = Math.max(oldest, quotes.ages[i] as number);
  return oldest;
}
