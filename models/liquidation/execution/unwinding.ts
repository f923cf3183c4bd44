/**
 * How liquidators unwind what they have taken over: in equal sales over a time, or all at once when their account falls below its
 * liquidation limit. A sale repays debt; it is a transaction of its own and pays its gas.
 */
import type { Fraction, Gas, Millis, Usd } from '../../../sim/units.ts';
import { KEEPERS } from '../../ledger/ledger.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import type { LiquidatorAccounts, Position } from './liquidator-accounts.ts';

export interface UnwindingTerms {
  readonly unwind: Millis;
  readonly sales: number;
  /** Counted off what later sales are expected to bring. */
  readonly margin: Fraction;
  readonly saleGas: Gas;
  readonly retry: Millis;
}

const NEVER = Number.POSITIVE_INFINITY;

export class Unwinding {
  readonly #stage: Stage;
  readonly #accounts: LiquidatorAccounts;
  readonly #p: UnwindingTerms;
  #hopeAt = NEVER;

  constructor(stage: Stage, accounts: LiquidatorAccounts, terms: UnwindingTerms) {
    this.#stage = stage;
    this.#accounts = accounts;
    this.#p = terms;
  }

  begin(): void {
    this.#hopeAt = NEVER;
  }

  /** Debt of accounts that are to be closed and whose sales have found no room yet, USD. */
  get stuckUsd(): Usd {
    let usd = 0;
    for (const { isClosing, debt, debtAsset } of this.#accounts.positions)
      if (isClosing) usd += debt * (this.#stage.prices[debtAsset] as number);
    return usd;
  }

  /** When something is to be sold next, ms; Infinity when nothing is. */
  get nextAt(): Millis {
    let next = this.#hopeAt;
    for (const { saleAt, units } of this.#accounts.positions) if (units > 0) next = Math.min(next, saleAt);
    return next;
  }

  /** Units of a collateral that all liquidators carry: they go to the same venue. */
  #carried(asset: number): number {
    let units = 0;
    for (const one of this.#accounts.positions) if (one.asset === asset) units += one.units;
    return units;
  }

  /** Units worth holding for later sales at a cost per unit: each goes to a venue that pays what it pays now, beside what is carried. */
  bestQuantity(route: Route, unitCostUsd: Usd): number {
    const { margin, sales } = this.#p;
    return Math.max(0, sales * route.bestQuantity(unitCostUsd / (1 - margin)) - this.#carried(route.asset));
  }

  /** What later sales of units are expected to bring beyond what is carried already, less margin and gas, USD. */
  expectedUsd(route: Route, units: number): Usd {
    if (units <= 0) return 0;
    const { margin, sales, saleGas } = this.#p;
    const { chain, time } = this.#stage;
    const gwei = saleGas * chain.marketPrice(time) + chain.postingCost(time);
    const gasUsd = gwei * 1e-9 * this.#stage.gasAssetUsd(time);
    const carried = this.#carried(route.asset);
    const before = carried > 0 ? route.proceedsUsd(carried / sales) : 0;
    return sales * ((1 - margin) * (route.proceedsUsd((carried + units) / sales) - before) - gasUsd);
  }

  /** More was taken over: all of it is spread anew, from the next sale on. */
  plan(position: Position, threshold: Fraction): void {
    const { unwind, sales } = this.#p;
    position.threshold = Math.min(position.threshold, threshold);
    position.salesLeft = sales;
    position.saleAt = Math.min(position.saleAt, this.#stage.time + unwind / sales);
  }

  /** Closes accounts below their limit, and sells what is due. */
  run(): void {
    const { time } = this.#stage;
    this.#hopeAt = NEVER;
    const { positions } = this.#accounts;
    for (const position of positions) position.isClosing = false;
    for (const position of positions) {
      if (position.units > 0 && !this.#accounts.isHealthy(position.keeper)) this.#closeAll(position.keeper);
    }
    for (const position of positions) if (position.units > 0 && position.saleAt <= time) this.#sellPart(position);
    for (const position of positions) this.close(position);
    this.#accounts.forgetEmpty();
  }

  /** Sells a share of a position as planned; all of it where a part would not pay its gas. */
  #sellPart(position: Position): void {
    const { keepers, routes, time } = this.#stage;
    const { unwind, sales, retry } = this.#p;
    position.saleAt = keepers.backAt(position.keeper, time);
    if (position.saleAt > time) return;
    const route = routes[position.asset] as Route;
    route.settle(time);
    let units = position.units / position.salesLeft;
    if (!this.#pays(route, units)) units = position.units;
    if (!this.#pays(route, units) || !this.#begin(position, units, false)) {
      position.saleAt = time + retry;
      return;
    }
    position.salesLeft = units === position.units ? 1 : position.salesLeft - 1;
    position.saleAt = time + unwind / sales;
    this.sell(position, units, -1);
  }

  /** Sells everything of a keeper: its account is below its limit. What no block has room for stays, and what a keeper carries who is down. */
  #closeAll(keeper: number): void {
    const { chain, keepers, routes, time } = this.#stage;
    const back = keepers.backAt(keeper, time);
    for (const position of this.#accounts.positions) {
      if (position.keeper !== keeper || position.units === 0) continue;
      const route = routes[position.asset] as Route;
      route.settle(time);
      position.isClosing =
        back > time || !this.#pays(route, position.units) || !this.#begin(position, position.units, true);
      if (position.isClosing) {
        this.#hopeAt = Math.min(this.#hopeAt, Math.max(back, chain.hopeAfter(time)));
        continue;
      }
      this.sell(position, position.units, -1);
    }
  }

  /** @param slot account that it comes from, below 0 when from several */
  sell(position: Position, units: number, slot: number): void {
    const { recorder, routes, settlement } = this.#stage;
    settlement.collateralAsset = position.asset;
    settlement.debtAsset = position.debtAsset;
    settlement.about(slot);
    const least = (1 - this.#p.margin) * (routes[position.asset] as Route).proceedsUsd(units);
    const usd = settlement.sell(KEEPERS, units, least);
    const earned = this.#accounts.sold(position, units, usd);
    if (earned > 0) recorder?.note({ kind: 'keeper-earned', slot, usd: earned });
  }

  /** Nothing is left to sell of a position: the keeper pays what it still owes. It may have to sell the rest for that. */
  close(position: Position): void {
    const { prices, recorder } = this.#stage;
    if (position.units > 0 || position.debt === 0) return;
    const owed = position.debt * (prices[position.debtAsset] as number);
    if (owed > this.#accounts.ownUsd(position.keeper)) {
      this.#closeAll(position.keeper);
      // What is left waits for the room that the rest needs.
      if (this.#accounts.positions.some(({ keeper, units }) => keeper === position.keeper && units > 0)) return;
    }
    const usd = this.#accounts.settle(position);
    recorder?.note({ kind: 'keeper-earned', slot: -1, usd: -usd });
  }

  /** Sends the transaction of a sale and pays its gas; false while it finds no room. */
  #begin({ keeper, asset, debtAsset, debt }: Position, units: number, isForced: boolean): boolean {
    const { chain, prices, recorder, settlement, time } = this.#stage;
    const { saleGas } = this.#p;
    const bid = chain.bidWithPlace(saleGas);
    if (!chain.admits(bid, saleGas)) return false;
    const debtUsd = debt * (prices[debtAsset] as number);
    recorder?.note({ kind: 'unwound', slot: -1, asset, units, debtUsd, keeper, isForced });
    chain.include(saleGas);
    settlement.payGas(saleGas, bid, time);
    return true;
  }

  /** Whether a sale brings more than its gas costs. */
  #pays(route: Route, units: number): boolean {
    const { chain, gasAsset, time } = this.#stage;
    if (gasAsset < 0) return true;
    const { saleGas } = this.#p;
    const gwei = saleGas * chain.bidWithPlace(saleGas) + chain.postingCost(time);
    return route.proceedsUsd(units) >= gwei * 1e-9 * this.#stage.gasAssetUsd(time);
  }
}
