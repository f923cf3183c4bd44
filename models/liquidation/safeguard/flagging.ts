import { z } from 'zod';
import type { Gas, Millis, Usd } from '../../../sim/units.ts';
import { doubled } from '../../book/accounts.ts';
import { makeRace } from '../../keepers/make-race.ts';
import { NO_ROOM, type OpenOpportunity, openOpportunity, type Race, WON } from '../../keepers/race.ts';
import { zDuration, zGas, zSpan, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { Stage } from '../../world/stage.ts';
import type { Executor } from '../execution/executor.ts';
import type { Hold, Safeguard } from './safeguard.ts';

interface Terms {
  readonly delay: Millis;
  readonly reward: Usd;
  readonly isForRewardAlone: boolean;
  readonly gas: Gas;
  readonly revertGas: Gas;
  readonly retry: Millis;
}

const NEVER = Number.POSITIVE_INFINITY;

/** Which accounts have been flagged, and when. A flag set before an account last became due is none. */
class Flags implements Hold {
  readonly #stage: Stage;
  readonly #terms: Terms;
  #at = new Float64Array(256).fill(-1);
  /** Without keepers the engine itself flags, in the block in which an account becomes due. */
  isOwn = false;

  constructor(stage: Stage, terms: Terms) {
    this.#stage = stage;
    this.#terms = terms;
  }

  begin(): void {
    this.#at.fill(-1);
  }

  from(slot: number): Millis {
    const { states } = this.#stage;
    const { delay } = this.#terms;
    if (this.isOwn) return (states.dueAt[slot] as number) + delay;
    return this.isFlagged(slot) ? (this.#at[slot] as number) + delay : NEVER;
  }

  isFlagged(slot: number): boolean {
    return slot < this.#at.length && (this.#at[slot] as number) >= (this.#stage.states.dueAt[slot] as number);
  }

  flag(slot: number): void {
    while (slot >= this.#at.length) {
      const before = this.#at.length;
      this.#at = doubled(this.#at, 0).fill(-1, before);
    }
    this.#at[slot] = this.#stage.time;
  }

  before(executor: Executor): Executor {
    this.isOwn = !executor.usesKeepers;
    return this.isOwn ? executor : new FlaggingExecutor(this.#stage, this.#terms, this, executor);
  }
}

/** Keepers race to flag accounts; the engine behind it does the rest. */
class FlaggingExecutor implements Executor {
  readonly usesKeepers = true;
  readonly #stage: Stage;
  readonly #terms: Terms;
  readonly #flags: Flags;
  readonly #inner: Executor;
  readonly #race: Race;
  readonly #call: OpenOpportunity;
  #wake = NEVER;

  constructor(stage: Stage, terms: Terms, flags: Flags, inner: Executor) {
    this.#stage = stage;
    this.#terms = terms;
    this.#flags = flags;
    this.#inner = inner;
    this.#race = makeRace(stage);
    this.#call = openOpportunity(terms.gas, terms.revertGas);
    if (inner.closingPrices !== undefined) this.closingPrices = (prices) => inner.closingPrices?.(prices);
  }

  closingPrices?: (prices: Float64Array) => void;

  get engagedUsd(): Usd {
    return this.#inner.engagedUsd;
  }

  begin(): void {
    this.#wake = NEVER;
    this.#race.begin();
    this.#inner.begin();
  }

  pricesLanded(): void {
    this.#inner.pricesLanded();
  }

  accountDue(slot: number): void {
    this.#wake = Math.min(this.#wake, this.#stage.time);
    this.#inner.accountDue(slot);
  }

  act(): void {
    this.#wake = NEVER;
    this.#flagAll();
    this.#race.settlePending();
    this.#inner.act();
  }

  nextBlock(after: number, limit: number): number {
    const { tape } = this.#stage;
    const wake = Math.min(this.#wake, this.#race.wakeAt);
    const block = wake === NEVER ? NEVER : Math.max(after + 1, tape.blockFrom(wake));
    return Math.min(block, this.#inner.nextBlock(after, limit));
  }

  end(): void {
    this.#race.end();
    this.#inner.end();
  }

  #wakeAt(time: Millis): void {
    if (time < this.#wake) this.#wake = time;
  }

  #flagAll(): void {
    const { due, keepers, states, time } = this.#stage;
    for (let position = 0; position < due.size; position++) {
      const slot = due.at(position);
      if (this.#flags.isFlagged(slot)) continue;
      const first = keepers.firstAct(states.wave[slot] as number);
      if (first > time) this.#wakeAt(first);
      else if (!this.#flag(slot)) return;
    }
  }

  /** Returns whether the block may have room for another flag. */
  #flag(slot: number): boolean {
    const { settlement, states, time, block, recorder } = this.#stage;
    const { delay, gas, isForRewardAlone, retry, reward } = this.#terms;
    const view = settlement.look(slot);
    const opportunity = this.#call;
    opportunity.slot = slot;
    opportunity.wave = states.wave[slot] as number;
    // Who wants to liquidate flags, as long as the collateral would pay the gas many times over.
    opportunity.grossUsd = isForRewardAlone ? reward : reward + view.pairCollateralUsd;
    const result = this.#race.run(opportunity, time, block);
    recorder?.note({ kind: 'raced', purpose: 'flag', opportunity, result, race: this.#race });
    if (result === WON) {
      this.#race.charge(opportunity, time, block, 0);
      if (reward > 0) settlement.payIncentive(reward);
      this.#flags.flag(slot);
      this.#wakeAt(time + delay);
      return true;
    }
    if (result === NO_ROOM) {
      this.#wakeAt(this.#race.hopeAfter(time));
      return this.#race.hasRoom(gas, time);
    }
    this.#wakeAt((Math.floor(time / retry) + 1) * retry);
    return true;
  }
}

/**
 * Liquidation in two transactions: a keeper flags a due account; `delay` later it may be liquidated, if it is still due.
 *
 *   liquidated from   flagged + delay   on;   healthy once, and it must be flagged anew
 *
 * Keepers race for the flag as for a liquidation, and pay `gas` (losers `revertGas`, both units of gas). The protocol pays `reward` USD for it. With `flaggedBy: liquidators` who
 * wants to liquidate flags anyway, with `flaggedBy: reward` nobody does unless the reward pays the gas. What does not pay is looked at again on a grid of `retry`. `delay`, `retry`: durations. Where no keepers act (the
 * synchronous engine), the engine flags in the block in which the account becomes due. Source: Synthetix v2 (`Liquidator.flagAccountForLiquidation`, liquidation delay).
 */
export const flagThenExecute = defineModel({
  family: 'safeguard',
  name: 'flag-then-execute',
  title: 'an account is flagged first, and liquidated after a delay if it is still due',
  source: 'Synthetix v2, Liquidator.sol (flagAccountForLiquidation, liquidationDelay, flagReward)',
  misleads: 'against Synthetix in one point: there a flag stays until the account is well above its limit',
  params: z.strictObject({
    delay: zDuration.describe('time between the flag and the liquidation'),
    reward: zUsd.default(0).describe('USD that the protocol pays for a flag'),
    flaggedBy: z
      .enum(['liquidators', 'reward'])
      .default('liquidators')
      .describe('liquidators = whoever wants to liquidate flags, reward = only those whom the reward pays'),
    gas: zGas.default(80_000).describe('gas of a flag'),
    revertGas: zGas.default(40_000).describe('gas of one that comes too late'),
    retry: zSpan.default(120_000).describe('how long keepers leave alone what does not pay its gas'),
  }),
  create: ({ flaggedBy, ...terms }): Safeguard => ({
    hold: (stage) => new Flags(stage, { ...terms, isForRewardAlone: flaggedBy === 'reward' }),
  }),
});
