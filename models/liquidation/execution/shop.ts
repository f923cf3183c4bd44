/** The storefront of a protocol that sells what it has taken over: who buys, at what price, and what the protocol gains or loses. */
import { NO_ROOM, type OpenOpportunity, openOpportunity, type Race, WON } from '../../keepers/race.ts';
import { KEEPERS, PROTOCOL } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { buyCollateral, isForSale, storefrontDiscount } from '../houses/storefront.ts';
import { REAL } from '../whole-units.ts';
import { allocateLoss } from '../write-off.ts';
import { Inventory, type Stock } from './inventory.ts';
import { nextBlockAbove } from './search.ts';

export interface ShopTerms {
  readonly storefrontFactor: number;
  readonly liquidationFactor?: number | undefined;
  readonly targetReserves: number;
  readonly reserves?: number | undefined;
  readonly buyGas: number;
  readonly revertGas: number;
  readonly retry: number;
}

const NEVER = Number.POSITIVE_INFINITY;
const ROUNDING = 1e-12;

export class Shop {
  readonly #stage: Stage;
  readonly #p: ShopTerms;
  readonly #race: Race;
  readonly #buy: OpenOpportunity;
  readonly #inventory = new Inventory();
  reservesUsd = 0;
  #again = false;

  constructor(stage: Stage, terms: ShopTerms, race: Race) {
    this.#stage = stage;
    this.#p = terms;
    this.#race = race;
    this.#buy = openOpportunity(terms.buyGas, terms.revertGas);
  }

  begin(): void {
    this.#inventory.clear();
    this.#again = false;
    this.reservesUsd = this.#p.reserves ?? this.#stage.waterfall.fundUsd;
  }

  /** Share of its value that a collateral is credited at. */
  factorOf(asset: number): number {
    return this.#p.liquidationFactor ?? 1 - (this.#stage.bonuses[asset] as number);
  }

  stockUp(asset: number, debtAsset: number, units: number, costUsd: number, wave: number): void {
    this.#inventory.take(asset, debtAsset, units, costUsd, wave);
  }

  /** @param landed whether prices landed in this block, so that what did not pay may pay now */
  sell(landed: boolean): void {
    const { time } = this.#stage;
    this.#again = false;
    for (const stock of this.#inventory.stocks) {
      if (stock.units === 0 || !isForSale(this.reservesUsd, this.#p.targetReserves)) continue;
      if (landed || stock.level > 0 || stock.waitUntil <= time) this.#offer(stock);
    }
  }

  nextBlock(after: number, limit: number, before: number): number {
    if (this.#again) return after + 1;
    if (!isForSale(this.reservesUsd, this.#p.targetReserves)) return before;
    let block = before;
    for (const { asset, level, units, waitUntil } of this.#inventory.stocks) {
      if (units === 0) continue;
      if (level > 0) block = Math.min(block, nextBlockAbove(this.#stage, asset, level, after + 1, limit));
      else if (waitUntil !== NEVER) block = Math.min(block, Math.max(after + 1, this.#stage.tape.blockFrom(waitUntil)));
    }
    return block;
  }

  #discountOf(asset: number): number {
    return storefrontDiscount(this.#p.storefrontFactor, this.factorOf(asset));
  }

  #offer(stock: Stock): void {
    const { keepers, prices, routes, time, block, recorder } = this.#stage;
    const route = routes[stock.asset] as Route;
    route.settle(time);
    const ask = (prices[stock.asset] as number) * (1 - this.#discountOf(stock.asset));
    stock.level = 0;
    const best = Math.min(stock.units, route.bestQuantity(ask));
    if (best <= 0) {
      stock.level = ask;
      return;
    }
    const buy = this.#buy;
    buy.slot = stock.slot;
    buy.wave = stock.wave;
    buy.outlayUsd = best * ask;
    buy.grossUsd = route.proceedsUsd(best) - buy.outlayUsd;
    const result = this.#race.run(buy, time, block);
    recorder?.note({ kind: 'raced', purpose: 'buy', opportunity: buy, result, race: this.#race });
    if (result === WON) {
      this.#sell(stock, this.#race.affordableShare * best, ask);
      this.#again = true;
      return;
    }
    const first = keepers.firstAct(stock.wave);
    if (first > time) stock.waitUntil = first;
    else if (result === NO_ROOM) stock.waitUntil = this.#race.hopeAfter(time);
    else {
      const least = this.#race.leastGrossUsd(this.#p.buyGas, time);
      stock.waitUntil = this.#race.lookAgainAt(this.#p.retry, buy.grossUsd > 0 ? least / buy.grossUsd : NEVER);
    }
  }

  #sell(stock: Stock, wanted: number, ask: number): void {
    const { ledger, prices, recorder, settlement, tally, time, block } = this.#stage;
    const { asset, debtAsset, slot } = stock;
    const usd = wanted * ask;
    const rate = 1 / (prices[asset] as number);
    const sale = {
      ...{ reserves: this.reservesUsd, target: this.#p.targetReserves, discount: this.#discountOf(asset), rate },
      // The last unit may be a rounding more than there is.
      ...{ inventory: stock.units * (1 + ROUNDING), base: usd, least: 0 },
    };
    const units = Math.min(stock.units, buyCollateral(sale, REAL));
    settlement.debtAsset = debtAsset;
    settlement.collateralAsset = asset;
    recorder?.note({ kind: 'stock-sold', slot, asset, units, askUsd: ask, usd });
    this.#race.charge(this.#buy, time, block, usd);
    ledger.move(debtAsset, KEEPERS, PROTOCOL, usd / (prices[debtAsset] as number));
    ledger.move(asset, PROTOCOL, KEEPERS, units);
    this.reservesUsd += usd;
    this.#settleAccount(stock, units, usd);
    settlement.about(slot);
    const earned = settlement.sell(KEEPERS, units, usd + this.#race.financingUsd) - usd - this.#race.financingUsd;
    tally[I.keeperProfitUsd]! += earned;
    recorder?.note({ kind: 'keeper-earned', slot, usd: earned });
  }

  /** What units bring beyond their cost is the protocol's gain; what they bring less is its loss. */
  #settleAccount(stock: Stock, units: number, usd: number): void {
    const gain = usd - this.#inventory.give(stock, units);
    if (gain > 0) this.#stage.settlement.payPenalty(PROTOCOL, gain);
    else if (gain < 0) allocateLoss(this.#stage, stock.debtAsset, -gain);
  }

  /** The path is over: what is left counts at the market's price. */
  end(): void {
    const { recorder, tape, time } = this.#stage;
    for (const stock of this.#inventory.stocks) {
      const { slot, asset, units } = stock;
      if (units === 0) continue;
      const askUsd = tape.priceAt(asset, time);
      recorder?.note({ kind: 'stock-left', slot, asset, units, askUsd, usd: units * askUsd });
      this.#settleAccount(stock, units, units * askUsd);
    }
  }
}
