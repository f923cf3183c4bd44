/**
 * Whether the protocol liquidates at the moment: nobody while a price is paused or the sequencer's grace period lasts; in
 * that period, where the protocol says so, accounts that are worse than a limit.
 *
 * A pause by any oracle stops the whole protocol: what an account holds of a price that is not trusted cannot be valued,
 * and auctions of it cannot be started. Reports go on landing, accounts become due, and auctions that run grow older.
 */
import type { Millis } from '../../../sim/units.ts';
import type { Margin } from '../../book/margin.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Oracle, SequencerGuard } from '../stages.ts';
import { isUpAndSettled } from './sequencer-status.ts';

const ALL = Number.POSITIVE_INFINITY;
const NEVER = Number.POSITIVE_INFINITY;

export class LiquidationGate {
  /** Accounts with a health factor below this may be liquidated: all (Infinity), none (0), or the worst. */
  below = ALL;
  /** When it opens further by itself; Infinity when only a landing opens it. */
  opensAt: Millis = NEVER;
  /** Whether it must see every landed price from time 0 on. */
  remembers = false;
  readonly #oracles: readonly Oracle[];
  readonly #sequencers: readonly SequencerGuard[];
  readonly #margin: Margin;
  readonly #prices: ArrayLike<number>;
  readonly #isAlwaysOpen: boolean;
  #tape: Tape | undefined;

  /** @param oracles those that can pause */
  constructor(
    oracles: readonly Oracle[],
    sequencers: readonly SequencerGuard[],
    margin: Margin,
    prices: ArrayLike<number>,
  ) {
    this.#oracles = oracles;
    this.#sequencers = sequencers;
    this.#margin = margin;
    this.#prices = prices;
    this.#isAlwaysOpen = oracles.length === 0 && sequencers.length === 0;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    this.below = ALL;
    this.opensAt = NEVER;
  }

  /** Nobody is liquidated. */
  get isShut(): boolean {
    return this.below === 0;
  }

  /** Whether an account may not be liquidated. Asked only while the gate is not fully open. */
  bars(slot: number): boolean {
    if (this.below === ALL) return false;
    this.#margin.read(slot, this.#prices);
    return !(this.#margin.healthFactor < this.below);
  }

  /** A liquidation of the account is about to be carried out. */
  liquidated(_slot: number): void {}

  /** Looks again at an instant; returns whether it is open to more than before. */
  refresh(time: Millis): boolean {
    if (this.#isAlwaysOpen) return false;
    const before = this.below;
    let below = ALL;
    this.opensAt = NEVER;
    for (const guard of this.#sequencers) below = Math.min(below, this.#sequencer(guard, time));
    for (const oracle of this.#oracles) if (oracle.isPaused) below = 0;
    this.below = below;
    return below > before;
  }

  #sequencer(guard: SequencerGuard, time: Millis): number {
    const { count, from, until } = (this.#tape as Tape).outages;
    let last = count - 1;
    while (last >= 0 && (from[last] as number) > time) last--;
    if (last < 0) return ALL;
    const cameUp = until[last] as number;
    const down = time < cameUp;
    if (isUpAndSettled(down, down ? (from[last] as number) : cameUp, time, guard.grace)) return ALL;
    // Strictly after the grace period, and times are whole milliseconds.
    this.opensAt = Math.min(this.opensAt, Math.floor(cameUp + guard.grace) + 1);
    return guard.minimumHealth;
  }
}
