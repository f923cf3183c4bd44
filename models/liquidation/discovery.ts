/**
 * Which accounts the protocol's prices make due, and which they make healthy again: run after every landing, over the
 * accounts that the prices pass and no others.
 */
import type { HealedBy } from '../world/recorder.ts';
import type { Stage } from '../world/stage.ts';
import { DUE, IN_AUCTION, WATCHED, WRITTEN_OFF } from './account-states.ts';
import { becomeDue } from './become-due.ts';
import type { Executor } from './execution/executor.ts';
import { isDueUnmoved } from './thresholds/moving-thresholds.ts';

/** Remainders below this share of what was there are rounding. */
const ROUNDING = 1e-12;

export class Discovery {
  private readonly stage: Stage;
  private readonly executor: Executor;
  /** Block of the last wave of keeper reactions, and its number. */
  private waveBlock = 0;
  private wave = 0;

  constructor(stage: Stage, executor: Executor) {
    this.stage = stage;
    this.executor = executor;
  }

  begin(): void {
    // No block has this number: the accounts due from the start are a wave of their own.
    this.waveBlock = -2;
  }

  /**
   * Accounts that the believed price of an asset passes become due, or are watched from here on.
   *
   * @param observedTick tick whose price the landed report carries
   */
  pass(asset: number, observedTick: number): void {
    const { watch, margin, prices, accounts, states, borrowers } = this.stage;
    borrowers?.pass(asset, observedTick, this);
    let opened = accounts.slots;
    for (let slot = watch.passed(asset, prices[asset] as number); slot >= 0; ) {
      for (; opened < accounts.slots; opened++) states.open(opened);
      if (margin.read(slot, prices)) this.makeDue(slot, observedTick);
      else watch.watch(slot, prices);
      slot = watch.passed(asset, prices[asset] as number);
    }
  }

  private makeDue(slot: number, observedTick: number): void {
    const stage = this.stage;
    const { keepers, margin } = stage;
    if (margin.collateralUsd > 0 && this.waveBlock !== stage.block) {
      this.waveBlock = stage.block;
      this.wave = this.executor.usesKeepers ? keepers.startWave(stage.time) : -1;
    }
    if (!becomeDue(stage, slot, this.wave, observedTick)) return;
    this.executor.accountDue(slot);
    stage.recorder?.note({ kind: 'account-due', slot });
  }

  /** Accounts that are due before anything has happened. */
  passFromStart(dueAtStart: Uint32Array): void {
    const { accounts, margin, prices, states, thresholds, watch } = this.stage;
    for (const account of dueAtStart) {
      const slot = accounts.touch(account);
      states.open(slot);
      // Where thresholds move, the index lists those who would be due at the lowest.
      if (margin.read(slot, prices) || thresholds === undefined) this.makeDue(slot, 0);
      else watch.watch(slot, prices);
    }
    this.stage.borrowers?.start(this);
  }

  /**
   * An account whose holdings or terms have changed, otherwise than by a liquidation, is watched, or due, as it is now.
   * @param by what has changed them
   */
  lookAgain(slot: number, by?: HealedBy, observedTick = this.stage.tape.tickAt(this.stage.time)): void {
    const { due, healing, margin, prices, states, watch, recorder } = this.stage;
    const status = states.status[slot];
    if (status === WRITTEN_OFF || status === IN_AUCTION) return;
    // Restored to the limit within rounding is restored, as it is after a liquidation.
    const isDue = margin.read(slot, prices) && margin.weightedUsd < margin.trigger * margin.debtUsd * (1 - ROUNDING);
    if (status !== DUE) {
      if (isDue) this.makeDue(slot, observedTick);
      else watch.watch(slot, prices);
      return;
    }
    due.remove(slot);
    if (isDue && margin.collateralUsd > 0) {
      due.add(slot, margin.debtUsd);
      healing.await(slot);
      return;
    }
    healing.forget(slot);
    states.status[slot] = WATCHED;
    watch.watch(slot, prices);
    recorder?.note({ kind: 'account-healed', slot, by });
  }

  /** Thresholds have moved: every account touched so far is looked at; others are not due at the lowest of them. */
  lookAgainAtAll(): void {
    const { accounts, borrowers, states, time } = this.stage;
    for (let slot = accounts.slots - 1; slot >= 0; slot--) {
      const before = states.status[slot];
      this.lookAgain(slot, 'thresholds');
      // It was not due a moment ago, whatever outside prices have been since.
      if (before !== DUE && states.status[slot] === DUE) states.breachAt[slot] = time;
    }
    borrowers?.lookAgainAtAll();
  }

  /** Landed prices have moved thresholds with them: whoever is due by that alone is so from this moment on. */
  landingMovedThresholds(): void {
    this.lookAgainAtAll();
    const { accounts, states, time } = this.stage;
    for (let slot = accounts.slots - 1; slot >= 0; slot--) {
      const isNew = states.status[slot] === DUE && states.dueAt[slot] === time;
      if (isNew && !isDueUnmoved(this.stage, slot)) states.breachAt[slot] = time;
    }
  }

  /** Accounts that the market has made healthy again are watched instead of due. */
  heal(): void {
    const { due, healing, margin, prices, watch, states, recorder } = this.stage;
    const count = healing.candidates(prices);
    for (let i = 0; i < count; i++) {
      const slot = healing.found[i] as number;
      if (states.status[slot] !== DUE || margin.read(slot, prices)) continue;
      due.remove(slot);
      healing.forget(slot);
      states.status[slot] = WATCHED;
      watch.watch(slot, prices);
      recorder?.note({ kind: 'account-healed', slot });
    }
  }
}
