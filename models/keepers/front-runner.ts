/**
 * A searcher that watches the public mempool and trades around liquidations. It sees the liquidation that is about to sell V
 * units, sells F units before it at a gas price just above its bid, and buys back with what it got right after it, in the
 * same block (a sandwich).
 *
 *   F: the largest amount, within its capital, after which the liquidation still gets what it must (its repayment and the
 *      fee of its loan, and not less than (1 − tolerance) of what it would have got), or a half, a quarter or an eighth of
 *      that: what gains most by its estimate P(F + V) − γ² P(F) = P(V − gain), with P the venue's proceeds and 1 − γ its fee.
 *   It acts where the estimate at the outside price exceeds the gas of two transactions and `minProfit`.
 *
 * It cannot see bundles, nor a sequencer's queue. It only acts on venues that can be bought from (pools with reserves). What it
 * gains is the extra slippage of the keeper less fees; prices outside do not move. Buying back later instead, after the
 * venue has recovered, would be a bet on the outside price and is not modelled.
 * Source: Daian et al., Flash Boys 2.0 (2020); Zhou et al., High-frequency trading on decentralized exchanges (2021).
 */
import { z } from 'zod';
import type { Fraction, Gas, Gwei, Usd } from '../../sim/units.ts';
import { CHAIN, MARKET, VENUES } from '../ledger/ledger.ts';
import { zFraction, zGas, zUsd } from '../parameters.ts';
import type { Route } from '../venues/route.ts';
import type { Venue } from '../venues/venue.ts';
import type { Stage } from '../world/stage.ts';

export const frontRunnerSchema = z
  .strictObject({
    capital: zUsd.describe('USD of the collateral that it can sell ahead of one liquidation'),
    gas: zGas.default(120_000).describe('gas of each of its two transactions'),
    minProfit: zUsd.default(0).describe('USD after gas below which it does not act'),
    tolerance: zFraction.default(1).describe('share of its proceeds that a liquidation gives up before it reverts'),
  })
  .describe('a searcher that sells ahead of liquidations in the public mempool and buys back after them');

export interface FrontRunnerParameters {
  readonly capital: Usd;
  readonly gas: Gas;
  readonly minProfit: Usd;
  readonly tolerance: Fraction;
}

/** Sizes it tries, as shares of the largest that the liquidation bears. */
const SHARES = [1, 0.5, 0.25, 0.125];
/** It stays this far below what would make the liquidation revert. */
const CARE = 0.999;

export class FrontRunner {
  readonly #stage: Stage;
  readonly #p: FrontRunnerParameters;
  #bid: Gwei = -1;
  #venue: Venue | undefined;
  #sold = 0;
  #received = 0;
  #gasUsd: Usd = 0;
  /** On this path: what it earned after gas, what keepers got less because of it, and how often it acted. */
  profitUsd: Usd = 0;
  extraSlippageUsd: Usd = 0;
  attacks = 0;

  constructor(stage: Stage, parameters: FrontRunnerParameters) {
    this.#stage = stage;
    this.#p = parameters;
  }

  begin(): void {
    this.profitUsd = 0;
    this.extraSlippageUsd = 0;
    this.attacks = 0;
    this.#bid = -1;
    this.#venue = undefined;
  }

  /** The next sale belongs to a transaction of this bid; −1 when nobody outside can see it. */
  see(bid: Gwei): void {
    this.#bid = bid;
  }

  /** A liquidation is about to sell `units` and must get `leastUsd` for it. */
  ahead(route: Route, units: number, leastUsd: Usd): void {
    this.#venue = undefined;
    const { chain, tape, time } = this.#stage;
    if (this.#bid < 0 || !chain.admits(this.#bid, 2 * this.#p.gas)) return;
    const venue = this.#bestVenue(route, units);
    if (venue?.spend === undefined) return;
    const quotePrice = tape.priceAt(venue.quote, time);
    const alone = venue.proceeds(units);
    const least = Math.max(leastUsd / quotePrice, (1 - this.#p.tolerance) * alone);
    const largest = this.#largest(venue, units, least);
    this.#gasUsd = this.#costOfGas();
    const amount = this.#bestAmount(venue, units, largest);
    if (amount === 0) return;
    this.#sold = amount;
    this.#received = venue.sell(amount);
    this.#venue = venue;
    this.#pay(venue);
    this.extraSlippageUsd += (alone - venue.proceeds(units)) * quotePrice;
  }

  /** The liquidation has sold: it buys back. */
  back(): void {
    const venue = this.#venue;
    if (venue === undefined) return;
    const { ledger, tape, time } = this.#stage;
    const bought = (venue.spend as NonNullable<Venue['spend']>).call(venue, this.#received);
    ledger.move(venue.quote, MARKET, VENUES, this.#received);
    ledger.move(venue.base, VENUES, MARKET, bought);
    this.profitUsd += (bought - this.#sold) * tape.priceAt(venue.base, time) - this.#gasUsd;
    this.attacks++;
    this.#venue = undefined;
  }

  #bestVenue({ venues }: Route, units: number): Venue | undefined {
    const { tape, time } = this.#stage;
    const paid = (venue: Venue) => venue.proceeds(units) * tape.priceAt(venue.quote, time);
    let best = venues[0];
    for (const venue of venues) if (paid(venue) > paid(best as Venue)) best = venue;
    return best;
  }

  /** Most that can be sold ahead so that the liquidation still gets `least`, in quote units. */
  #largest(venue: Venue, units: number, least: number): number {
    const { tape, time } = this.#stage;
    // The fee of the first sale stays in the pool, so that the second gets a little less than the rest of one large sale.
    const kept = this.#keptShare(venue);
    const bears = (amount: number) => {
      const slip = amount > 0 ? 1 - venue.proceeds(amount) / (amount * venue.bid()) : 0;
      return (venue.proceeds(amount + units) - venue.proceeds(amount)) * (1 - 2 * (1 - kept) * slip) >= least;
    };
    let high = this.#p.capital / tape.priceAt(venue.base, time);
    if (!bears(0)) return 0;
    if (bears(high)) return high;
    let low = 0;
    for (let round = 0; round < 40; round++) {
      const middle = (low + high) / 2;
      if (bears(middle)) low = middle;
      else high = middle;
    }
    return CARE * low;
  }

  /** Of the sizes it tries the one that gains most; 0 where none gains enough. */
  #bestAmount(venue: Venue, units: number, largest: number): number {
    if (largest <= 0) return 0;
    const { tape, time } = this.#stage;
    const outside = tape.priceAt(venue.base, time);
    const kept = this.#keptShare(venue);
    let best = 0;
    let most = this.#p.minProfit + this.#gasUsd;
    for (const share of SHARES) {
      const amount = share * largest;
      const rest = venue.proceeds(amount + units) - kept * kept * venue.proceeds(amount);
      const gain = (units - venue.quantityFor(rest)) * outside;
      if (gain <= most) continue;
      most = gain;
      best = amount;
    }
    return best;
  }

  /** What a venue's fee leaves of a trade: its bid over its price. */
  #keptShare(venue: Venue): Fraction {
    const { tape, time } = this.#stage;
    const outside = tape.priceAt(venue.base, time) / tape.priceAt(venue.quote, time);
    return Math.min(1, venue.bid() / (outside * (1 + venue.displacement(time))));
  }

  #costOfGas(): Usd {
    const { chain, gasAsset, time } = this.#stage;
    if (gasAsset < 0) return 0;
    return 2 * (this.#p.gas * this.#bid + chain.postingCost(time)) * 1e-9 * this.#stage.gasAssetUsd(time);
  }

  /** Books the first sale and the gas of both transactions. */
  #pay(venue: Venue): void {
    const { chain, ledger, gasAsset, time } = this.#stage;
    ledger.move(venue.base, MARKET, VENUES, this.#sold);
    ledger.move(venue.quote, VENUES, MARKET, this.#received);
    chain.include(2 * this.#p.gas);
    if (gasAsset >= 0) ledger.move(gasAsset, MARKET, CHAIN, this.#gasUsd / this.#stage.gasAssetUsd(time));
  }
}
