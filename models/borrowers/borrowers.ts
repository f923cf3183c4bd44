/**
 * Borrowers at work on one stage. Each behaviour has an alarm: an index and a watch at its own health factor, above that of the
 * trigger, so that healthy accounts cost nothing here either. An alarmed borrower acts after its reaction time, if it still has reason to.
 */
import type { Millis } from '../../sim/units.ts';
import type { CrossingIndex } from '../book/crossing-index.ts';
import { Margin } from '../book/margin.ts';
import { Watch } from '../book/watch.ts';
import { IN_AUCTION, WRITTEN_OFF } from '../liquidation/account-states.ts';
import type { Discovery } from '../liquidation/discovery.ts';
import { isExhausted } from '../liquidation/exhaustion.ts';
import { giveUp } from '../liquidation/write-off.ts';
import type { Stage } from '../world/stage.ts';
import type { Behaviour } from './behaviour.ts';

interface Alarm {
  readonly behaviour: Behaviour;
  readonly index: CrossingIndex;
  readonly margin: Margin;
  readonly watch: Watch;
  /** Slots that it watches or has dealt with. */
  known: number;
}

interface Reaction {
  readonly at: Millis;
  readonly slot: number;
  readonly alarm: Alarm;
}

export class Borrowers {
  readonly #stage: Stage;
  readonly #alarms: readonly Alarm[];
  /** The next one last. */
  readonly #reactions: Reaction[] = [];

  /** @param indices one for each behaviour, at its health factor */
  constructor(
    stage: Stage,
    moving: readonly boolean[],
    behaviours: readonly Behaviour[],
    indices: readonly CrossingIndex[],
  ) {
    this.#stage = stage;
    this.#alarms = behaviours.map((behaviour, i) => {
      const index = indices[i] as CrossingIndex;
      const margin = new Margin(stage.accounts, moving);
      margin.trigger = behaviour.at ?? stage.margin.trigger;
      return { behaviour, index, margin, watch: new Watch(stage.accounts, margin, moving, index), known: 0 };
    });
  }

  begin(): void {
    this.#reactions.length = 0;
    for (const alarm of this.#alarms) {
      alarm.watch.reset(alarm.index);
      alarm.known = 0;
    }
  }

  /** When somebody acts next, ms; Infinity while nobody is about to. */
  get nextAt(): Millis {
    return this.#reactions.at(-1)?.at ?? Number.POSITIVE_INFINITY;
  }

  /** The path begins: those whose health is low from the start are alarmed. */
  start(discovery: Discovery): void {
    const { accounts } = this.#stage;
    for (const alarm of this.#alarms) {
      for (const account of alarm.index.dueAtStart) {
        const known = accounts.slots;
        const slot = accounts.touch(account);
        if (slot === known) this.#open(slot, discovery, 0);
      }
      this.#adopt(alarm);
    }
  }

  /** A price has landed, and nobody has looked at an account yet. */
  pass(asset: number, observedTick: number, discovery: Discovery): void {
    const { accounts, prices } = this.#stage;
    for (const alarm of this.#alarms) {
      this.#adopt(alarm);
      const price = prices[asset] as number;
      for (let slot = alarm.watch.passed(asset, price); slot >= 0; slot = alarm.watch.passed(asset, price)) {
        if (slot >= alarm.known) {
          this.#open(slot, discovery, observedTick);
          alarm.known = accounts.slots;
        }
        this.#look(alarm, slot);
      }
    }
  }

  /** An account that an alarm has touched is watched through its slot by everybody. */
  #open(slot: number, discovery: Discovery, observedTick: number): void {
    this.#stage.states.open(slot);
    discovery.lookAgain(slot, undefined, observedTick);
  }

  /** Takes on the accounts that others have touched. */
  #adopt(alarm: Alarm): void {
    for (; alarm.known < this.#stage.accounts.slots; alarm.known++) this.#look(alarm, alarm.known);
  }

  /** Terms have changed for all: alarms are set anew. */
  lookAgainAtAll(): void {
    for (const alarm of this.#alarms) {
      for (let slot = 0; slot < alarm.known; slot++) {
        if (!this.#isAwaited(alarm, slot)) this.#look(alarm, slot);
      }
    }
  }

  #isAwaited(alarm: Alarm, slot: number): boolean {
    return this.#reactions.some((reaction) => reaction.alarm === alarm && reaction.slot === slot);
  }

  #look(alarm: Alarm, slot: number): void {
    const { accounts, prices, tape, time } = this.#stage;
    if (!alarm.margin.read(slot, prices)) {
      alarm.watch.watch(slot, prices);
      return;
    }
    alarm.watch.forget(slot);
    const { name, probability, reaction } = alarm.behaviour;
    const account = accounts.accountOf[slot] as number;
    if (tape.draws(`borrowers who ${name}`).at(account) >= probability) return;
    const at = time + reaction.quantile(tape.draws(`reaction of borrowers who ${name}`).at(account));
    let place = this.#reactions.length;
    while (place > 0 && (this.#reactions[place - 1] as Reaction).at <= at) place--;
    this.#reactions.splice(place, 0, { at, slot, alarm });
  }

  /** Those whose reaction time is over act; returns whether anything was sold. */
  act(discovery: Discovery): boolean {
    const stage = this.#stage;
    let hasSold = false;
    while (this.nextAt <= stage.time) {
      const { slot, alarm } = this.#reactions.pop() as Reaction;
      const status = stage.states.status[slot];
      if (status === WRITTEN_OFF || status === IN_AUCTION) continue;
      if (!alarm.margin.read(slot, stage.prices)) {
        alarm.watch.watch(slot, stage.prices);
        continue;
      }
      hasSold = this.#act(slot, alarm, discovery) || hasSold;
    }
    return hasSold;
  }

  #act(slot: number, { behaviour, margin, watch }: Alarm, discovery: Discovery): boolean {
    const stage = this.#stage;
    const view = stage.settlement.look(slot);
    // Who owes more than there is walks away.
    if (view.collateralUsd <= view.debtUsd) return false;
    const { what, usd } = behaviour.act(stage, slot);
    if (usd === 0) return false;
    stage.recorder?.note({ kind: 'borrower-acted', slot, what, usd });
    const isStillLow = margin.read(slot, stage.prices);
    if (isExhausted(margin.collateralUsd) && margin.debtUsd > 0) giveUp(stage, slot);
    else discovery.lookAgain(slot, what);
    // Who has not got out of danger by it has done what was possible.
    if (!isStillLow) watch.watch(slot, stage.prices);
    return what !== 'topped-up';
  }
}
