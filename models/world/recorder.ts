/**
 * What the parts of a reaction say when somebody writes it down: one note where something happens, told after it has been
 * booked. A stage without a recorder says nothing, and nothing is made for it.
 */
import type { Fraction, Gas, Gwei, Usd } from '../../sim/units.ts';
import type { Opportunity, Race } from '../keepers/race.ts';
import type { Flight } from '../oracles/mempool.ts';
import type { Oracle } from '../oracles/stages.ts';
import type { Stage } from './stage.ts';

/** Why a report on its way has not landed: a newer price stands, a newer report went instead, or the block had no place. */
export type ReportRefusal = 'overtaken' | 'replaced' | 'no-room';

/**
 * Why keepers leave an account alone: its gain would not pay the gas; the venue pays less than the repayment; the size rule
 * lets nothing through; the bid of the race failed; no rival is there and a larger bonus is to come; no more may be
 * raised in auctions at once; the block is full; no bid is high enough; those who may bid have no money left; whoever
 * starts its auction would lose of its bond; it is the last account, and nobody is left to take its debt over; a safeguard of the
 * strategy holds it back; its stability pool may not take it, or only all of it and has too little.
 */
export type DeclineReason =
  | 'gas'
  | 'venue'
  | 'size'
  | 'race'
  | 'colludes'
  | 'ceiling'
  | 'full'
  | 'bids'
  | 'capital'
  | 'bond'
  | 'last'
  | 'held'
  | 'pool';

/** What a borrower does of its own accord. */
export type BorrowerAct = 'topped-up' | 'deleveraged' | 'closed';

/** What other than the market makes a due account healthy without a liquidation. */
export type HealedBy = BorrowerAct | 'thresholds' | 'redistribution';

/** What a transaction of a keeper is for. */
export type RacePurpose = 'liquidation' | 'start' | 'reset' | 'take' | 'absorb' | 'buy' | 'flag' | 'convert';

/** Slots are those of the reaction's accounts, assets those of the tape. */
export type Note =
  | { readonly kind: 'report-sent'; readonly asset: number; readonly flight: Readonly<Flight> }
  | {
      readonly kind: 'report-refused';
      readonly asset: number;
      readonly flight: Readonly<Flight>;
      readonly why: ReportRefusal;
    }
  /** Before the price is taken over: `stage.prices` holds the one before. */
  | { readonly kind: 'price-landed'; readonly feed: Oracle }
  /** The gate has been looked at again. */
  | { readonly kind: 'gate' }
  /** Somebody who pushes the pool of an oracle has acted. */
  | { readonly kind: 'pushed' }
  | { readonly kind: 'account-due'; readonly slot: number }
  | { readonly kind: 'account-healed'; readonly slot: number; readonly by?: HealedBy | undefined }
  /** A borrower has put in or sold collateral of its own, worth so much. */
  | { readonly kind: 'borrower-acted'; readonly slot: number; readonly what: BorrowerAct; readonly usd: Usd }
  /** `shortfall`: what it would have to gain over what it gains. `rest`: it goes for all that come after it (smaller debts) too. */
  | {
      readonly kind: 'declined';
      readonly slot: number;
      readonly why: DeclineReason;
      readonly shortfall: number;
      readonly rest?: 'collateral' | 'all';
    }
  | {
      readonly kind: 'raced';
      readonly purpose: RacePurpose;
      /** With a gain of 0 where nobody is paid for it. */
      readonly opportunity: Opportunity;
      /** What `Race.run` returned. */
      readonly result: number;
      readonly race: Race;
    }
  /** A transaction has found no place and waits, has been replaced by one that bids more, or is given up. */
  | {
      readonly kind: 'transaction-waits';
      readonly slot: number;
      readonly keeper: number;
      readonly bid: Gwei;
      readonly what: 'sent' | 'replaced' | 'given-up';
    }
  /** Transactions that came too late are charged next: those of a group, or of one keeper. */
  | { readonly kind: 'late'; readonly group: number; readonly keeper?: undefined }
  | { readonly kind: 'late'; readonly keeper: number; readonly group?: undefined }
  | { readonly kind: 'liquidated'; readonly slot: number; readonly repayUsd: Usd; readonly bonus: Fraction }
  /** `payer`, `taker`: holders of the ledger. */
  | {
      readonly kind: 'repaid';
      readonly slot: number;
      readonly asset: number;
      readonly usd: Usd;
      readonly payer: number;
    }
  | {
      readonly kind: 'seized';
      readonly slot: number;
      readonly asset: number;
      readonly units: number;
      readonly feeUnits: number;
      readonly taker: number;
    }
  | {
      readonly kind: 'sold';
      readonly slot: number;
      readonly asset: number;
      readonly units: number;
      readonly usd: Usd;
      readonly feeUsd: Usd;
    }
  /** Other borrowers have taken over debt, and units of collateral with it. */
  | {
      readonly kind: 'redistributed';
      readonly slot: number;
      readonly asset: number;
      readonly units: number;
      readonly usd: Usd;
    }
  | { readonly kind: 'penalty-paid' | 'incentive-paid'; readonly usd: Usd }
  | { readonly kind: 'gas-paid'; readonly gas: Gas; readonly bid: Gwei; readonly transactions: number }
  | { readonly kind: 'reverted'; readonly count: number; readonly gas: Gas; readonly bid: Gwei }
  /** Proceeds less repayment and cost of capital; gas is on its own. */
  | { readonly kind: 'keeper-earned'; readonly slot: number; readonly usd: Usd }
  /** After a liquidation: still due, healthy or closed, or written off (see `states.status`). */
  | { readonly kind: 'settled'; readonly slot: number; readonly isDue: boolean }
  | {
      readonly kind: 'loss-allocated';
      readonly usd: Usd;
      readonly drawnUsd: Usd;
      readonly socialisedUsd: Usd;
      readonly parkedUsd: Usd;
    }
  | {
      readonly kind: 'auction-started' | 'auction-reset' | 'auction-taken';
      readonly slot: number;
      readonly asset: number;
      /** Left out where nothing is asked: bidders name the price. */
      readonly askUsd?: Usd;
      readonly units: number;
      readonly debtUsd: Usd;
      /** Lots that the units are cut into, one when left out. */
      readonly lots?: number;
      /** The taker, where it has not just won a race. */
      readonly keeper?: number;
    }
  /** A bid for a lot. `isLess`: all that is to be raised is bid, and this bidder takes fewer units for it. */
  | {
      readonly kind: 'bid-placed';
      readonly slot: number;
      readonly asset: number;
      readonly keeper: number;
      readonly units: number;
      readonly usd: Usd;
      readonly isLess: boolean;
    }
  /** The protocol has taken over an account's debt and all its collateral; what is credited beyond the debt is the owner's. */
  | {
      readonly kind: 'absorbed';
      readonly slot: number;
      readonly debtUsd: Usd;
      readonly collateralUsd: Usd;
      readonly surplusUsd: Usd;
    }
  /** Collateral that belongs to no account any more is sold to a keeper, or is left at the end; `slot` is below 0. */
  | {
      readonly kind: 'stock-sold' | 'stock-left';
      readonly slot: number;
      readonly asset: number;
      readonly units: number;
      readonly askUsd: Usd;
      readonly usd: Usd;
    }
  /** A member of a closed pool has paid `usd` for collateral of an account. */
  | {
      readonly kind: 'member-served';
      readonly slot: number;
      readonly member: string;
      readonly asset: number;
      readonly units: number;
      readonly usd: Usd;
    }
  /** A keeper has taken over debt of an account, and units of collateral with it. */
  | {
      readonly kind: 'debt-taken-over';
      readonly slot: number;
      readonly keeper: number;
      readonly asset: number;
      readonly units: number;
      readonly debtUsd: Usd;
    }
  /** A keeper is about to sell units of what it has taken over, against so much debt; `isForced`: its account is below its limit. `slot` is below 0. */
  | {
      readonly kind: 'unwound';
      readonly slot: number;
      readonly keeper: number;
      readonly asset: number;
      readonly units: number;
      readonly debtUsd: Usd;
      readonly isForced: boolean;
    }
  /** The collateral of an account stands in bands between two prices from now on. */
  | {
      readonly kind: 'bands-entered';
      readonly slot: number;
      readonly asset: number;
      readonly units: number;
      readonly topUsd: Usd;
      readonly bottomUsd: Usd;
    }
  /** The part of such a trade that is an account's: what counts as repaid, or is owed again. */
  | {
      readonly kind: 'bands-converted';
      readonly slot: number;
      readonly asset: number;
      readonly units: number;
      readonly usd: Usd;
      readonly isBack: boolean;
    }
  /** A trade against the bands of all accounts; `isBack`: collateral comes in. `slot` is below 0. */
  | {
      readonly kind: 'bands-traded';
      readonly slot: number;
      readonly asset: number;
      readonly units: number;
      readonly usd: Usd;
      readonly isBack: boolean;
    }
  | { readonly kind: 'front-run'; readonly slot: number; readonly profitUsd: Usd }
  /** `backlogUsd`: debt that is due, or taken on and not yet repaid, after the block. */
  | { readonly kind: 'block-done'; readonly backlogUsd: Usd }
  | { readonly kind: 'path-ended' };

export interface Recorder {
  /** A path begins; nothing has happened on the stage. */
  begin(stage: Stage): void;
  note(note: Note): void;
}
