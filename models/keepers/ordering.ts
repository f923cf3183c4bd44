/** The interface of an ordering rule: how a race between keepers is decided. */
import type { Fraction, Gas, Gwei, Millis, Usd } from '../../sim/units.ts';

/** The keepers of one group in a race: the one that goes for it, and how many alike bid as well. */
export interface Entrant {
  group: number;
  /** Whether it can do nothing while its inventory is out: it takes no flash loan. */
  readonly waitsForMoney: boolean;
  keeper: number;
  /** Keepers of the group that send a transaction, this one included. */
  count: number;
  /** Share of the outlay that it can put up. */
  share: Fraction;
  gas: Gas;
  /** Fee on what it repays; 0 when it uses capital of its own. */
  loanFee: Fraction;
  /** Whether a flash loan pays. */
  borrows: boolean;
  /** Opening bid, by its bid rule. */
  opening: Gwei;
  /** Highest gas price at which it still pays. */
  limit: Gwei;
  /** When its transaction was sent, a paid head start taken off. */
  sentAt: Millis;
  /** Last bid of the one that goes for it. */
  bid: Gwei;
  /** Last bid of the others of its group. */
  trailing: Gwei;
}

/** A paid fast lane. */
export interface HeadStart {
  readonly group: string;
  readonly advance: Millis;
  readonly round: Millis;
  readonly price: Usd;
}

/** Who gets the opportunity, and at what price? */
export interface Ordering {
  /** The rule that the race has built in. */
  readonly isPlain: boolean;
  /** Whether transactions that come too late are mined and pay. */
  readonly failedPay: boolean;
  /** Whether transactions can be seen by others before they are mined. */
  readonly isPublic: boolean;
  /** Share of the payment above the least price with a place that goes to the protocol. */
  readonly refund: Fraction;
  /** Share of blocks in which nothing lands. */
  readonly failure: Fraction;
  /** Why it cannot do without a gas asset; left out when it can. */
  readonly needsGasAsset?: string;
  readonly headStart?: HeadStart | undefined;
  /** Sets `bid` and `trailing` of the first `count` entrants; returns the position of the winner. */
  contest(entrants: readonly Entrant[], count: number): number;
  /**
   * What the winner pays per unit of gas, never above its bid.
   *
   * @param least gas price that just has a place in the block
   */
  price(winner: Entrant, entrants: readonly Entrant[], count: number, least: Gwei): Gwei;
}
