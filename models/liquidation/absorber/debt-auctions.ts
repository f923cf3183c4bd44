import { z } from 'zod';
import type { Fraction, Millis, Usd } from '../../../sim/units.ts';
import { zCount, zDuration, zName, zPositive, zPrice, zProperFraction, zSpan, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Stage } from '../../world/stage.ts';
import { type Bidders, DebtAuction, type EnglishTerms } from '../houses/english-house.ts';
import type { LossAbsorber } from '../waterfall.ts';
import type { Loss, LossBearer } from './bearer.ts';

export interface DebtAuctionTerms extends EnglishTerms {
  readonly pad: number;
  /** What one auction raises, USD, and the units of the claim that it offers at first. */
  readonly sump: Usd;
  readonly dump: number;
  readonly wait: Millis;
  readonly bidders: number;
  readonly bidEvery: Millis;
  readonly margin: Fraction;
  /** Money of one bidder, USD. */
  readonly capital: Usd;
}

/** What an auction has come to by the end of a path. */
export interface Sold {
  readonly at: Millis;
  readonly lot: number;
}

/**
 * Plays one debt auction: bidders answer each other every `bidEvery`, one least step at a time, while the claim is worth
 * more than sump / (1 − margin) to them; a single bidder has nobody to answer.
 *
 * @param priceAt what a unit of the claim is worth, USD @param last nothing happens after it
 * @returns undefined where it has not been settled by then
 */
export function playDebtAuction(
  terms: DebtAuctionTerms,
  start: Millis,
  last: Millis,
  priceAt: (time: Millis) => Usd,
): Sold | undefined {
  let won = 0;
  const bidders: Bidders = {
    pay() {},
    give(_, units) {
      won = units;
    },
  };
  const auction = new DebtAuction(terms, bidders, {
    lot: terms.dump,
    bid: terms.sump,
    receiver: 'protocol',
    now: start,
  });
  let next = 0;
  for (let time = start + terms.bidEvery; time <= last; time += terms.bidEvery) {
    if (auction.isSettleable(time)) {
      auction.deal(time);
      return { at: time, lot: won };
    }
    if (auction.ends < time) {
      auction.tick(time);
      continue;
    }
    const isOpen = auction.ends > time && (auction.expires === 0 || auction.expires > time);
    const bidder = `bidder ${next % terms.bidders}`;
    const lot = auction.lot / terms.beg;
    if (!isOpen || bidder === auction.holder || lot * priceAt(time) * (1 - terms.margin) < terms.sump) continue;
    auction.dent(bidder, lot, terms.sump, time);
    next++;
  }
  return undefined;
}

interface Waiting {
  readonly asset: number;
  readonly price: Usd;
  readonly from: Millis;
  usd: Usd;
}

class DebtAuctions implements LossBearer {
  readonly side = 'nobody';
  readonly #terms: DebtAuctionTerms;
  readonly #asset: number;
  readonly #price: Usd;
  readonly #queue: Waiting[] = [];
  #tape: Tape | undefined;

  constructor(terms: DebtAuctionTerms, asset: number, price: Usd) {
    this.#terms = terms;
    this.#asset = asset;
    this.#price = price;
  }

  begin({ tape }: Stage): void {
    this.#tape = tape;
    this.#queue.length = 0;
  }

  take({ usd, asset, price, time }: Loss): Usd {
    this.#queue.push({ usd, asset, price, from: time + this.#terms.wait });
    return usd;
  }

  /** The auctions have no say in anything else on the path, so they are played when it is over. */
  end(paid: (asset: number, price: Usd, usd: Usd) => void): void {
    const tape = this.#tape as Tape;
    const { sump, bidders, capital } = this.#terms;
    const seats = Math.floor((bidders * capital) / sump);
    const priceAt = (time: Millis) => (this.#asset < 0 ? this.#price : tape.priceAt(this.#asset, time));
    /** When each bidder's money is free again: as many auctions at once as there is money for. */
    const busy: Millis[] = [];
    let unsold = 0;
    let first = 0;
    for (const { usd, from } of this.#queue) {
      if (from > tape.horizon) break;
      for (unsold += usd; unsold >= sump; unsold -= sump) {
        if (seats < 1) return;
        const start = busy.length < seats ? from : Math.max(from, takeEarliest(busy));
        const sold = start < tape.horizon ? playDebtAuction(this.#terms, start, tape.horizon, priceAt) : undefined;
        busy.push(sold?.at ?? Number.POSITIVE_INFINITY);
        if (sold !== undefined) first = this.#pay(first, sump, paid);
      }
    }
  }

  /** What was raised pays the oldest losses first. */
  #pay(first: number, raisedUsd: Usd, paid: (asset: number, price: Usd, usd: Usd) => void): number {
    let left = raisedUsd;
    let at = first;
    for (; at < this.#queue.length && left > 0; ) {
      const waiting = this.#queue[at] as Waiting;
      const part = Math.min(left, waiting.usd);
      paid(waiting.asset, waiting.price, part);
      waiting.usd -= part;
      left -= part;
      if (waiting.usd > 0) break;
      at++;
    }
    return at;
  }
}

function takeEarliest(times: Millis[]): Millis {
  let at = 0;
  for (let i = 1; i < times.length; i++) if ((times[i] as number) < (times[at] as number)) at = i;
  return times.splice(at, 1)[0] as number;
}

/**
 * The protocol sells claims of its own making for money, in debt auctions. Losses queue for `wait`; whenever `sump` of them is
 * free, an auction asks for sump USD and offers `dump` units of the token. Bidders take less and less of it:
 *
 *   lot' ≤ lot / beg,   as long as   lot' · p · (1 − margin) ≥ sump
 *
 * p: outside price of the token, USD. An auction ends `ttl` after the last bid, or `tau` after its start; without a bid it starts again with pad × the
 * lot. Each of `bidders` has `capital` USD, locked in what it leads; they answer each other every `bidEvery`. A single bidder wins at the first
 * step. What has been raised by the end of the path counts as drawn from backers (the holders whose token is diluted); the rest is parked.
 * `asset`: token of the market; or `price`, USD, where it does not move. Source: MakerDAO `flop.sol` and `vow.sol` (dss @ fa4f663).
 */
export const debtAuction = defineModel({
  family: 'absorber',
  name: 'debt-auction',
  title: 'the protocol sells its own token for money, in auctions that take the least of it',
  source:
    'MakerDAO flop.sol, vow.sol (dss @ fa4f663); parameters of March 2020: sump 50,000, dump 250, beg 1.05, pad 1.2',
  misleads: 'about the token’s price: it does not fall because more of it is coming',
  params: z.strictObject({
    asset: zName.optional().describe('token that is sold, an asset of the market'),
    price: zPrice.optional().describe('its price in USD, where it is no asset of the market'),
    sump: zUsd.gt(0).default(50_000).describe('USD that one auction raises'),
    dump: zPositive.default(250).describe('units of the token that an auction offers at first'),
    pad: z.number().min(1).max(10).default(1.2).describe('factor on the lot each time nobody bids'),
    beg: z.number().gt(1).max(2).default(1.05).describe('least factor between lots'),
    ttl: zSpan.default(21_600_000).describe('how long a bid must stand to win'),
    tau: zSpan.default(259_200_000).describe('longest life of an auction'),
    wait: zDuration.default(0).describe('time from the loss to its auction'),
    bidders: zCount.max(1000).default(3).describe('how many bid'),
    capital: zUsd.default(1_000_000).describe('USD of each of them'),
    bidEvery: zSpan.default(600_000).describe('time between two bids'),
    margin: zProperFraction.default(0.05).describe('what bidders want to gain, as a share of the value'),
  }),
  create: ({ asset, price, ...terms }, { asset: indexOf }): LossAbsorber => {
    if ((asset === undefined) === (price === undefined)) {
      throw new RangeError(
        'debt-auction: state either asset (a token of the market) or price (USD), not both or neither',
      );
    }
    const index = asset === undefined ? -1 : indexOf(asset);
    return { kind: 'bearer', bearer: () => new DebtAuctions(terms, index, price ?? 0) };
  },
});
