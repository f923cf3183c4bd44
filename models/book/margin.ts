/**
 * Margin arithmetic of one account: health factor H = Σ collateral · price · threshold / Σ debt · price, and the price at
 * which H reaches the trigger.
 *
 * Source: Aave v3 `GenericLogic`, without its rounding. An account is due when H is strictly below the trigger.
 */
import type { Accounts } from './accounts.ts';

/** Whether an account is due: its health factor is strictly below the trigger. USD, at the protocol's prices. */
export function isDue(weightedUsd: number, debtUsd: number, trigger: number): boolean {
  return weightedUsd < trigger * debtUsd;
}

export class Margin {
  readonly #accounts: Accounts;
  readonly #moving: readonly boolean[];
  /** Health factor below which an account is due. */
  trigger = 1;
  debtUsd = 0;
  collateralUsd = 0;
  weightedUsd = 0;

  constructor(accounts: Accounts, moving: readonly boolean[]) {
    this.#accounts = accounts;
    this.#moving = moving;
  }

  /** Reads an account's sums at `prices` (USD per unit, by asset) into this object's fields; returns whether it is due. */
  read(slot: number, prices: ArrayLike<number>): boolean {
    const { collateralFirst, collateralAssets, collateralAmounts, collateralThresholds } = this.#accounts;
    const { debtFirst, debtAssets, debtAmounts } = this.#accounts;
    let collateralUsd = 0;
    let weightedUsd = 0;
    let debtUsd = 0;
    const held = collateralFirst[slot] as number;
    for (let at = (collateralFirst[slot + 1] as number) - 1; at >= held; at--) {
      const value = (collateralAmounts[at] as number) * (prices[collateralAssets[at] as number] as number);
      collateralUsd += value;
      weightedUsd += value * (collateralThresholds[at] as number);
    }
    const owed = debtFirst[slot] as number;
    for (let at = (debtFirst[slot + 1] as number) - 1; at >= owed; at--) {
      debtUsd += (debtAmounts[at] as number) * (prices[debtAssets[at] as number] as number);
    }
    this.collateralUsd = collateralUsd;
    this.weightedUsd = weightedUsd;
    this.debtUsd = debtUsd;
    return isDue(weightedUsd, debtUsd, this.trigger);
  }

  /** Fills `into` with the account's dependence on its only moving asset. */
  crossing(slot: number, prices: ArrayLike<number>, into: Crossing): void {
    const { collateralFirst, collateralAssets, collateralAmounts, collateralThresholds } = this.#accounts;
    const { debtFirst, debtAssets, debtAmounts } = this.#accounts;
    let asset = -1;
    let slope = 0;
    let steady = 0;
    let several = false;
    const first = collateralFirst[slot] as number;
    for (let at = (collateralFirst[slot + 1] as number) - 1; at >= first; at--) {
      const held = collateralAssets[at] as number;
      const weighted = (collateralAmounts[at] as number) * (collateralThresholds[at] as number);
      if (weighted === 0) continue;
      if (this.#moving[held]) {
        several ||= asset >= 0 && asset !== held;
        asset = held;
        slope += weighted;
      } else steady += weighted * (prices[held] as number);
    }
    const owing = debtFirst[slot] as number;
    for (let at = (debtFirst[slot + 1] as number) - 1; at >= owing; at--) {
      const owed = debtAssets[at] as number;
      const units = this.trigger * (debtAmounts[at] as number);
      if (units === 0) continue;
      if (this.#moving[owed]) {
        several ||= asset >= 0 && asset !== owed;
        asset = owed;
        slope -= units;
      } else steady -= units * (prices[owed] as number);
    }
    into.asset = several ? -1 : asset;
    into.slope = slope;
    into.steady = steady;
  }

  get healthFactor(): number {
    return this.debtUsd > 0 ? this.weightedUsd / this.debtUsd : Number.POSITIVE_INFINITY;
  }

  /**
   * Smallest factor x ≥ 1 such that the account becomes due if every moving collateral falls to 1/x of its price while every
   * moving debt rises x-fold: until one asset has moved that far against it, the account cannot be due. ln x is its slack.
   *
   * With A, B the weighted moving collateral and moving debt (times the trigger) and As, Bs the parts that do not move,
   * x solves B x² + (Bs − As) x − A = 0.
   *
   * @returns 1 for an account that is due, Infinity when no such move makes it so
   */
  growthUntilDue(slot: number, prices: ArrayLike<number>): number {
    const { collateralFirst, collateralAssets, collateralAmounts, collateralThresholds } = this.#accounts;
    const { debtFirst, debtAssets, debtAmounts } = this.#accounts;
    let movingWeighted = 0;
    let steady = 0;
    let movingDebt = 0;
    const held = collateralFirst[slot] as number;
    for (let at = (collateralFirst[slot + 1] as number) - 1; at >= held; at--) {
      const asset = collateralAssets[at] as number;
      const value =
        (collateralAmounts[at] as number) * (prices[asset] as number) * (collateralThresholds[at] as number);
      if (this.#moving[asset]) movingWeighted += value;
      else steady -= value;
    }
    const owed = debtFirst[slot] as number;
    for (let at = (debtFirst[slot + 1] as number) - 1; at >= owed; at--) {
      const asset = debtAssets[at] as number;
      const value = this.trigger * (debtAmounts[at] as number) * (prices[asset] as number);
      if (this.#moving[asset]) movingDebt += value;
      else steady += value;
    }
    return Math.max(1, leastGrowth(movingWeighted, movingDebt, steady));
  }
}

/** The account's surplus a·P + s in the price P of its only moving asset; due where it is negative. */
export interface Crossing {
  /** The moving asset; −1 when there are several or none. */
  asset: number;
  /** Units of weighted collateral less units of debt. */
  slope: number;
  /** What the assets that do not move leave over, USD. */
  steady: number;
}

function leastGrowth(movingWeighted: number, movingDebt: number, steady: number): number {
  if (movingDebt > 0) {
    return (Math.sqrt(steady * steady + 4 * movingDebt * movingWeighted) - steady) / (2 * movingDebt);
  }
  return steady > 0 ? movingWeighted / steady : Number.POSITIVE_INFINITY;
}
