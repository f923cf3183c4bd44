/** Per collateral, in the block at hand: what its market pays for the next unit, and whether taking any of it can gain. */
import type { Fraction, Usd } from '../../../sim/units.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { nextBlockAbove } from './search.ts';

/** Whether those who need fear no rival gain by waiting: a larger bonus is to come, and collateral would still cover it. */
export function isMoreToCome({ discount, settlement }: Stage, bonus: Fraction): boolean {
  const { view } = settlement;
  const most = discount.most(view.assetBonus);
  return bonus < most && view.collateralUsd > (1 + most) * view.debtUsd;
}

export class Prospects {
  readonly #stage: Stage;
  /** The venue must pay this much per unit before anything of it gains; 0 while it may gain now. */
  readonly #level: Float64Array;
  /** 1 when not even the whole of the largest account left would pay its gas. */
  readonly #hopeless: Int8Array;
  /** What its route pays for the next unit, USD; −1 when not known. */
  readonly #bidUsd: Float64Array;
  /** The bonus last asked for, NaN when none has been in this market, and what a small repayment gains with it. */
  readonly #bonus: Float64Array;
  readonly #gain: Float64Array;
  readonly #markets: number;
  /** Collaterals with a market that may still gain. */
  live = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#level = new Float64Array(stage.prices.length);
    this.#hopeless = new Int8Array(stage.prices.length);
    this.#bidUsd = new Float64Array(stage.prices.length);
    this.#bonus = new Float64Array(stage.prices.length);
    this.#gain = new Float64Array(stage.prices.length);
    this.#markets = stage.routes.filter((route) => route !== undefined).length;
  }

  /** A new block. */
  forget(): void {
    for (let asset = 0; asset < this.#level.length; asset++) {
      this.#level[asset] = 0;
      this.#hopeless[asset] = 0;
      this.sold(asset);
    }
    this.live = this.#markets;
  }

  /** Some of it was sold: its market pays less. */
  sold(asset: number): void {
    this.#bidUsd[asset] = -1;
    this.#bonus[asset] = Number.NaN;
  }

  isLive(asset: number): boolean {
    return this.#hopeless[asset] === 0 && !this.isBelowLevel(asset);
  }

  isBelowLevel(asset: number): boolean {
    return (this.#level[asset] as number) > 0;
  }

  giveUp(asset: number): void {
    this.#hopeless[asset] = 1;
    this.live--;
  }

  /** Nothing of this asset gains at all until its venue pays more: searched for on the tape. */
  waitForLevel(asset: number, bonus: Fraction): void {
    this.#level[asset] = (this.#stage.prices[asset] as number) / ((1 + bonus) * this.keptShare(asset, bonus));
    this.live--;
  }

  /** First block from `from` on in which an asset that waits pays enough, not after `limit` (ms); else `before`. */
  nextBlock(from: number, limit: number, before: number): number {
    let block = before;
    for (let asset = 0; asset < this.#level.length; asset++) {
      const level = this.#level[asset] as number;
      if (level > 0) block = Math.min(block, nextBlockAbove(this.#stage, asset, level, from, limit));
    }
    return block;
  }

  /** Share of the seized collateral that the keeper may sell; the rest is the protocol's. */
  keptShare(asset: number, bonus: Fraction): Fraction {
    return 1 - this.#stage.split.protocolShare(bonus, this.#stage.protocolFees[asset] as number);
  }

  /** What a small repayment gains before gas, per USD repaid. */
  gainPerUsd(asset: number, bonus: Fraction): Usd {
    return bonus === this.#bonus[asset] ? (this.#gain[asset] as number) : this.#workOutGain(asset, bonus);
  }

  #workOutGain(asset: number, bonus: Fraction): Usd {
    const { routes, prices, time } = this.#stage;
    if ((this.#bidUsd[asset] as number) < 0) {
      const route = routes[asset] as Route;
      route.settle(time);
      this.#bidUsd[asset] = route.bidUsd();
    }
    const bid = this.#bidUsd[asset] as number;
    const gain = (bid * (1 + bonus) * this.keptShare(asset, bonus)) / (prices[asset] as number) - 1;
    this.#bonus[asset] = bonus;
    this.#gain[asset] = gain;
    return gain;
  }
}
