/**
 * Block space within one reaction: what a bid buys in a block that others want too, and what our own transactions use up.
 *
 * Others' bids above a price p take the share Q(p) = min(1, (p/g)^−ε) of a block. A transaction of ours offering p is
 * included if p reaches the base fee and its gas fits into gasLimit · (1 − Q(p)) beside ours already in that block.
 */

import type { Gas, Gwei, Millis } from '../../sim/units.ts';
import type { FeeMarket } from '../model.ts';
import type { Tape } from '../tape/tape.ts';
import type { SavedState } from '../world/saved-state.ts';
import { demandShare, nextBaseFee } from './base-fee.ts';
import { gasLimitPath } from './gas-limit.ts';

/** After so many blocks our own push on the base fee has decayed below notice (an eighth × 0.875^64 is 2e-5). */
const MEMORY_BLOCKS = 64;

export interface ChainParameters {
  readonly gasLimit: Gas;
  /** Gas limit that block producers move to; it stays when left out. */
  readonly gasLimitVote?: Gas | undefined;
  readonly fee: FeeMarket;
  readonly elasticity: number;
  /** Age of the gas price that agents go by. */
  readonly gasOracleLag: Millis;
  /** Whether a transaction that came too late is mined and pays (when left out), or is dropped for nothing. */
  readonly failedAttempts?: 'pay' | 'free' | undefined;
}

export class Chain {
  readonly #p: ChainParameters;
  #tape: Tape | undefined;
  /** Gas limits of the first blocks; the last one lasts. */
  readonly #limits: Float64Array;
  #block = -1;
  /** Gas limit of the open block. */
  #limit: Gas;
  #clearing = 0;
  /** Block whose clearing price that is: it is often opened twice, to look ahead and to be worked on. */
  #clearingBlock = -1;
  #floor = 0;
  #used = 0;
  /** Gas of ours in the open block that pushes the base fee. */
  #pushing = 0;
  /** Block after the last one that our gas pushed. */
  #pushedBlock = -1;
  /** Base fees from that block on, and how many of them have been worked out. */
  readonly #fees = new Float64Array(MEMORY_BLOCKS + 1);
  #known = 1;
  /** Market price last asked for. */
  #marketAt = -1;
  #market = 0;

  constructor(parameters: ChainParameters) {
    this.#p = parameters;
    this.#limits = gasLimitPath(parameters.gasLimit, parameters.gasLimitVote);
    this.#limit = parameters.gasLimit;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    this.#block = -1;
    this.#pushedBlock = -1;
    this.#used = 0;
    this.#clearingBlock = -1;
    this.#marketAt = -1;
  }

  /** Appends what our gas has done to the base fee. */
  save(into: SavedState): void {
    into.push(this.#pushedBlock);
    into.push(this.#fees[0] as number);
  }

  /** Takes a saved state from position `at`; returns the position after it. */
  restore(from: ArrayLike<number>, at: number): number {
    this.#pushedBlock = from[at] as number;
    this.#fees[0] = from[at + 1] as number;
    this.#known = 1;
    this.#marketAt = -1;
    return at + 2;
  }

  /** Makes a block the one that bids are held against. */
  open(block: number): void {
    const tape = this.#tape as Tape;
    this.#block = block;
    this.#limit = this.#limits[Math.min(block, this.#limits.length - 1)] as number;
    this.#used = 0;
    this.#pushing = 0;
    if (block !== this.#clearingBlock) {
      this.#clearingBlock = block;
      this.#clearing = tape.gasAt(tape.blocks.times[block] as number);
    }
    this.#floor = this.#baseFee(block);
  }

  /** Gas of ours in the open block. */
  get used(): Gas {
    return this.#used;
  }

  /** Gas that fits into the open block. */
  get limit(): Gas {
    return this.#limit;
  }

  /** Gas left for ours at the best possible bid, at most `share` of the block. */
  roomOfShare(share: number): Gas {
    return share * this.#limit - this.#used;
  }

  /** Whether a transaction offering `bid` would be in the open block. */
  admits(bid: Gwei, gas: Gas): boolean {
    if (bid < this.#floor) return false;
    return this.#used + gas <= this.#limit * (1 - demandShare(bid, this.#clearing, this.#p.elasticity));
  }

  /** How many transactions of `gas` each, all offering `bid`, the open block still takes; Infinity when they need no gas. */
  roomFor(bid: Gwei, gas: Gas): number {
    if (bid < this.#floor) return 0;
    const left = this.#limit * (1 - demandShare(bid, this.#clearing, this.#p.elasticity)) - this.#used;
    if (left < 0) return 0;
    return gas === 0 ? Number.POSITIVE_INFINITY : Math.floor(left / gas);
  }

  /** Whether a bid could be in the open block if nobody else of ours were. */
  couldAdmit(bid: Gwei, gas: Gas): boolean {
    return bid >= this.#floor && gas <= this.#limit * (1 - demandShare(bid, this.#clearing, this.#p.elasticity));
  }

  /** Lowest gas price at which a transaction could be in the open block if nobody else of ours were; Infinity when none is. */
  leastBid(gas: Gas): Gwei {
    const left = 1 - gas / this.#limit;
    if (left <= 0) return gas > this.#limit ? Number.POSITIVE_INFINITY : this.#floor;
    const { elasticity } = this.#p;
    const price = this.#clearing / (elasticity === 1 ? left : Math.exp(Math.log(left) / elasticity));
    return Math.max(this.#floor, price);
  }

  /** Lowest bid for which the open block still has a place behind what is in it, gwei; Infinity when it has none. */
  bidWithPlace(gas: Gas): Gwei {
    // A rounding above the edge, so that it is admitted.
    return this.leastBid(this.#used + gas) * (1 + 1e-9);
  }

  /** When a bid that found no room in the open block may find some: the next block, or the next gas window. */
  hopeAfter(time: Millis): Millis {
    const tape = this.#tape as Tape;
    if (this.#used > 0 || this.#p.fee.hasBaseFee) return time + 1;
    return (Math.floor(time / tape.windowMillis) + 1) * tape.windowMillis;
  }

  /** Takes room for a transaction of a keeper or of the protocol; it pushes the base fee. */
  include(gas: Gas): void {
    this.#used += gas;
    this.#pushing += gas;
  }

  /**
   * Takes room for an oracle report. Reports come on calm days too, so that their gas is part of everybody's demand: it
   * does not push the base fee a second time.
   */
  includeReport(gas: Gas): void {
    this.#used += gas;
  }

  /** Whether transactions that came too late are mined and pay. */
  get failuresPay(): boolean {
    return this.#p.failedAttempts !== 'free';
  }

  /** What one transaction pays beside its gas at an instant, gwei: its data on the chain below. */
  postingCost(time: Millis): Gwei {
    return (this.#tape as Tape).postingAt(time);
  }

  close(): void {
    const { fee, elasticity } = this.#p;
    if (!fee.hasBaseFee || this.#pushing === 0) return;
    const share = demandShare(this.#floor, this.#clearing, elasticity);
    this.#fees[0] = nextBaseFee(this.#floor, Math.min(1, share + this.#pushing / this.#limit), fee);
    this.#known = 1;
    this.#pushedBlock = this.#block + 1;
    this.#marketAt = -1;
  }

  /** Gas price that would just have been included, as agents know it at an instant. */
  marketPrice(time: Millis): Gwei {
    if (time === this.#marketAt) return this.#market;
    const tape = this.#tape as Tape;
    const seen = Math.max(0, time - this.#p.gasOracleLag);
    let price = tape.gasAt(seen);
    if (this.#p.fee.hasBaseFee && tape.blockCount > 0) {
      const block = Math.min(tape.blockFrom(seen), tape.blockCount - 1);
      price = Math.max(price, this.#baseFee(block));
    }
    this.#marketAt = time;
    this.#market = price;
    return price;
  }

  #baseFee(block: number): Gwei {
    const tape = this.#tape as Tape;
    if (!this.#p.fee.hasBaseFee) return 0;
    const age = block - this.#pushedBlock;
    if (this.#pushedBlock < 0 || age < 0 || age > MEMORY_BLOCKS) return (tape.baseFee as Float64Array)[block] as number;
    if (age >= this.#known) this.#workOut(age, tape);
    return this.#fees[age] as number;
  }

  /** Follows the base fee that our gas has pushed up to so many blocks after the push. */
  #workOut(age: number, tape: Tape): void {
    const { fee, elasticity } = this.#p;
    const { times } = tape.blocks;
    let clearing = 0;
    let windowEnd = Number.NEGATIVE_INFINITY;
    let last = this.#fees[this.#known - 1] as number;
    for (; this.#known <= age; this.#known++) {
      const time = times[this.#pushedBlock + this.#known - 1] as number;
      if (time >= windowEnd) {
        clearing = tape.gasAt(time);
        windowEnd = (Math.floor(time / tape.windowMillis) + 1) * tape.windowMillis;
      }
      last = nextBaseFee(last, demandShare(last, clearing, elasticity), fee);
      this.#fees[this.#known] = last;
    }
  }
}
