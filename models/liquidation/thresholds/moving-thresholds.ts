/**
 * Liquidation thresholds that move on one stage: the product of all rules, by asset. The crossing index is built at the lowest
 * thresholds that they may ever take, so it names every account that could be due; which of them is, the thresholds of the moment say.
 */
import type { Millis } from '../../../sim/units.ts';
import type { ScaledAccounts } from '../../book/scaled-accounts.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Stage } from '../../world/stage.ts';
import type { ThresholdRule } from './threshold-rule.ts';

export class MovingThresholds {
  #rules: readonly ThresholdRule[];
  /** A rule looks at accounts and prices. */
  #followsStage = false;
  readonly #accounts: ScaledAccounts;
  readonly #factors: Float64Array;
  #tape: Tape | undefined;
  /** When they may change next; Infinity when they will not. */
  nextAt: Millis = 0;

  /** @param accounts whose thresholds are multiplied by `factors` */
  constructor(rules: readonly ThresholdRule[], accounts: ScaledAccounts, factors: Float64Array) {
    this.#rules = rules;
    this.#accounts = accounts;
    this.#factors = factors;
  }

  /** Lets rules look at the stage that they are at work on. */
  bind(stage: Stage): void {
    this.#followsStage = this.#rules.some((rule) => rule.on !== undefined);
    this.#rules = this.#rules.map((rule) => rule.on?.(stage) ?? rule);
  }

  /** The protocol's prices have landed. Returns whether any threshold is another than before. */
  pricesLanded(time: Millis): boolean {
    return this.#followsStage && this.#update(time);
  }

  /** Accounts have changed: rules that look at them are asked again in the next block. */
  accountsChanged(): void {
    if (this.#followsStage) this.nextAt = 0;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    this.nextAt = 0;
    this.refresh(0);
  }

  /** Returns whether any threshold is another than before. */
  refresh(time: Millis): boolean {
    return time >= this.nextAt && this.#update(time);
  }

  #update(time: Millis): boolean {
    let isChanged = false;
    for (let asset = 0; asset < this.#factors.length; asset++) {
      let factor = 1;
      for (const rule of this.#rules) factor *= rule.factor(asset, time, this.#tape as Tape);
      isChanged ||= factor !== this.#factors[asset];
      this.#factors[asset] = factor;
    }
    this.nextAt = Number.POSITIVE_INFINITY;
    for (const rule of this.#rules) this.nextAt = Math.min(this.nextAt, rule.next(time));
    if (isChanged) this.#accounts.rescale();
    return isChanged;
  }
}

/** By asset: the lowest that the factors of all rules together may take. */
export function leastFactors(rules: readonly ThresholdRule[], assets: number): Float64Array {
  return Float64Array.from({ length: assets }, (_, asset) =>
    rules.reduce((product, rule) => product * rule.least(asset), 1),
  );
}

/** Whether an account would be due at the protocol's prices if no threshold had moved. */
export function isDueUnmoved({ accounts, margin, prices }: Stage, slot: number): boolean {
  let weightedUsd = 0;
  let debtUsd = 0;
  for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
    const asset = accounts.collateralAsset(slot, entry);
    const threshold = accounts.collateralThreshold(slot, entry) / accounts.thresholdFactor(asset);
    weightedUsd += accounts.collateral(slot, entry) * (prices[asset] as number) * threshold;
  }
  for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--)
    debtUsd += accounts.debt(slot, entry) * (prices[accounts.debtAsset(slot, entry)] as number);
  return weightedUsd < margin.trigger * debtUsd;
}
