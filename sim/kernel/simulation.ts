import type { Millis } from '../units.ts';
import { EventQueue } from './event-queue.ts';

/**
 * Why a run ended: the next event lies beyond the horizon; nothing is scheduled; the handler asked for it; or the
 * budget of events is used up while more were due, which a caller should treat as a runaway.
 */
export type StopReason = 'horizon' | 'empty' | 'stopped' | 'budget';

/** What happens at an event. Returning exactly `true` stops the run after it; anything else goes on. */
export type EventHandler = (kind: number, subject: number, time: Millis) => unknown;

/**
 * The clock and the loop: takes events in the queue's total order and hands each to one handler, which may schedule
 * and cancel. Time never runs backwards: scheduling before the event in hand is a RangeError, at the same instant is
 * allowed (it then comes by rank, or last among its rank).
 */
export class Simulation {
  readonly queue = new EventQueue();
  /** Time of the event in hand; the horizon after a run that reached it. */
  now: Millis = 0;
  /** Events handled since the start or the last `reset`. */
  handled = 0;

  /**
   * Handles events up to and including the instant `until`. After `'horizon'` the clock stands at `until`, otherwise
   * at the last event, and a further call goes on from there.
   *
   * @param budget most events to handle in this call, 0 or more.
   * @throws RangeError when `until` is before `now` or NaN, or `budget` is negative or NaN.
   */
  run(until: Millis, handle: EventHandler, budget: number): StopReason {
    if (!(until >= this.now)) throw new RangeError(`Simulation: cannot run until ${until}, it is ${this.now} already`);
    if (!(budget >= 0)) throw new RangeError(`Simulation: the budget must be 0 events or more, got ${budget}`);
    const queue = this.queue;
    let left = budget;
    while (queue.size > 0) {
      if (queue.peekTime() > until) {
        this.moveTo(until);
        return 'horizon';
      }
      if (left < 1) return 'budget';
      left -= 1;
      queue.next();
      this.moveTo(queue.time);
      this.handled += 1;
      if (handle(queue.kind, queue.subject, queue.time) === true) return 'stopped';
    }
    return 'empty';
  }

  /** Back to time 0 with nothing scheduled, as if new, keeping the memory. */
  reset(): void {
    this.queue.clear();
    this.now = 0;
    this.handled = 0;
  }

  private moveTo(time: Millis): void {
    this.now = time;
    this.queue.earliest = time;
  }
}
