/**
 * Who bids in an English auction, and how much. Money that is bid is locked, so that flash loans are of no use and capital runs
 * out. A keeper with a rival who could bid as well goes straight to what the lot is worth to it; one without bids the least that
 * the rules allow, which for a first bid is next to nothing.
 */
import type { Gas, Gwei, Usd } from '../../../sim/units.ts';
import type { KeeperGroup } from '../../keepers/keeper-group.ts';
import { LARGEST_BID } from '../../keepers/race.ts';
import type { Stage } from '../../world/stage.ts';
import type { Bidders } from '../houses/english-house.ts';

/** Who has not bid: the house. */
export const HOUSE = 'house';
export const OWNER = 'owner';

/** The smallest first bid, USD. */
const NEXT_TO_NOTHING = 1e-9;

export class EnglishBidder implements Bidders {
  readonly #stage: Stage;
  readonly #gas: Gas;
  /** By keeper: USD in standing bids. */
  readonly #locked: Float64Array;
  /** The keeper found last, its group, and the gas price it pays. */
  keeper = -1;
  group = -1;
  gasPrice: Gwei = 0;
  /** Costs of the keeper found last beside its bid: gas of bidding and settling, and the least profit, USD. */
  costsUsd: Usd = 0;
  isContested = false;
  freeUsd: Usd = 0;

  /** @param gas of one bid and of settling */
  constructor(stage: Stage, gas: Gas) {
    this.#stage = stage;
    this.#gas = gas;
    this.#locked = new Float64Array(stage.keepers.groups.reduce((sum, { count }) => sum + count, 0));
  }

  begin(): void {
    this.#locked.fill(0);
  }

  pay(from: string, to: string, money: number): void {
    if (from !== HOUSE) this.#lock(Number(from), money);
    if (to !== HOUSE) this.#lock(Number(to), -money);
  }

  give(): void {}

  /** The winner's money is spent, and no longer locked. */
  release(keeper: number, money: Usd): void {
    this.#lock(keeper, -money);
  }

  #lock(keeper: number, money: Usd): void {
    this.#locked[keeper] = (this.#locked[keeper] as number) + money;
  }

  /** Least that anybody bids where `least` is what the rules ask for. */
  static floor(least: Usd): Usd {
    return Math.max(least, NEXT_TO_NOTHING);
  }

  /**
   * Finds the keeper who bids next: of those that have acted in a wave, whose own money covers the least bid and whose gas price
   * finds room, the one with the highest gas price; the first among equals. False when there is none.
   *
   * @param worth what the lot sells for now, USD
   */
  find(wave: number, holder: string, least: Usd, worth: Usd): boolean {
    const { keepers, chain, time, block } = this.#stage;
    const market = chain.marketPrice(time);
    const gasUsd = this.#gas * 1e-9 * this.#stage.gasAssetUsd(time);
    this.keeper = -1;
    let able = 0;
    for (let g = 0; g < keepers.groups.length; g++) {
      const group = keepers.groups[g] as KeeperGroup;
      if (group.loanFee > 0) continue;
      const affordable = gasUsd > 0 ? Math.max(0, worth - least - group.minProfit) / gasUsd : Number.POSITIVE_INFINITY;
      const gasPrice = Math.min(group.bid.gasPrice(market, affordable), LARGEST_BID);
      if (gasPrice > affordable || !chain.admits(gasPrice, this.#gas)) continue;
      const costs = gasPrice * gasUsd + group.minProfit;
      if (worth - costs < least) continue;
      const acted = keepers.acted(wave, g, time);
      for (let rank = 0; rank < acted; rank++) {
        const keeper = keepers.keeperAt(wave, g, rank);
        const free = keepers.capitalLeft(keeper, g, block) - (this.#locked[keeper] as number);
        if (String(keeper) === holder || free < least) continue;
        able++;
        if (this.keeper >= 0 && gasPrice <= this.gasPrice) continue;
        this.keeper = keeper;
        this.group = g;
        this.gasPrice = gasPrice;
        this.costsUsd = costs;
        this.freeUsd = free;
      }
    }
    this.isContested = able > 1 || holder !== HOUSE;
    return this.keeper >= 0;
  }
}
