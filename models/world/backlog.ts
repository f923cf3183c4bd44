/** Debt of accounts that are due and not yet dealt with: how much at most, and for how long there was any. */
import type { Millis, Usd } from '../../sim/units.ts';

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
}
