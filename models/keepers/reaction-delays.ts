/**
 * How long every keeper takes to react to a landing, wave by wave: drawn once per path and read by every strategy, since
 * the n-th wave of any strategy finds the keepers as quick as that of another. A wave that nobody asks for is not drawn.
 */
import type { DrawColumn } from '../../sim/random/draw-column.ts';
import { doubled } from '../book/accounts.ts';
import type { Tape } from '../tape/tape.ts';
import type { KeeperGroup } from './keeper-group.ts';

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
    const delays = this.delays;
    const order = this.order;
    let keeper = 0;
    for (const group of this.#groups) {
      for (let i = 0; i < group.count; i++, keeper++) {
        const delay = group.delay.quantile((this.#draws[keeper] as DrawColumn).at(wave));
        let at = from + i;
        for (; at > from && (delays[at - 1] as number) > delay; at--) {
          delays[at] = delays[at - 1] as number;
          order[at] = order[at - 1] as number;
        }
        delays[at] = delay;
        order[at] = keeper;
      }
      from += group.count;
    }
  }
}
