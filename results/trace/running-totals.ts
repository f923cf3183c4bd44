/** The figures of a path as they stand, and what has changed since they were last looked at. */
import { OUTCOME_INDEX as I, OUTCOME_KEYS } from '../../models/outcome.ts';
import type { Stage } from '../../models/world/stage.ts';
import type { FigureChange } from './trace-event.ts';

export class RunningTotals {
  readonly values = new Float64Array(OUTCOME_KEYS.length);
  readonly #now = new Float64Array(OUTCOME_KEYS.length);

  begin(): void {
    this.values.fill(0);
  }

  /** @param isOver the books are closed: the tally is the row of the path */
  changes(stage: Stage, isOver: boolean): FigureChange[] {
    const now = this.#now;
    now.set(stage.tally);
    // These are booked into the tally at the end, but happen on the way.
    if (!isOver) {
      now[I.insuranceDrawnUsd] = stage.waterfall.drawnUsd;
      now[I.socialisedUsd] = stage.waterfall.socialisedUsd;
      now[I.parkedUsd] = stage.waterfall.parkedUsd;
      now[I.frontRunnerProfitUsd] = stage.frontRunner?.profitUsd ?? 0;
      now[I.frontRunnerSlippageUsd] = stage.frontRunner?.extraSlippageUsd ?? 0;
    }
    const changes: FigureChange[] = [];
    for (let i = 0; i < now.length; i++) {
      const [before, after] = [this.values[i] as number, now[i] as number];
      if (Object.is(before, after) || before === after) continue;
      this.values[i] = after;
      const isAbsent = Number.isNaN(after);
      changes.push({
        figure: OUTCOME_KEYS[i] as FigureChange['figure'],
        change: isAbsent ? null : after - before,
        total: isAbsent ? null : after,
      });
    }
    return changes;
  }
}
