/**
 * What the protocol, its keepers and the venues do about a tape: one strategy on one path, as a discrete-event simulation.
 *
 * There are two kinds of event: an oracle's sources see enough to report (`OBSERVE`), and a block in which something of
 * ours happens (`BLOCK`). Blocks in which nothing would happen get no event: after each event the earliest block that
 * matters is predicted, and predicted again after every sale. Within a block: reports land, the accounts they pass
 * become due, then the strategy acts; at one instant observation comes before the block.
 */
import type { EventQueue } from '../../sim/kernel/event-queue.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { DUE, WATCHED } from '../liquidation/account-states.ts';
import { breachTime } from '../liquidation/breach.ts';
import type { Executor } from '../liquidation/execution/executor.ts';
import type { Feed } from '../oracles/feed.ts';
import { OUTCOME_INDEX as I } from '../outcome.ts';
import { closeBooks } from './accounting.ts';
import type { Overture } from './overture.ts';
import { ReactionError } from './reaction-error.ts';
import type { Stage } from './stage.ts';

/** Ranks at one instant, lower first. */
const RANK_MARKET = 0;
const RANK_BLOCK = 1;
const OBSERVE = 0;
const BLOCK = 1;

const NEVER = Number.POSITIVE_INFINITY;

export class Reaction {
  readonly #stage: Stage;
  readonly #feeds: readonly Feed[];
  readonly #executor: Executor;
  readonly #simulation = new Simulation();
  readonly #queue: EventQueue = this.#simulation.queue;
  /** By feed: id of its next observation, −1 when none is planned. */
  readonly #observations: number[];
  #blockEvent = -1;
  #plannedBlock = NEVER;
  #lastBlock = -1;
  #waveBlock = -1;
  #wave = 0;
  #backlogSince = -1;
  #backlogMillis = 0;
  readonly #healed: number[] = [];
  readonly #budget: number;

  readonly #overture: Overture;

  constructor(stage: Stage, feeds: readonly Feed[], overture: Overture, executor: Executor, budget: number) {
    this.#stage = stage;
    this.#overture = overture;
    this.#feeds = feeds;
    this.#executor = executor;
    this.#budget = budget;
    this.#observations = feeds.map(() => -1);
  }

  /**
   * Runs the strategy on the stage's tape and leaves the figures in `stage.tally`.
   *
   * @throws ReactionError when the event budget is exhausted @throws LedgerError when the books do not agree
   */
  run(): void {
    const { tape } = this.#stage;
    this.#begin();
    this.#start();
    const reason = this.#simulation.run(tape.horizon, (kind, subject) => this.#handle(kind, subject), this.#budget);
    if (reason === 'budget') {
      throw new ReactionError('EVENT_BUDGET', `more than ${this.#budget} events on one path: something does not settle`);
    }
    this.#end();
  }

  #begin(): void {
    const stage = this.#stage;
    this.#simulation.reset();
    stage.time = 0;
    stage.block = -1;
    stage.tally.fill(0);
    stage.chain.begin(stage.tape);
    if (this.#executor.usesKeepers) stage.keepers.begin(stage.tape);
    for (const route of stage.routes) route?.begin(stage.tape);
    this.#feeds.forEach((feed, index) => {
      feed.begin(stage.tape);
      stage.prices[feed.asset] = feed.value;
      this.#observations[index] = -1;
    });
    this.#executor.begin();
    this.#blockEvent = -1;
    this.#plannedBlock = NEVER;
    this.#lastBlock = -1;
    // No block has this number: the accounts due from the start are a wave of their own.
    this.#waveBlock = -2;
    this.#backlogSince = -1;
    this.#backlogMillis = 0;
  }

  /** Starts at the first block whose landing touches an account, or at time 0 when one is due from the start. */
  #start(): void {
    const { tape, prices, watch } = this.#stage;
    const { blocks, values } = this.#overture;
    const feeds = this.#feeds;
    let tick = 0;
    if (!feeds.some((feed) => watch.wouldPass(feed.asset, prices[feed.asset] as number))) {
      let entry = 0;
      while (entry < blocks.length && !this.#touches(values, entry)) entry++;
      this.#overture.restore(entry, this.#stage.chain, feeds);
      for (const feed of feeds) prices[feed.asset] = feed.value;
      if (entry === blocks.length) return;
      const block = blocks[entry] as number;
      this.#lastBlock = block - 1;
      this.#stage.time = tape.blocks.times[block] as number;
      tick = tape.tickAt(this.#stage.time);
    }
    this.#passAll(0);
    for (let feed = 0; feed < feeds.length; feed++) this.#planObservation(feed, tick + 1);
    this.#plan();
  }

  #touches(values: readonly number[], entry: number): boolean {
    const feeds = this.#feeds;
    for (let f = 0; f < feeds.length; f++) {
      if (this.#stage.watch.wouldPass((feeds[f] as Feed).asset, values[entry * feeds.length + f] as number)) return true;
    }
    return false;
  }

  #handle(kind: number, subject: number): void {
    const stage = this.#stage;
    stage.time = this.#simulation.now;
    if (kind === OBSERVE) {
      const feed = this.#feeds[subject] as Feed;
      const tick = stage.tape.tickAt(stage.time);
      feed.send(tick, stage.chain);
      this.#planObservation(subject, tick + 1);
    } else {
      this.#processBlock(subject);
    }
    this.#plan();
  }

  #processBlock(block: number): void {
    const stage = this.#stage;
    const { chain, due } = stage;
    this.#blockEvent = -1;
    this.#plannedBlock = NEVER;
    this.#lastBlock = block;
    stage.block = block;
    chain.open(block);
    const soldBefore = stage.tally[I.soldUsd] as number;
    let landed = false;
    for (const feed of this.#feeds) {
      if (!feed.land(stage.time, chain)) continue;
      landed = true;
      stage.prices[feed.asset] = feed.value;
      this.#pass(feed.asset, feed.observedTick);
    }
    if (landed) {
      this.#heal();
      this.#executor.pricesLanded();
    }
    this.#noteBacklog();
    this.#executor.act();
    this.#noteBacklog();
    chain.close();
    if (due.size === 0 && this.#executor.engagedUsd === 0) this.#endBacklog();
    if ((stage.tally[I.soldUsd] as number) !== soldBefore) this.#planObservationsAgain();
  }

  /** Accounts that the believed price of an asset passes become due, or are watched from here on. */
  #pass(asset: number, observedTick: number): void {
    const { watch, margin, prices, accounts, states } = this.#stage;
    let opened = accounts.slots;
    for (let slot = watch.passed(asset, prices[asset] as number); slot >= 0; ) {
      for (; opened < accounts.slots; opened++) states.open(opened);
      if (margin.read(slot, prices)) this.#makeDue(slot, observedTick);
      else watch.watch(slot, prices);
      slot = watch.passed(asset, prices[asset] as number);
    }
  }

  #passAll(observedTick: number): void {
    for (const feed of this.#feeds) this.#pass(feed.asset, observedTick);
  }

  #makeDue(slot: number, observedTick: number): void {
    const stage = this.#stage;
    const { states, due, keepers, margin } = stage;
    due.add(slot, margin.debtUsd);
    if (this.#waveBlock !== stage.block) {
      this.#waveBlock = stage.block;
      this.#wave = this.#executor.usesKeepers ? keepers.startWave(stage.time) : -1;
    }
    stage.healing.await(slot, stage.prices);
    states.asset[slot] = stage.settlement.mainCollateral(slot);
    states.status[slot] = DUE;
    states.wave[slot] = this.#wave;
    states.dueAt[slot] = stage.time;
    states.firstAt[slot] = -1;
    states.breachAt[slot] = breachTime(stage, slot, observedTick);
    this.#executor.accountDue(slot);
    if (this.#backlogSince < 0) this.#backlogSince = stage.time;
  }

  /** Accounts that the market has made healthy again are watched instead of due. */
  #heal(): void {
    const { due, healing, margin, prices, watch, states } = this.#stage;
    const healed = this.#healed;
    healed.length = 0;
    healing.candidates(prices, healed);
    for (const slot of healed) {
      if (states.status[slot] !== DUE || margin.read(slot, prices)) continue;
      due.remove(slot);
      healing.forget(slot);
      states.status[slot] = WATCHED;
      watch.watch(slot, prices);
    }
  }

  #noteBacklog(): void {
    const { due, tally } = this.#stage;
    const backlog = due.totalUsd + this.#executor.engagedUsd;
    if (backlog > (tally[I.maxBacklogUsd] as number)) tally[I.maxBacklogUsd] = backlog;
  }

  #endBacklog(): void {
    if (this.#backlogSince < 0) return;
    this.#backlogMillis += this.#stage.time - this.#backlogSince;
    this.#backlogSince = -1;
  }

  #planObservation(index: number, fromTick: number): void {
    const feed = this.#feeds[index] as Feed;
    const tick = feed.nextTick(fromTick);
    this.#observations[index] =
      tick === NEVER ? -1 : this.#queue.schedule(tick * this.#stage.tape.grid.tickMillis, RANK_MARKET, OBSERVE, index);
  }

  /** A sale moved what the sources will see: what was predicted is cancelled and predicted again. */
  #planObservationsAgain(): void {
    const { tape, time } = this.#stage;
    const from = tape.tickAt(time) + 1;
    for (let index = 0; index < this.#feeds.length; index++) {
      const id = this.#observations[index] as number;
      if (id >= 0) this.#queue.cancel(id);
      this.#planObservation(index, from);
    }
  }

  /** Plans the earliest block in which a report may land or the strategy wants to act. */
  #plan(): void {
    const { tape, chain, time } = this.#stage;
    const after = Math.max(this.#lastBlock, tape.blockFrom(time) - 1);
    let block = NEVER;
    for (const feed of this.#feeds) block = Math.min(block, feed.nextBlock(after, chain));
    const blockTime = block < tape.blockCount ? (tape.blocks.times[block] as number) : tape.horizon;
    const limit = Math.min(this.#queue.peekTime(), blockTime, tape.horizon);
    block = Math.min(block, this.#executor.nextBlock(after, limit));
    if (block === this.#plannedBlock) return;
    if (this.#blockEvent >= 0) this.#queue.cancel(this.#blockEvent);
    this.#blockEvent = -1;
    this.#plannedBlock = NEVER;
    if (block >= tape.blockCount) return;
    this.#plannedBlock = block;
    this.#blockEvent = this.#queue.schedule(tape.blocks.times[block] as number, RANK_BLOCK, BLOCK, block);
  }

  #end(): void {
    const stage = this.#stage;
    const { tally, closings, tape } = stage;
    stage.time = tape.horizon;
    this.#endBacklog();
    tally[I.unservedDebtUsd] = stage.due.totalUsd + this.#executor.engagedUsd;
    tally[I.closesPerSecond] = this.#backlogMillis > 0 ? closings.count / (this.#backlogMillis / 1000) : 0;
    for (const feed of this.#feeds) {
      tally[I.oracleReports]! += feed.reports;
      tally[I.maxOracleError] = Math.max(tally[I.maxOracleError] as number, feed.largestError);
    }
    closeBooks(stage);
  }
}

