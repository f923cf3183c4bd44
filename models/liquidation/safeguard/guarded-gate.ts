/**
 * The gate of a strategy with safeguards: an account passes once every hold lets it, and nothing does while one of them shuts
 * the whole protocol. The gate says when it opens further, so that waiting costs one event.
 */
import type { Millis } from '../../../sim/units.ts';
import { LiquidationGate } from '../../oracles/guard/liquidation-gate.ts';
import type { Oracle, SequencerGuard } from '../../oracles/stages.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Stage } from '../../world/stage.ts';
import type { Hold } from './safeguard.ts';

export class GuardedGate extends LiquidationGate {
  readonly #stage: Stage;
  readonly #holds: readonly Hold[];
  #shutUntil: Millis = 0;

  constructor(oracles: readonly Oracle[], sequencers: readonly SequencerGuard[], stage: Stage, holds: readonly Hold[]) {
    super(oracles, sequencers, stage.margin, stage.prices);
    this.#stage = stage;
    this.#holds = holds;
    this.remembers = holds.some((hold) => hold.remembers === true);
  }

  override begin(tape: Tape): void {
    super.begin(tape);
    this.#shutUntil = 0;
    for (const hold of this.#holds) hold.begin(tape);
  }

  override bars(slot: number): boolean {
    return super.bars(slot) || this.#from(slot) > this.#stage.time;
  }

  override liquidated(slot: number): void {
    for (const hold of this.#holds) {
      if (hold.liquidated !== undefined) this.opensAt = Math.min(this.opensAt, hold.liquidated(slot));
    }
  }

  override refresh(time: Millis): boolean {
    const before = this.below;
    // The plain gate leaves as it is what nothing of its own can shut.
    this.below = Number.POSITIVE_INFINITY;
    this.opensAt = Number.POSITIVE_INFINITY;
    super.refresh(time);
    for (const hold of this.#holds) {
      if (hold.shutUntil !== undefined) this.#shutUntil = Math.max(this.#shutUntil, hold.shutUntil(time));
    }
    if (this.#shutUntil > time) {
      this.below = 0;
      this.opensAt = Math.min(this.opensAt, this.#shutUntil);
    }
    this.#noteNext(time);
    return this.below > before;
  }

  /** When the next due account will be let go: engines look at all that are due in the block of that instant. */
  #noteNext(time: Millis): void {
    const { due, recorder, states } = this.#stage;
    for (let position = 0; position < due.size; position++) {
      const slot = due.at(position);
      const from = this.#from(slot);
      if (from <= time) continue;
      this.opensAt = Math.min(this.opensAt, from);
      if (states.dueAt[slot] === time) recorder?.note({ kind: 'declined', slot, why: 'held', shortfall: 1 });
    }
  }

  #from(slot: number): Millis {
    let from = 0;
    for (const hold of this.#holds) if (hold.from !== undefined) from = Math.max(from, hold.from(slot));
    return from;
  }
}
