/** The interfaces of an oracle and of its stages: observe → aggregate → publish → access → guard. */
import type { Fraction, Millis, Usd } from '../../sim/units.ts';
import type { Chain } from '../chain/chain.ts';
import type { PublishRule } from '../model.ts';
import type { Tape } from '../tape/tape.ts';
import type { SavedState } from '../world/saved-state.ts';
import type { Aggregate, Quotes } from './aggregate/quotes.ts';

/** One asset's oracle as the world sees it, within one reaction. */
export interface Oracle {
  readonly asset: number;
  /** What the protocol believes, USD per unit. */
  readonly value: Usd;
  /** Tick whose price it is. */
  readonly observedTick: number;
  /** Reports sent so far. */
  readonly reports: number;
  /** Largest |believed / outside − 1| noted so far. */
  readonly largestError: Fraction;
  /** Whether its guards stop liquidations, as of the last block looked at. */
  readonly isPaused: boolean;
  begin(tape: Tape): void;
  /** Appends the whole state to `into`. */
  save(into: SavedState): void;
  /** Takes a saved state from position `at`; returns the position after it. Only states of before our first sale are saved. */
  restore(from: ArrayLike<number>, at: number): number;
  /** First tick at or after `from` at which a report is sent if nobody trades until then; Infinity past the horizon. */
  nextTick(from: number): number;
  /** Sends the report of a tick. */
  send(tick: number, chain: Chain): void;
  /** Takes what the open block brings, before anything is sold in it; returns whether the protocol's price changed. */
  land(time: Millis, chain: Chain): boolean;
  /** First block after `after` in which its price or its guards may change if nobody trades; Infinity when none. */
  nextBlock(after: number, chain: Chain): number;
  /** Notes how far the protocol's price is off at an instant. */
  noteError(time: Millis): void;
}

/** What does an oracle make of what its sources say? */
export interface AggregateRule {
  /** Writes the price, or NaN as price where the quotes are too few. */
  combine(quotes: Quotes, into: Aggregate): void;
}

/** What can go wrong with a source? */
export interface Fault {
  readonly kind: 'frozen' | 'silent' | 'multiplied' | 'bounded';
  /** When it begins; drawn where undefined. */
  readonly at: Millis | undefined;
  /** Chance that it happens on a path. */
  readonly probability: Fraction;
  readonly duration: Millis;
  /** What a quote is multiplied by. */
  readonly factor: number;
  /** Bounds that a quote is cut to. */
  readonly least: Usd;
  readonly most: Usd;
  /** Whether the age of what it says grows, so that a reader could tell. */
  readonly shows: boolean;
}

/** A time-weighted mean over a pool. */
export interface MeanRequest {
  readonly kind: 'arithmetic' | 'geometric';
  readonly window: Millis;
  /** Name of the pool; the first that sells the asset when undefined. */
  readonly venue: string | undefined;
  /** Observations that the pool keeps; as many as the window needs when undefined. Geometric only. */
  readonly cardinality: number | undefined;
}

/** Which of several prices that are young enough does a reader bring? */
export type PriceChoice = 'newest' | 'lowest' | 'highest';

/** How does a price get on the chain? */
export type Publication =
  | (PublishRule & { readonly kind?: undefined })
  | { readonly kind: 'delayed'; readonly hop: Millis; readonly stages: number; readonly phase: Millis }
  | { readonly kind: 'read'; readonly maxAge: Millis; readonly choice: PriceChoice }
  | ({ readonly kind: 'mean'; readonly of: MeanRequest } & object)
  | { readonly kind: 'fixed'; readonly of: string | undefined; readonly ratio: number; readonly unit: number };

/** Who may read a round when? */
export interface AccessRule {
  readonly kind: 'open' | 'lock' | 'private-first';
  /** Age at which everybody reads a round. */
  readonly window: Millis;
  /** Chance that somebody takes a round in the auction, and how long that takes. */
  readonly participation: Fraction;
  readonly auction: Millis;
  readonly maxTraversal: number;
  readonly maxAge: Millis;
}

/** What a guard is shown. */
export interface Reading {
  value: Usd;
  confidence: Usd;
  /** When the round landed, or the quote was made that is read. */
  stamp: Millis;
  /** Value of the round before. */
  previous: Usd;
}

/** What happens while a price is not trusted: nobody is liquidated, the last price stays, or a mean takes its place. */
export type Otherwise = 'pause' | 'keep' | 'mean';

/** Is a price to be believed? */
export interface PriceGuard {
  readonly kind: 'price';
  /** Whether time alone can change the verdict. */
  readonly isTimed: boolean;
  readonly otherwise: Otherwise;
  /** Mean that it compares with or falls back to. */
  readonly mean: MeanRequest | undefined;
  /** @param mean reading of the mean; NaN when there is none */
  trusts(reading: Reading, mean: Usd, time: Millis): boolean;
  /** Last instant at which a reading is still trusted; Infinity unless timed. */
  trustedUntil(reading: Reading): Millis;
}

/** Is the chain itself fit for liquidations? */
export interface SequencerGuard {
  readonly kind: 'sequencer';
  readonly grace: Millis;
  /** Accounts below this health factor may be liquidated all the same. */
  readonly minimumHealth: number;
}

export type Guard = PriceGuard | SequencerGuard;
