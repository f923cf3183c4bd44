/**
 * The keepers, in groups of alike ones. When a landed price makes accounts due, every keeper reacts after a delay of its
 * own: one wave of reactions per landing, the same for all accounts of that landing. A keeper that is down acts when it
 * is back.
 */
import type { Millis, Usd } from '../../sim/units.ts';
import { doubled } from '../book/accounts.ts';
import type { Tape } from '../tape/tape.ts';
import type { KeeperGroup } from './keeper-group.ts';
import { outageStart } from './outage-start.ts';
import type { ReactionDelays } from './reaction-delays.ts';

/** Of a wave that nobody has asked for. */
const UNKNOWN = -1;

export class Keepers {
  readonly groups: readonly KeeperGroup[];
  readonly #delays: ReactionDelays;
  /** First keeper of each group, and the total at the end. */
  protected readonly first: readonly number[];
  protected readonly total: number;
  readonly #outageStart: Float64Array;
  readonly #outageEnd: Float64Array;
  #anyOutage = false;
  /** Per wave: keepers of each group in the order in which they act, and when. */
  protected times = new Float64Array(1024);
  #order = new Int32Array(1024);
  /** Per wave: when the first keeper of any group acts; below 0 while nobody has asked for the wave. */
  #firstActs = new Float64Array(64);
  /** Per wave: when what it reacts to landed. */
  #startedAt = new Float64Array(64);
  #waves = 0;
  /** Capital used in the block of this number, by keeper. */
  readonly #spent: Float64Array;
  readonly #spentBlock: Int32Array;

  constructor(delays: ReactionDelays, groups: readonly KeeperGroup[]) {
    this.groups = groups;
    this.#delays = delays;
    const first = [0];
    for (const group of groups) first.push((first.at(-1) as number) + group.count);
    this.first = first;
    this.total = first.at(-1) as number;
    this.#outageStart = new Float64Array(this.total);
    this.#outageEnd = new Float64Array(this.total);
    this.#spent = new Float64Array(this.total);
    this.#spentBlock = new Int32Array(this.total);
  }

  begin(tape: Tape): void {
    this.#waves = 0;
    this.#delays.begin(tape);
    this.#spentBlock.fill(-1);
    this.#anyOutage = false;
    this.groups.forEach((group, g) => {
      if (group.outage === undefined) return;
      for (let k = this.first[g] as number; k < (this.first[g + 1] as number); k++) {
        this.#outageStart[k] = Number.POSITIVE_INFINITY;
        this.#outageEnd[k] = Number.NEGATIVE_INFINITY;
        const start = outageStart(group, k - (this.first[g] as number), this.#delays.name(k), tape);
        if (start === undefined) continue;
        this.#anyOutage = true;
        this.#outageStart[k] = start;
        this.#outageEnd[k] = start + group.outage.duration;
      }
    });
  }

  /** Every keeper reacts to what landed at `time`; returns the number of the wave. Who is how quick is found when somebody asks. */
  startWave(time: Millis): number {
    const wave = this.#waves++;
    if (wave === this.#firstActs.length) {
      this.#firstActs = doubled(this.#firstActs, 0);
      this.#startedAt = doubled(this.#startedAt, 0);
    }
    this.#firstActs[wave] = UNKNOWN;
    this.#startedAt[wave] = time;
    return wave;
  }

  /** Makes the reactions of a wave known. */
  #makeKnown(wave: number): void {
    const from = this.#delays.wave(wave);
    while (from + this.total > this.times.length) {
      this.times = doubled(this.times, 0);
      this.#order = doubled(this.#order, 0);
    }
    const { delays } = this.#delays;
    const times = this.times;
    const time = this.#startedAt[wave] as number;
    const end = from + this.total;
    for (let i = from; i < end; i++) times[i] = time + (delays[i] as number);
    this.stretch(from, time);
    if (this.#anyOutage) this.#delayThoseDown(from);
    this.#firstActs[wave] = this.#firstOf(from);
  }

  /** Lengthens the delays of the wave that begins at `from`; plain keepers are as quick in stress as in calm. */
  protected stretch(_from: number, _time: Millis): void {}

  /** Keepers that are down when they would act do so when they are back, behind those that are not. */
  #delayThoseDown(wave: number): void {
    const { order } = this.#delays;
    for (let i = wave; i < wave + this.total; i++) this.#order[i] = order[i] as number;
    for (let g = 0; g < this.groups.length; g++) {
      if ((this.groups[g] as KeeperGroup).outage === undefined) continue;
      const from = wave + (this.first[g] as number);
      const to = wave + (this.first[g + 1] as number);
      for (let i = from; i < to; i++) {
        const keeper = this.#order[i] as number;
        let acts = this.times[i] as number;
        if (acts >= (this.#outageStart[keeper] as number) && acts < (this.#outageEnd[keeper] as number)) {
          acts = this.#outageEnd[keeper] as number;
        }
        let at = i;
        for (; at > from && (this.times[at - 1] as number) > acts; at--) {
          this.times[at] = this.times[at - 1] as number;
          this.#order[at] = this.#order[at - 1] as number;
        }
        this.times[at] = acts;
        this.#order[at] = keeper;
      }
    }
  }

  #firstOf(wave: number): Millis {
    let first = Number.POSITIVE_INFINITY;
    for (let g = 0; g < this.groups.length; g++) {
      const time = this.times[wave + (this.first[g] as number)] as number;
      if (time < first) first = time;
    }
    return first;
  }

  /** When the first keeper of any group acts in a wave; Infinity without keepers. */
  firstAct(wave: number): Millis {
    if ((this.#firstActs[wave] as number) < 0) this.#makeKnown(wave);
    return this.#firstActs[wave] as number;
  }

  /** How many keepers of a group have acted in a wave by `time`. */
  acted(wave: number, group: number, time: Millis): number {
    if ((this.#firstActs[wave] as number) < 0) this.#makeKnown(wave);
    const from = wave * this.total + (this.first[group] as number);
    const { count } = this.groups[group] as KeeperGroup;
    let acted = 0;
    while (acted < count && (this.times[from + acted] as number) <= time) acted++;
    return acted;
  }

  /** The keeper of a group that acted as number `rank` (from 0) in a wave. */
  keeperAt(wave: number, group: number, rank: number): number {
    if ((this.#firstActs[wave] as number) < 0) this.#makeKnown(wave);
    const order = this.#anyOutage ? this.#order : this.#delays.order;
    return order[wave * this.total + (this.first[group] as number) + rank] as number;
  }

  /** When the first keeper of any group that has not acted by `time` acts in a wave; Infinity when all have. */
  nextAct(wave: number, time: Millis): Millis {
    if ((this.#firstActs[wave] as number) < 0) this.#makeKnown(wave);
    let next = Number.POSITIVE_INFINITY;
    const from = wave * this.total;
    for (let i = from; i < from + this.total; i++) {
      const acts = this.times[i] as number;
      if (acts > time && acts < next) next = acts;
    }
    return next;
  }

  /** When the keeper of a group that acts as number `rank` (from 0) in a wave does so. */
  actsAt(wave: number, group: number, rank: number): Millis {
    if ((this.#firstActs[wave] as number) < 0) this.#makeKnown(wave);
    return this.times[wave * this.total + (this.first[group] as number) + rank] as number;
  }

  /** When a keeper that is down at an instant is back; the instant itself when it is not down. */
  backAt(keeper: number, time: Millis): Millis {
    const end = this.#outageEnd[keeper] as number;
    return time >= (this.#outageStart[keeper] as number) && time < end ? end : time;
  }

  /** Whether a keeper can carry out one more transaction in a block. */
  canSend(_keeper: number, _group: number, _block: number): boolean {
    return true;
  }

  /** When money that is out comes back next; Infinity when none is, or when all is back in the next block. */
  moneyAt(_time: Millis): Millis {
    return Number.POSITIVE_INFINITY;
  }

  noteSent(_keeper: number, _block: number): void {}

  /** Capital that a keeper can still use in a block. */
  capitalLeft(keeper: number, group: number, block: number): Usd {
    const { capital } = this.groups[group] as KeeperGroup;
    return this.#spentBlock[keeper] === block ? capital - (this.#spent[keeper] as number) : capital;
  }

  /** What a keeper has used in a block. */
  protected spentIn(keeper: number, block: number): Usd {
    return this.#spentBlock[keeper] === block ? (this.#spent[keeper] as number) : 0;
  }

  spend(keeper: number, block: number, usd: Usd): void {
    this.#spent[keeper] = this.#spentBlock[keeper] === block ? (this.#spent[keeper] as number) + usd : usd;
    this.#spentBlock[keeper] = block;
  }
}
