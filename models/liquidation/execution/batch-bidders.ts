/** What keepers bid for a lot in a batch auction: what the venue pays for it on average, less gas, least profit and cost of capital. */
import type { Gas, Gwei, Usd } from '../../../sim/units.ts';
import type { KeeperGroup } from '../../keepers/keeper-group.ts';
import { LARGEST_BID } from '../../keepers/race.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import type { BatchBid } from '../houses/batch-house.ts';

export interface LotBid extends BatchBid {
  readonly group: number;
  readonly gasPrice: Gwei;
}

/** Units above what a bidder could use are rounding. */
const ROUNDING = 1e-9;

export class BatchBidders {
  readonly #stage: Stage;
  readonly #gas: Gas;

  /** @param gas of a keeper that is served */
  constructor(stage: Stage, gas: Gas) {
    this.#stage = stage;
    this.#gas = gas;
  }

  /**
   * @param wave those who have acted in it may bid @param quantity units that all of them together can use @param least USD per unit
   * @returns bids of at least the least price, keepers of the first group first
   */
  collect(wave: number, route: Route, quantity: number, least: Usd): LotBid[] {
    const { keepers, time } = this.#stage;
    const average = route.proceedsUsd(quantity) / quantity;
    const bids: LotBid[] = [];
    let rivals = 0;
    let colludes = false;
    keepers.groups.forEach((group, g) => {
      const acted = keepers.acted(wave, g, time);
      for (let rank = 0; rank < acted; rank++) {
        if (colludes && group.collusion !== undefined) break;
        const bid = this.#bidOf(group, g, keepers.keeperAt(wave, g, rank), quantity, average, least, bids.length + 1);
        if (bid === undefined) continue;
        bids.push(bid);
        rivals++;
        colludes ||= group.collusion !== undefined;
      }
    });
    return rivals === 1 ? bids.map((bid) => ({ ...bid, money: Math.min(bid.money, bid.units * least) })) : bids;
  }

  #bidOf(
    group: KeeperGroup,
    g: number,
    bidder: number,
    quantity: number,
    average: Usd,
    least: Usd,
    transactions: number,
  ): LotBid | undefined {
    const { chain, keepers, block, time } = this.#stage;
    if (!keepers.canSend(bidder, g, block)) return undefined;
    const units = Math.min(quantity, keepers.capitalLeft(bidder, g, block) / average);
    if (!(units > ROUNDING * quantity)) return undefined;
    const gasUsd = this.#gas * 1e-9 * this.#stage.gasAssetUsd(time);
    const postingUsd = chain.postingCost(time) * 1e-9 * this.#stage.gasAssetUsd(time);
    const fixed = group.minProfit + postingUsd;
    const gain = units * (average - least * (1 + group.loanFee)) - fixed;
    if (gain < 0) return undefined;
    const affordable = gasUsd > 0 ? gain / gasUsd : Number.POSITIVE_INFINITY;
    const gasPrice = Math.min(group.bid.gasPrice(chain.marketPrice(time), affordable), LARGEST_BID);
    if (gasPrice > affordable || !chain.admits(gasPrice, transactions * this.#gas)) return undefined;
    const price = (average - (fixed + gasPrice * gasUsd) / units) / (1 + group.loanFee);
    return { bidder, group: g, gasPrice, units, money: units * Math.max(price, least) };
  }
}
