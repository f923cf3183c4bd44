/**
 * The part of a path that every strategy shares: what the oracles report while nothing of ours happens. It is played once
 * per path, as far as somebody asks; a strategy starts at the first block whose landing touches an account, with the oracles as they were.
 *
 * Exact, not an approximation: until an account is touched nobody sells and nobody uses gas, so the reports of all
 * strategies are the same, and the log holds the oracles' whole state before each block.
 */
import type { Watch } from '../book/watch.ts';
import type { Chain } from '../chain/chain.ts';
import type { Oracle } from '../oracles/stages.ts';
import type { Tape } from '../tape/tape.ts';
import { SavedState } from './saved-state.ts';

const NEVER = Number.POSITIVE_INFINITY;

export class Overture {
  readonly #feeds: readonly Oracle[];
  readonly #chain: Chain;
  /** How many blocks a report landed in; the columns below keep their length from path to path. */
  count = 0;
  /** Blocks in which a report landed. */
  readonly blocks: number[] = [];
  /** Per such block, by feed: the protocol's price after it. */
  readonly values: number[] = [];
  /** States of chain and feeds before each such block, one after the other, and where each begins. */
  readonly #states = new SavedState();
  readonly #starts: number[] = [];
  readonly #nextTicks: number[];
  #tape: Tape | undefined;
  /** Last block dealt with. */
  #last = -1;
  /** Played to the end of the path. */
  #isOver = false;

  constructor(feeds: readonly Oracle[], chain: Chain) {
    this.#feeds = feeds;
    this.#chain = chain;
    this.#nextTicks = feeds.map(() => NEVER);
  }

  /** Begins a path. */
  begin(tape: Tape): void {
    const feeds = this.#feeds;
    this.#tape = tape;
    this.count = 0;
    this.#states.length = 0;
    this.#last = -1;
    this.#isOver = false;
    this.#chain.begin(tape);
    feeds.forEach((feed, index) => {
      feed.begin(tape);
      this.#nextTicks[index] = feed.nextTick(1);
    });
  }

  /** First entry whose landing passes an account; `count`, the end of the path, where none does. */
  firstTouching(watch: Watch): number {
    for (let entry = 0; ; entry++) {
      if (entry === this.count) this.#playOn();
      if (entry === this.count || this.#touches(entry, watch)) return entry;
    }
  }

  /** Plays on, undisturbed, until one more report has landed or the path is over. */
  #playOn(): void {
    if (this.#isOver) return;
    const tape = this.#tape as Tape;
    const feeds = this.#feeds;
    for (const known = this.count; this.count === known; ) {
      let observer = 0;
      for (let f = 1; f < feeds.length; f++) {
        if ((this.#nextTicks[f] as number) < (this.#nextTicks[observer] as number)) observer = f;
      }
      const tick = this.#nextTicks[observer] ?? NEVER;
      const block = this.#nextBlock(this.#last);
      const blockTime = block < tape.blockCount ? (tape.blocks.times[block] as number) : NEVER;
      // At one instant the market is observed before the block is built.
      if (tick * tape.grid.tickMillis <= blockTime) {
        if (tick === NEVER) {
          this.#note();
          this.#isOver = true;
          return;
        }
        (feeds[observer] as Oracle).send(tick, this.#chain);
        this.#nextTicks[observer] = (feeds[observer] as Oracle).nextTick(tick + 1);
        this.#last = Math.max(this.#last, tape.blockFrom(tick * tape.grid.tickMillis) - 1);
      } else {
        this.#processBlock(block, blockTime);
        this.#last = block;
      }
    }
  }

  /** Whether what landed in an entry's block passes an account. */
  #touches(entry: number, watch: Watch): boolean {
    const width = this.#feeds.length;
    for (let f = 0; f < width; f++) {
      if (watch.wouldPass((this.#feeds[f] as Oracle).asset, this.values[entry * width + f] as number)) return true;
    }
    return false;
  }

  #nextBlock(after: number): number {
    let block = NEVER;
    for (const feed of this.#feeds) block = Math.min(block, feed.nextBlock(after, this.#chain));
    return block;
  }

  #processBlock(block: number, time: number): void {
    const start = this.#states.length;
    this.#save();
    this.#chain.open(block);
    let landed = false;
    for (const feed of this.#feeds) landed = feed.land(time, this.#chain) || landed;
    this.#chain.close();
    if (!landed) {
      this.#states.length = start;
      return;
    }
    const width = this.#feeds.length;
    for (let f = 0; f < width; f++) this.values[this.count * width + f] = (this.#feeds[f] as Oracle).value;
    this.#starts[this.count] = start;
    this.blocks[this.count++] = block;
  }

  /** Keeps the state at the end as one more entry. */
  #note(): void {
    this.#starts[this.count] = this.#states.length;
    this.#save();
  }

  #save(): void {
    this.#chain.save(this.#states);
    for (const feed of this.#feeds) feed.save(this.#states);
  }

  /** Puts chain and feeds into the state before entry `entry` of the log; `count` is the end of the path. */
  restore(entry: number, chain: Chain, feeds: readonly Oracle[]): void {
    let at = chain.restore(this.#states.values, this.#starts[entry] as number);
    for (const feed of feeds) at = feed.restore(this.#states.values, at);
  }
}
