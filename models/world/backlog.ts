/** Debt of accounts that are due and not yet dealt with: how much at most, and for how long there was any. */
import type { Millis, Usd } from '../../sim/units.ts';
import { ABSENT, OUTCOME_INDEX as I } from '../outcome.ts';
import type { Stage } from './stage.ts';

export class Backlog {
  largestUsd: Usd = 0;
  #since = -1;
  #millis = 0;

  begin(): void {
    this.largestUsd = 0;
    this.#since = -1;
    this.#millis = 0;
  }

  /** @param usd backlog at this instant */
  note(usd: Usd, time: Millis): void {
    if (usd > this.largestUsd) this.largestUsd = usd;
    if (usd > 0) {
      if (this.#since < 0) this.#since = time;
    } else if (this.#since >= 0) {
      this.#millis += time - this.#since;
      this.#since = -1;
    }
  }

  /** Seconds with a backlog up to an instant. */
  seconds(time: Millis): number {
    return (this.#millis + (this.#since < 0 ? 0 : time - this.#since)) / 1000;
  }

  /** The path is over: writes down what it came to. @param engagedUsd debt that is being dealt with outside the due set */
  end({ closings, due, tally, tape }: Stage, engagedUsd: Usd): void {
    tally[I.maxBacklogUsd] = this.largestUsd;
    tally[I.unservedDebtUsd] = due.totalUsd + engagedUsd;
    const seconds = this.seconds(tape.horizon);
    tally[I.closesPerSecond] = seconds > 0 ? closings.delayed / seconds : ABSENT;
  }
}
