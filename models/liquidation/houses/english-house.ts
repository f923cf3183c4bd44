/**
 * An English auction in two phases, and its mirror image that sells a claim to cover a loss. In the first phase bids for the
 * whole lot rise up to what is to be raised (`tend`); in the second the lot that is taken for that amount falls (`dent`), and
 * what is left over goes back to the owner. A bidder's money is locked until somebody outbids it or the auction is settled.
 *
 *   tend  bid > last bid, bid ≤ raise, and bid ≥ beg · last bid unless it is all that is to be raised
 *   dent  bid = raise, lot < last lot, beg · lot ≤ last lot
 *   over  a bid has stood for `ttl`, or `tau` has passed since the start; without any bid it starts again (`tick`)
 *
 * Nothing says that a first bid must be worth anything: with one bidder, it wins for nothing. Source: MakerDAO `flip.sol` and
 * `flop.sol` (dss @ fa4f663). Times in ms.
 */
import type { Millis } from '../../../sim/units.ts';

/** A product of two decimals may miss by this much of itself what it is on paper. */
const ROUNDING = 1e-12;

export interface EnglishTerms {
  /** Least factor between bids, e.g. 1.05. */
  readonly beg: number;
  /** How long a bid lives. */
  readonly ttl: Millis;
  /** How long an auction lives. */
  readonly tau: Millis;
}

/** Who has put up money, and what the auction gives back. */
export interface Bidders {
  /** Moves money; throws a RangeError where it is not there. */
  pay(from: string, to: string, money: number): void;
  /** Hands over units of the lot. */
  give(to: string, units: number): void;
}

abstract class Auction {
  readonly terms: EnglishTerms;
  protected readonly bidders: Bidders;
  lot: number;
  bid: number;
  /** Who stands highest; the receiver of the money before anybody has bid. */
  holder: string;
  /** Until when the standing bid lives; 0 without one. */
  expires = 0;
  ends: Millis;
  isOver = false;

  constructor(terms: EnglishTerms, bidders: Bidders, start: { lot: number; bid: number; holder: string; now: Millis }) {
    this.terms = terms;
    this.bidders = bidders;
    this.lot = start.lot;
    this.bid = start.bid;
    this.holder = start.holder;
    this.ends = start.now + terms.tau;
  }

  /** Whether it may be settled at an instant. */
  isSettleable(now: Millis): boolean {
    return !this.isOver && this.expires !== 0 && (this.expires < now || this.ends < now);
  }

  protected requireOpen(now: Millis): void {
    if (this.isOver) throw new RangeError('the auction has been settled');
    if (this.expires !== 0 && this.expires <= now) throw new RangeError('the standing bid has won already');
    if (this.ends <= now) throw new RangeError('the auction has ended');
  }

  /** Whether a lot is a large enough step down. */
  protected requireSmaller(lot: number): void {
    if (!(lot < this.lot)) throw new RangeError('the lot must be smaller');
    if (this.terms.beg * lot > this.lot * (1 + ROUNDING)) throw new RangeError('the step is too small');
  }

  protected stand(bidder: string, now: Millis): void {
    this.holder = bidder;
    this.expires = now + this.terms.ttl;
  }

  protected requireUnsold(now: Millis): void {
    if (this.isOver || this.ends >= now) throw new RangeError('the auction has not ended');
    if (this.expires !== 0) throw new RangeError('somebody has bid');
    this.ends = now + this.terms.tau;
  }

  protected requireSettleable(now: Millis): void {
    if (!this.isSettleable(now)) throw new RangeError('the auction may not be settled yet');
    this.isOver = true;
  }
}

/** Collateral for money. */
export class CollateralAuction extends Auction {
  readonly raise: number;
  readonly #receiver: string;
  readonly #owner: string;

  /** @param receiver gets the money @param owner gets back what is not sold */
  constructor(
    terms: EnglishTerms,
    bidders: Bidders,
    start: { lot: number; raise: number; receiver: string; owner: string; now: Millis },
  ) {
    super(terms, bidders, { lot: start.lot, bid: 0, holder: start.receiver, now: start.now });
    this.raise = start.raise;
    this.#receiver = start.receiver;
    this.#owner = start.owner;
  }

  /** The least that may be bid now for the whole lot. */
  get leastBid(): number {
    return Math.min(this.raise, this.terms.beg * this.bid);
  }

  /** Bids more for the whole lot. @throws RangeError when the rules do not allow it */
  tend(bidder: string, lot: number, bid: number, now: Millis): void {
    this.requireOpen(now);
    if (lot !== this.lot) throw new RangeError('the first phase is about the whole lot');
    if (bid > this.raise) throw new RangeError('more than is to be raised');
    if (!(bid > this.bid)) throw new RangeError('the bid must be higher');
    if (bid !== this.raise && bid < this.terms.beg * this.bid * (1 - ROUNDING)) {
      throw new RangeError('the step is too small');
    }
    if (bidder === this.holder) this.bidders.pay(bidder, this.#receiver, bid - this.bid);
    else {
      this.bidders.pay(bidder, this.holder, this.bid);
      this.bidders.pay(bidder, this.#receiver, bid - this.bid);
    }
    this.bid = bid;
    this.stand(bidder, now);
  }

  /** Takes less for the same money. @throws RangeError when the rules do not allow it */
  dent(bidder: string, lot: number, bid: number, now: Millis): void {
    this.requireOpen(now);
    if (bid !== this.bid || bid !== this.raise)
      throw new RangeError('the second phase is about all that is to be raised');
    this.requireSmaller(lot);
    if (bidder !== this.holder) this.bidders.pay(bidder, this.holder, bid);
    this.bidders.give(this.#owner, this.lot - lot);
    this.lot = lot;
    this.stand(bidder, now);
  }

  /** Starts anew what nobody bid for. @throws RangeError when somebody did, or it has not ended */
  tick(now: Millis): void {
    this.requireUnsold(now);
  }

  /** Settles it. @throws RangeError when it may not be yet */
  deal(now: Millis): void {
    this.requireSettleable(now);
    this.bidders.give(this.holder, this.lot);
  }
}

/** A claim of the protocol's own making for a fixed amount of money: whoever takes the least of it wins. */
export class DebtAuction extends Auction {
  readonly #pad: number;

  /** @param pad factor by which the lot grows each time nobody bids */
  constructor(
    terms: EnglishTerms & { readonly pad: number },
    bidders: Bidders,
    start: { lot: number; bid: number; receiver: string; now: Millis },
  ) {
    super(terms, bidders, { lot: start.lot, bid: start.bid, holder: start.receiver, now: start.now });
    this.#pad = terms.pad;
  }

  /** Takes a smaller claim for the same money. @throws RangeError when the rules do not allow it */
  dent(bidder: string, lot: number, bid: number, now: Millis): void {
    this.requireOpen(now);
    if (bid !== this.bid) throw new RangeError('the money asked for is fixed');
    this.requireSmaller(lot);
    if (bidder !== this.holder) this.bidders.pay(bidder, this.holder, bid);
    this.lot = lot;
    this.stand(bidder, now);
  }

  /** Offers more, after nobody bid. @throws RangeError when somebody did, or it has not ended */
  tick(now: Millis): void {
    this.requireUnsold(now);
    this.lot *= this.#pad;
  }

  /** Settles it: the claim is made for the winner. @throws RangeError when it may not be yet */
  deal(now: Millis): void {
    this.requireSettleable(now);
    this.bidders.give(this.holder, this.lot);
  }
}

/** Share of a debt whose collateral goes into one auction when an auction holds at most `lump` units of it. */
export function lumpShare(collateral: number, lump: number): number {
  return collateral <= lump ? 1 : lump / collateral;
}
