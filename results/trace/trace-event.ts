/** What a trace is made of: one event for everything that happened on a path, with what it did to the path's figures. */
import type { Holder } from '../../models/ledger/ledger.ts';
import type { OutcomeKey } from '../../models/outcome.ts';

/** Kinds of events, and what each says happened. */
export const EVENT_KINDS = {
  'report-sent': 'report sent',
  'report-refused': 'report not taken',
  'price-landed': 'price landed',
  'liquidations-stopped': 'liquidations stopped',
  'liquidations-limited': 'liquidations limited',
  'liquidations-allowed': 'liquidations allowed',
  'pool-pushed': 'pool pushed',
  'account-due': 'account due',
  'account-healed': 'account healed',
  'borrower-acted': 'borrower acted',
  declined: 'left alone',
  raced: 'raced',
  'transaction-waits': 'transaction waits',
  liquidated: 'liquidation',
  repaid: 'debt repaid',
  seized: 'collateral taken',
  sold: 'collateral sold',
  redistributed: 'redistributed',
  'penalty-paid': 'penalty paid',
  'incentive-paid': 'incentive paid',
  'gas-paid': 'gas paid',
  reverted: 'reverted',
  'keeper-earned': 'keeper earned',
  'still-due': 'still due',
  restored: 'healthy or closed',
  'written-off': 'written off',
  'loss-allocated': 'loss allocated',
  'auction-started': 'auction started',
  'auction-reset': 'auction reset',
  'bid-placed': 'bid placed',
  'auction-taken': 'auction taken',
  absorbed: 'taken over by the protocol',
  'stock-sold': 'sold from stock',
  'stock-left': 'left in stock',
  'member-served': 'member served',
  'debt-taken-over': 'debt taken over',
  unwound: 'unwound',
  'bands-entered': 'in bands',
  'bands-traded': 'traded against bands',
  'bands-converted': 'converted in bands',
  'front-run': 'front-run',
  'block-ended': 'block ended',
  'path-ended': 'path ended',
} as const;

export type EventKind = keyof typeof EVENT_KINDS;

/** Numbers that an event may carry: columns of the CSV, in this order. Instants are milliseconds from the start of the path. */
export const DETAILS = [
  'priceUsd',
  'beforeUsd',
  'marketUsd',
  'units',
  'usd',
  'outsideUsd',
  'feeUsd',
  'grossUsd',
  'outlayUsd',
  'bonus',
  'shortfall',
  'bidGwei',
  'marketGwei',
  'placeGwei',
  'capitalUsd',
  'gas',
  'count',
  'healthFactor',
  'debtUsd',
  'collateralUsd',
  'drawnUsd',
  'socialisedUsd',
  'parkedUsd',
  'observedMillis',
  'submittedMillis',
  'breachMillis',
  'seenMillis',
] as const;

export type Details = { readonly [D in (typeof DETAILS)[number]]?: number };

/** What an event did to a figure of the path. Null where the figure does not exist on this path. */
export interface FigureChange {
  readonly figure: OutcomeKey;
  readonly change: number | null;
  /** The figure after the event: the last total of a figure is its value in `paths.csv`. */
  readonly total: number | null;
}

/** What an event says, before it has a place in the path. */
export interface EventContent {
  readonly kind: EventKind;
  /** Number of the account in the book. */
  readonly account?: number | undefined;
  /** Group of keepers, and the number of the keeper in it from 1 where one acted: `professional 2`. */
  readonly keeper?: string | undefined;
  readonly asset?: string | undefined;
  /** Who pays or takes where it is no keeper: a holder of the ledger, e.g. the backstop whose deposits repay a debt. */
  readonly party?: Holder | undefined;
  /** What a race was for: liquidation, start, reset or take of an auction, absorb, buy from stock, convert in bands; `rest` where all that come after are left alone too. */
  readonly purpose?: string | undefined;
  readonly reason?: string | undefined;
  readonly details?: Details;
}

export interface TraceEvent extends EventContent {
  /** From 0, in the order in which things happened. */
  readonly sequence: number;
  readonly timeMillis: number;
  /** At one instant the market comes before the block. `start` and `end` are those of the path. */
  readonly rank: 'start' | 'market' | 'block' | 'end';
  readonly block: number | null;
  readonly details: Details;
  readonly changes: readonly FigureChange[];
}
