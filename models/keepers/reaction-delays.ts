/**
 * How long every keeper takes to react to a landing, wave by wave: drawn once per path and read by every strategy, since
 * the n-th wave of any strategy finds the keepers as quick as that of another. A wave that nobody asks for is not drawn.
 */
import type { DrawColumn } from '../../sim/random/draw-column.ts';
import type { Millis } from '../../sim/units.ts';
import { doubled } from '../book/accounts.ts';
import type { Tape } from '../tape/tape.ts';
import type { KeeperGroup } from './keeper-group.ts';

/** Up to so many keepers of a group are put in their places one by one. */
const FEW = 64;

export class ReactionDelays {
  readonly #groups: readonly KeeperGroup[];
  readonly #names: readonly string[];
  readonly #draws: DrawColumn[] = [];
  readonly total: number;
  #tape: Tape | undefined;
  #seed = '';
  #path = -1;
  /** Whether the keepers' draws are those of this path. */
  #isOpen = false;
  /** Per wave: 1 where it has been drawn. */
  #isDrawn = new Int8Array(64);
  /** Per wave, group by group: delays in ascending order (ms), and whose they are. */
  delays = new Float64Array(1024);
  order = new Int32Array(1024);

  constructor(groups: readonly KeeperGroup[]) {
    this.#groups = groups;
    this.#names = groups.flatMap((group) => Array.from({ length: group.count }, (_, i) => `keeper/${group.name}/${i}`));
    this.total = this.#names.length;
  }

  /** Turns to a path; does nothing when it is already there. */
  begin(tape: Tape): void {
    if (this.#tape === tape && this.#seed === tape.seed && this.#path === tape.path) return;
    this.#tape = tape;
    this.#seed = tape.seed;
    this.#path = tape.path;
    this.#isOpen = false;
    this.#isDrawn.fill(0);
  }

  name(keeper: number): string {
    return this.#names[keeper] as string;
  }

  /** Makes sure that a wave has been drawn; returns where it begins in `delays` and `order`. */
  wave(wave: number): number {
    while (wave >= this.#isDrawn.length) this.#isDrawn = doubled(this.#isDrawn, 0);
    if (this.#isDrawn[wave] === 0) this.#draw(wave);
    return wave * this.total;
  }

  #open(): void {
    const tape = this.#tape as Tape;
    this.#isOpen = true;
    for (let keeper = 0; keeper < this.total; keeper++) this.#draws[keeper] = tape.draws(this.#names[keeper] as string);
  }

  #draw(wave: number): void {
    if (!this.#isOpen) this.#open();
    this.#isDrawn[wave] = 1;
    let from = wave * this.total;
    while (from + this.total > this.delays.length) {
      this.delays = doubled(this.delays, 0);
      this.order = doubled(this.order, 0);
    }
    let first = 0;
    for (const group of this.#groups) {
      if (group.count <= FEW) this.#place(group, wave, first, from);
      else this.#sort(group, wave, first, from);
      first += group.count;
      from += group.count;
    }
  }

  #delay(group: KeeperGroup, wave: number, keeper: number): Millis {
    return group.delay.quantile((this.#draws[keeper] as DrawColumn).at(wave));
  }

  #place(group: KeeperGroup, wave: number, first: number, from: number): void {
    const { delays, order } = this;
    for (let i = 0; i < group.count; i++) {
      const delay = this.#delay(group, wave, first + i);
      let at = from + i;
      for (; at > from && (delays[at - 1] as number) > delay; at--) {
        delays[at] = delays[at - 1] as number;
        order[at] = order[at - 1] as number;
      }
      delays[at] = delay;
      order[at] = first + i;
    }
  }

  /** The same order: ascending, and equal ones as they are numbered. */
  #sort(group: KeeperGroup, wave: number, first: number, from: number): void {
    const drawn = Float64Array.from({ length: group.count }, (_, i) => this.#delay(group, wave, first + i));
    const ranks = this.order.subarray(from, from + group.count);
    for (let i = 0; i < ranks.length; i++) ranks[i] = i;
    ranks.sort((a, b) => (drawn[a] as number) - (drawn[b] as number) || a - b);
    for (let i = 0; i < ranks.length; i++) {
      this.delays[from + i] = drawn[ranks[i] as number] as number;
      ranks[i]! += first;
    }
  }
}
