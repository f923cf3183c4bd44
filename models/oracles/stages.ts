/** The interfaces of an oracle's stages: observe → aggregate → publish → access → guard. */
import type { Aggregate, Quotes } from './aggregate/quotes.ts';

/** What does an oracle make of what its sources say? */
export interface AggregateRule {
  /** Writes the price, or NaN as price where the quotes are too few. */
  combine(quotes: Quotes, into: Aggregate): void;
}
