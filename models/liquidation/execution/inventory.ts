/** What a protocol has taken over and not yet sold: per pair of collateral and debt, units and what they have cost it. */
import type { Usd } from '../../../sim/units.ts';

export interface Stock {
  /** Below 0, so that it is no account: what a transaction that buys from it is about. */
  readonly slot: number;
  readonly asset: number;
  readonly debtAsset: number;
  /** Wave of keeper reactions that has noticed it. */
  wave: number;
  units: number;
  /** Debt taken over, and credit given, for these units, USD. */
  costUsd: Usd;
  /** Buyers leave it alone until then, ms; Infinity while it waits for a price. */
  waitUntil: number;
  /** Its venue must pay this much per unit before buying gains; 0 when that is no matter. */
  level: Usd;
}

/** Shares below this are rounding. */
const ROUNDING = 1e-12;

export class Inventory {
  /** In the order of their first use on this path. */
  readonly stocks: Stock[] = [];

  clear(): void {
    this.stocks.length = 0;
  }

  /** Takes units in; a stock that was empty is noticed by a wave anew. */
  take(asset: number, debtAsset: number, units: number, costUsd: Usd, wave: number): void {
    let stock = this.stocks.find((one) => one.asset === asset && one.debtAsset === debtAsset);
    if (stock === undefined) {
      // A transaction waits for nothing at −1.
      const slot = -2 - this.stocks.length;
      stock = { slot, asset, debtAsset, wave, units: 0, costUsd: 0, waitUntil: 0, level: 0 };
      this.stocks.push(stock);
    }
    if (stock.units === 0) stock.wave = wave;
    stock.units += units;
    stock.costUsd += costUsd;
    stock.waitUntil = 0;
    stock.level = 0;
  }

  /** Gives units out; returns what they have cost, at the average of the stock. */
  give(stock: Stock, units: number): Usd {
    const rest = stock.units - units;
    const isEmpty = rest <= ROUNDING * stock.units;
    const costUsd = isEmpty ? stock.costUsd : stock.costUsd * (units / stock.units);
    stock.units = isEmpty ? 0 : rest;
    stock.costUsd = isEmpty ? 0 : stock.costUsd - costUsd;
    return costUsd;
  }
}
