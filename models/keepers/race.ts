/**
 * The race for one opportunity in one block: every keeper that has acted bids; the highest bid that fits into the block
 * wins, the earliest among equals. The others' transactions are mined after it where they fit, revert, and pay their gas.
 *
 * Source: priority gas auctions (Daian et al., Flash Boys 2.0): open, ascending, all pay. Bids of a group are equal, so
 * competition within a group costs reverts, not margin.
 */
import type { Gas, Gwei, Millis, Usd } from '../../sim/units.ts';
import type { Stage } from '../world/stage.ts';
import type { KeeperGroup } from './keeper-group.ts';

export interface Opportunity {
  /** The account that it is about: a transaction goes for one account and no other. */
  readonly slot: number;
  readonly wave: number;
  /** Profit before gas and financing, USD. */
  readonly grossUsd: Usd;
  /** Money to be put up, USD. */
  readonly outlayUsd: Usd;
  readonly gas: Gas;
  readonly revertGas: Gas;
}

/** An opportunity that its owner fills in again and again. */
export type OpenOpportunity = { -readonly [K in keyof Opportunity]: Opportunity[K] };

export function openOpportunity(gas: Gas, revertGas: Gas): OpenOpportunity {
  return { slot: 0, wave: 0, grossUsd: 0, outlayUsd: 0, gas, revertGas };
}

/** No keeper has acted yet. */
export const NOBODY_YET = 0;
/** It does not pay, or what it pays buys no place even in an empty block. */
export const PRICED_OUT = 1;
/** It pays, but this block has no room left at the bids made. */
export const NO_ROOM = 2;
export const WON = 3;

/** Up to this shortfall an opportunity nearly pays. */
const NEAR = 1.2;
/** Relative move of the protocol's price that makes keepers look again at what was far from paying. */
const WAKING_MOVE = 0.01;

/** Gwei that nobody goes beyond, even where gas costs nothing and any bid could be afforded. */
export const LARGEST_BID = 1e6;

export class Race {
  protected readonly stage: Stage;
  group = 0;
  keeper = 0;
  bid: Gwei = 0;
  /** Share of the outlay that the winner's capital covers. */
  affordableShare = 1;
  /** What the flash loan of the winner cost, USD. */
  financingUsd: Usd = 0;
  /** Whether nobody but keepers who do not compete with each other could have taken the last opportunity. */
  uncontested = false;
  /** How long before an auction must be reset such keepers take it, ms. */
  margin: Millis = 0;
  #lookedAt = -1;
  protected gasAssetUsd: Usd = 0;
  /** What a gwei more per gas costs, USD: for the gas of the opportunity looked at. */
  protected gasUsdPerGwei = 0;
  /** What a transaction costs beside its gas, USD: posting its data on the chain below. */
  protected postingUsd: Usd = 0;
  /** Gas price that agents go by. */
  protected market: Gwei = 0;
  readonly #bids: Float64Array;
  /** Lowest minimum profit of all groups, USD. */
  readonly #leastProfit: Usd;
  readonly #entrants: Int32Array;

  constructor(stage: Stage) {
    this.stage = stage;
    this.#bids = new Float64Array(stage.keepers.groups.length);
    this.#entrants = new Int32Array(stage.keepers.groups.length);
    this.#leastProfit = Math.min(...stage.keepers.groups.map((group) => group.minProfit));
  }

  /** Forgets the market of the path before. */
  begin(): void {
    this.#lookedAt = -1;
  }

  /** Finds the winner without charging anybody. */
  run(opportunity: Opportunity, time: Millis, block: number): number {
    const { keepers, chain } = this.stage;
    let result = NOBODY_YET;
    this.bid = -1;
    this.lookAtMarket(opportunity.gas, time);
    for (let g = 0; g < keepers.groups.length; g++) {
      this.#entrants[g] = 0;
      const acted = keepers.acted(opportunity.wave, g, time);
      if (acted === 0) continue;
      const keeper = this.#richest(opportunity, g, acted, block);
      const { outlayUsd } = opportunity;
      // A keeper bids on what its own capital covers; the curve is concave, so that this part gains at least its share.
      const left = keepers.capitalLeft(keeper, g, block);
      const share = left >= outlayUsd ? 1 : left / outlayUsd;
      const bid = this.#bidOf(keepers.groups[g] as KeeperGroup, share * opportunity.grossUsd, share * outlayUsd);
      if (bid < 0 || !chain.couldAdmit(bid, opportunity.gas)) {
        if (result < PRICED_OUT) result = PRICED_OUT;
        continue;
      }
      if (!chain.admits(bid, opportunity.gas)) {
        if (result < NO_ROOM) result = NO_ROOM;
        continue;
      }
      this.#entrants[g] = acted;
      this.#bids[g] = bid;
      if (bid <= this.bid) continue;
      this.bid = bid;
      this.group = g;
      this.keeper = keeper;
      this.affordableShare = share;
      result = WON;
    }
    return result;
  }

  /** First of the group's entrants whose capital covers the outlay; where none does, the one with most left. */
  #richest(opportunity: Opportunity, group: number, acted: number, block: number): number {
    const { keepers } = this.stage;
    let richest = 0;
    let most = -1;
    for (let rank = 0; rank < acted && most < opportunity.outlayUsd; rank++) {
      const keeper = keepers.keeperAt(opportunity.wave, group, rank);
      const left = keepers.capitalLeft(keeper, group, block);
      if (left <= most) continue;
      most = left;
      richest = keeper;
    }
    return richest;
  }

  /**
   * What an opportunity must gain before gas and financing so that any keeper could take it in the open block, USD: the
   * least minimum profit, and the gas at the lowest bid that has a place. Nobody takes less; many want more.
   */
  leastGrossUsd(gas: Gas, time: Millis): Usd {
    this.lookAtMarket(gas, time);
    const minProfit = this.#leastProfit + this.postingUsd;
    return this.gasUsdPerGwei > 0 ? minProfit + this.gasUsdPerGwei * this.stage.chain.leastBid(gas) : minProfit;
  }

  /**
   * Keepers turn an account down: they look again after `retry` and at every landing price where it nearly paid; where it
   * was far from paying, with the next gas window or once the price has moved by a per cent. Looks fall on a common grid,
   * so that they share blocks.
   *
   * @param shortfall what it would have to gain, over what it gains @returns when they look again at the latest
   */
  decline(slot: number, price: Usd, retry: Millis, shortfall: number): Millis {
    const { states } = this.stage;
    const later = this.lookAgainAt(retry, shortfall);
    states.retryAt[slot] = later;
    states.declinedPrice[slot] = shortfall < NEAR ? 0 : price;
    return later;
  }

  /** When keepers look again at what did not pay, unless a price lands before. */
  lookAgainAt(retry: Millis, shortfall: number): Millis {
    const { tape, time } = this.stage;
    const grid = shortfall < NEAR ? retry : Math.max(retry, tape.windowMillis);
    return (Math.floor(time / grid) + 1) * grid;
  }

  /** Whether keepers still leave an account alone that they turned down. */
  isDeclined(slot: number, landed: boolean): boolean {
    const { states, prices, time } = this.stage;
    if ((states.retryAt[slot] as number) <= time) return false;
    if (!landed) return true;
    const then = states.declinedPrice[slot] as number;
    return then > 0 && Math.abs((prices[states.asset[slot] as number] as number) - then) < WAKING_MOVE * then;
  }

  /** When a bid that pays and has found no room may find some. */
  hopeAfter(time: Millis): Millis {
    return this.stage.chain.hopeAfter(time);
  }

  /** The strategy has offered all it wants to in the open block: transactions that still wait may be mined in vain. */
  settlePending(): void {}

  /** When to look at the transactions that still wait, ms; Infinity while none does. */
  get wakeAt(): Millis {
    return Number.POSITIVE_INFINITY;
  }

  /** The path is over. */
  end(): void {}

  /** Whether the open block has room for any keeper's bid, however much there were to gain. */
  hasRoom(gas: Gas, time: Millis): boolean {
    const { keepers, chain } = this.stage;
    const market = chain.marketPrice(time);
    for (const group of keepers.groups) {
      if (chain.admits(Math.min(group.bid.gasPrice(market, Number.POSITIVE_INFINITY), LARGEST_BID), gas)) return true;
    }
    return false;
  }

  protected lookAtMarket(gas: Gas, time: Millis): void {
    if (time !== this.#lookedAt) {
      this.#lookedAt = time;
      this.gasAssetUsd = this.stage.gasAssetUsd(time);
      this.market = this.stage.chain.marketPrice(time);
      this.postingUsd = this.stage.chain.postingCost(time) * 1e-9 * this.gasAssetUsd;
    }
    this.gasUsdPerGwei = gas * 1e-9 * this.gasAssetUsd;
  }

  /** Gas price that a keeper of the group offers, −1 when it would lose. */
  #bidOf(group: KeeperGroup, grossUsd: Usd, outlayUsd: Usd): Gwei {
    const beforeGas = grossUsd - outlayUsd * group.loanFee - group.minProfit - this.postingUsd;
    if (beforeGas <= 0) return -1;
    const affordable = this.gasUsdPerGwei > 0 ? beforeGas / this.gasUsdPerGwei : Number.POSITIVE_INFINITY;
    const bid = Math.min(group.bid.gasPrice(this.market, affordable), LARGEST_BID);
    return bid <= affordable ? bid : -1;
  }

  /** Charges the winner's gas and, where their bids still fit, the losers' reverts. */
  charge(opportunity: Opportunity, time: Millis, block: number, outlayUsd: Usd): void {
    const { keepers, chain, settlement } = this.stage;
    chain.include(opportunity.gas);
    keepers.spend(this.keeper, block, outlayUsd);
    this.financingUsd = outlayUsd * (keepers.groups[this.group] as KeeperGroup).loanFee;
    settlement.payGas(opportunity.gas, this.bid, time);
    if (!chain.failuresPay) return;
    for (let g = 0; g < keepers.groups.length; g++) {
      const losers = (this.#entrants[g] as number) - (g === this.group ? 1 : 0);
      const mined = Math.min(losers, chain.roomFor(this.#bids[g] as number, opportunity.revertGas));
      if (mined <= 0) continue;
      chain.include(mined * opportunity.revertGas);
      this.stage.recorder?.note({ kind: 'late', group: g });
      settlement.payReverts(mined, opportunity.revertGas, this.#bids[g] as number, time);
    }
  }
}
