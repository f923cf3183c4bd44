/**
 * Keepers with limits: capital that is spread unequally, that takes time to come back, and that other protocols want at the
 * same time; a number of transactions per block; delays that grow in stress.
 *
 * Capital left to keeper k at time t: its capacity · (1 − busy(t)), less what it has used and not got back. Without
 * `funding` what it used is back in the next block; with it, `recovery` later, each amount on its own.
 *
 * Other protocols are not simulated: busy(t) = min(most, busy · (m(t) / reference)^exponent) with m the drawdown or the range
 * of the same tape, so that an operator is wanted everywhere at once when prices fall.
 */
import { powReal } from '../../sim/math.ts';
import type { Fraction, Millis, Usd } from '../../sim/units.ts';
import type { Tape } from '../tape/tape.ts';
import { capacities, type Elsewhere, type KeeperGroup, type Stretch } from './keeper-group.ts';
import { Keepers } from './keepers.ts';
import type { ReactionDelays } from './reaction-delays.ts';

/** Share of a capacity that counts as nothing. */
const CRUMBS = 1e-9;

export class LimitedKeepers extends Keepers {
  #tape: Tape | undefined;
  readonly #capacity: Float64Array;
  readonly #groupOf: Int32Array;
  /** Per keeper: what is out, as pairs (back at, USD) in the order of time; the first `#done` numbers are back. */
  readonly #out: number[][];
  readonly #done: Int32Array;
  /** Per keeper: sum of what is out. */
  readonly #outUsd: Float64Array;
  /** Transactions carried out in the block of this number. */
  readonly #sent: Int32Array;
  readonly #sentBlock: Int32Array;
  /** Per group: share taken by others in the block last asked for. */
  readonly #busy: Float64Array;
  readonly #busyBlock: Int32Array;

  constructor(delays: ReactionDelays, groups: readonly KeeperGroup[]) {
    super(delays, groups);
    this.#capacity = Float64Array.from(groups.flatMap((group) => [...capacities(group)]));
    this.#groupOf = Int32Array.from(groups.flatMap((group, g) => new Array<number>(group.count).fill(g)));
    this.#out = Array.from(this.#capacity, () => []);
    this.#done = new Int32Array(this.total);
    this.#outUsd = new Float64Array(this.total);
    this.#sent = new Int32Array(this.total);
    this.#sentBlock = new Int32Array(this.total);
    this.#busy = new Float64Array(groups.length);
    this.#busyBlock = new Int32Array(groups.length);
  }

  override begin(tape: Tape): void {
    super.begin(tape);
    this.#tape = tape;
    for (const out of this.#out) out.length = 0;
    this.#done.fill(0);
    this.#outUsd.fill(0);
    this.#sentBlock.fill(-1);
    this.#busyBlock.fill(-1);
  }

  protected override stretch(from: number, time: Millis): void {
    for (let g = 0; g < this.groups.length; g++) {
      const { stretch } = this.groups[g] as KeeperGroup;
      if (stretch === undefined) continue;
      const factor = this.#stretchFactor(stretch, time);
      for (let i = from + (this.first[g] as number); i < from + (this.first[g + 1] as number); i++) {
        this.times[i] = time + Math.round(((this.times[i] as number) - time) * factor);
      }
    }
  }

  #stretchFactor({ measure, reference, exponent, most }: Stretch, time: Millis): number {
    const tape = this.#tape as Tape;
    const value = measure === 'range' ? tape.rangeBefore(time) : tape.gasAt(time);
    return value <= reference ? 1 : Math.min(most, powReal(value / reference, exponent));
  }

  /** Share of a group's capital and transactions that other protocols take in a block. */
  busyShare(group: number, block: number): Fraction {
    const { elsewhere } = this.groups[group] as KeeperGroup;
    if (elsewhere === undefined) return 0;
    if (this.#busyBlock[group] !== block) {
      this.#busyBlock[group] = block;
      this.#busy[group] = this.#busyAt(elsewhere, this.#timeOf(block));
    }
    return this.#busy[group] as number;
  }

  #busyAt({ measure, reference, busy, exponent, most }: Elsewhere, time: Millis): Fraction {
    const tape = this.#tape as Tape;
    const value = measure === 'range' ? tape.rangeBefore(time) : drawdown(tape, time);
    return Math.min(most, busy * powReal(value / reference, exponent));
  }

  #timeOf(block: number): Millis {
    return (this.#tape as Tape).blocks.times[block] as number;
  }

  override capitalLeft(keeper: number, group: number, block: number): Usd {
    const { funding } = this.groups[group] as KeeperGroup;
    const capacity = this.#capacity[keeper] as number;
    const busy = this.busyShare(group, block);
    const free = busy === 0 ? capacity : busy === 1 ? 0 : capacity * (1 - busy);
    if (funding === undefined) return Math.max(0, free - this.spentIn(keeper, block));
    const left = free - this.#outstanding(keeper, this.#timeOf(block));
    // Crumbs of a division are nothing to act with.
    return left < CRUMBS * capacity ? 0 : left;
  }

  #outstanding(keeper: number, time: Millis): Usd {
    const out = this.#out[keeper] as number[];
    let done = this.#done[keeper] as number;
    if (done < out.length && (out[done] as number) <= time) {
      while (done < out.length && (out[done] as number) <= time) done += 2;
      this.#done[keeper] = done;
      // Summed anew: taking away what is back would leave rounding errors.
      let usd = 0;
      for (let i = done; i < out.length; i += 2) usd += out[i + 1] as number;
      this.#outUsd[keeper] = usd;
    }
    return this.#outUsd[keeper] as number;
  }

  override moneyAt(time: Millis): Millis {
    let first = Number.POSITIVE_INFINITY;
    for (let keeper = 0; keeper < this.total; keeper++) {
      const out = this.#out[keeper] as number[];
      for (let i = this.#done[keeper] as number; i < out.length; i += 2) {
        if ((out[i] as number) <= time) continue;
        first = Math.min(first, out[i] as number);
        break;
      }
    }
    return first;
  }

  override spend(keeper: number, block: number, usd: Usd): void {
    const { funding } = this.groups[this.#groupOf[keeper] as number] as KeeperGroup;
    if (funding === undefined) super.spend(keeper, block, usd);
    else if (usd > 0) {
      (this.#out[keeper] as number[]).push(this.#timeOf(block) + funding.recovery, usd);
      this.#outUsd[keeper] = (this.#outUsd[keeper] as number) + usd;
    }
  }

  override canSend(keeper: number, group: number, block: number): boolean {
    const { transactionsPerBlock } = this.groups[group] as KeeperGroup;
    if (transactionsPerBlock === undefined) return true;
    const sent = this.#sentBlock[keeper] === block ? (this.#sent[keeper] as number) : 0;
    return sent < Math.ceil(transactionsPerBlock * (1 - this.busyShare(group, block)));
  }

  override noteSent(keeper: number, block: number): void {
    this.#sent[keeper] = this.#sentBlock[keeper] === block ? (this.#sent[keeper] as number) + 1 : 1;
    this.#sentBlock[keeper] = block;
  }
}

/** Fall from the highest price so far, of the asset that fell furthest. */
function drawdown(tape: Tape, time: Millis): Fraction {
  const tick = tape.tickAt(time);
  let most = 0;
  for (let asset = 0; asset < tape.prices.length; asset++) {
    if (!tape.moves(asset)) continue;
    const price = (tape.prices[asset] as Float64Array)[tick] as number;
    most = Math.max(most, 1 - price / (tape.highestSoFar(asset)[tick] as number));
  }
  return most;
}
