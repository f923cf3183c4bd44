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
import { Discovery } from '../liquidation/discovery.ts';
import type { Executor } from '../liquidation/execution/executor.ts';
import type { Oracle } from '../oracles/stages.ts';
import { OUTCOME_INDEX as I } from '../outcome.ts';
import { closeBooks } from './accounting.ts';
import { actByThemselves, beginAppointments, nextAppointment } from './appointments.ts';
import { Backlog } from './backlog.ts';
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
  readonly #feeds: readonly Oracle[];
  readonly #executor: Executor;
  readonly #simulation = new Simulation();
  readonly #queue: EventQueue = this.#simulation.queue;
  /** By feed: id of its next observation, −1 when none is planned. */
  readonly #observations: number[];
  #blockEvent = -1;
  #plannedBlock = NEVER;
  #lastBlock = -1;
  readonly #discovery: Discovery;
  readonly #backlog = new Backlog();
  /** By feed: 1 where a report landed in the block being processed. */
  readonly #landed: Int8Array;
  readonly #budget: number;
  readonly #overture: Overture;

  constructor(stage: Stage, feeds: readonly Oracle[], overture: Overture, executor: Executor, budget: number) {
    this.#stage = stage;
    this.#overture = overture;
    this.#feeds = feeds;
    this.#executor = executor;
    this.#discovery = new Discovery(stage, executor);
    this.#budget = budget;
    this.#observations = feeds.map(() => -1);
    this.#landed = new Int8Array(feeds.length);
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
      const tooMany = `more than ${this.#budget} events on one path: something does not settle`;
      throw new ReactionError('EVENT_BUDGET', tooMany);
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
    beginAppointments(stage);
    this.#executor.begin();
    this.#blockEvent = -1;
    this.#plannedBlock = NEVER;
    this.#lastBlock = -1;
    this.#discovery.begin();
    this.#backlog.begin();
    stage.recorder?.begin(stage);
  }

  /** Starts at the first block whose landing touches an account, or at time 0: when one is due from the start, or all is recorded. */
  #start(): void {
    const { tape, prices, watch, attack, gate, recorder } = this.#stage;
    const feeds = this.#feeds;
    let tick = 0;
    if (watch.dueAtStart.length > 0 || attack !== undefined || gate.remembers || recorder !== undefined) {
      this.#discovery.passFromStart(watch.dueAtStart);
    } else {
      const entry = this.#overture.firstTouching(watch);
      this.#overture.restore(entry, this.#stage.chain, feeds);
      for (const feed of feeds) prices[feed.asset] = feed.value;
      if (entry === this.#overture.count) return;
      const block = this.#overture.blocks[entry] as number;
      this.#lastBlock = block - 1;
      this.#stage.time = tape.blocks.times[block] as number;
      tick = tape.tickAt(this.#stage.time);
    }
    this.#noteBacklog();
    for (let feed = 0; feed < feeds.length; feed++) this.#planObservation(feed, tick + 1);
    this.#plan();
  }

  #handle(kind: number, subject: number): void {
    const stage = this.#stage;
    stage.time = this.#simulation.now;
    if (kind === OBSERVE) {
      const feed = this.#feeds[subject] as Oracle;
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
    const { chain } = stage;
    this.#blockEvent = -1;
    this.#plannedBlock = NEVER;
    this.#lastBlock = block;
    stage.block = block;
    chain.open(block);
    if (stage.thresholds?.refresh(stage.time)) this.#discovery.lookAgainAtAll();
    this.#landReports();
    this.#noteBacklog();
    const soldBefore = stage.tally[I.soldUsd] as number;
    const isPushed = actByThemselves(stage, this.#discovery);
    if (stage.gate.refresh(stage.time)) this.#executor.pricesLanded();
    stage.recorder?.note({ kind: 'gate' });
    if (!stage.gate.isShut) this.#executor.act();
    if (stage.waterfall.owes) stage.waterfall.settle(this.#discovery);
    this.#noteBacklog();
    stage.recorder?.note({ kind: 'block-done', backlogUsd: stage.due.totalUsd + this.#executor.engagedUsd });
    chain.close();
    if (isPushed || (stage.tally[I.soldUsd] as number) !== soldBefore) this.#planObservationsAgain();
  }

  /** All prices of a block land before anybody looks at an account. */
  #landReports(): void {
    const { chain, prices, time, recorder } = this.#stage;
    const feeds = this.#feeds;
    let any = false;
    for (let f = 0; f < feeds.length; f++) {
      const feed = feeds[f] as Oracle;
      const landed = feed.land(time, chain);
      this.#landed[f] = landed ? 1 : 0;
      if (!landed) continue;
      recorder?.note({ kind: 'price-landed', feed });
      prices[feed.asset] = feed.value;
      any = true;
    }
    if (!any) return;
    const areMoved = this.#stage.thresholds?.pricesLanded(time);
    for (let f = 0; f < feeds.length; f++) {
      const feed = feeds[f] as Oracle;
      if (this.#landed[f] === 1) this.#discovery.pass(feed.asset, feed.observedTick);
    }
    this.#discovery.heal();
    if (areMoved) this.#discovery.landingMovedThresholds();
    this.#executor.pricesLanded();
  }

  #noteBacklog(): void {
    const { due, time } = this.#stage;
    this.#backlog.note(due.totalUsd + this.#executor.engagedUsd, time);
  }

  #planObservation(index: number, fromTick: number): void {
    const feed = this.#feeds[index] as Oracle;
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
    const { gate, attack } = this.#stage;
    if (attack !== undefined) block = Math.min(block, attack.nextBlock(after));
    if (!gate.isShut) block = Math.min(block, this.#executor.nextBlock(after, limit));
    const changes = nextAppointment(this.#stage);
    if (changes !== NEVER) block = Math.min(block, Math.max(after + 1, tape.blockFrom(changes)));
    if (block === this.#plannedBlock) return;
    const later = this.#blockEvent >= 0 && block > this.#plannedBlock;
    if (this.#blockEvent >= 0) this.#queue.cancel(this.#blockEvent);
    this.#blockEvent = -1;
    this.#plannedBlock = NEVER;
    if (later) {
      // The search ahead stopped at the block that is no longer wanted: it has to go on from there.
      this.#plan();
      return;
    }
    if (block >= tape.blockCount) return;
    this.#plannedBlock = block;
    this.#blockEvent = this.#queue.schedule(tape.blocks.times[block] as number, RANK_BLOCK, BLOCK, block);
  }

  #end(): void {
    const stage = this.#stage;
    const { tally, tape } = stage;
    stage.time = tape.horizon;
    this.#executor.end();
    this.#backlog.end(stage, this.#executor.engagedUsd);
    for (const feed of this.#feeds) {
      feed.noteError(tape.horizon);
      tally[I.oracleReports]! += feed.reports;
      tally[I.maxOracleError] = Math.max(tally[I.maxOracleError] as number, feed.largestError);
    }
    closeBooks(stage, this.#executor);
    stage.recorder?.note({ kind: 'path-ended' });
  }
}
