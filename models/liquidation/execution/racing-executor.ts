/**
 * What all engines share whose work keepers race for: the race, and what they remember from block to block of when to act next. An
 * engine adds its `work`, and looks ahead further where it knows more.
 */
import type { Millis } from '../../../sim/units.ts';
import { makeRace } from '../../keepers/make-race.ts';
import type { Race } from '../../keepers/race.ts';
import type { Stage } from '../../world/stage.ts';
import type { Executor } from './executor.ts';

const NEVER = Number.POSITIVE_INFINITY;

export abstract class RacingExecutor implements Executor {
  readonly usesKeepers = true;
  protected readonly stage: Stage;
  protected readonly race: Race;
  /** Prices landed since it acted last: what was declined may pay now. */
  protected landed = false;
  /** Something is left for the next block. */
  protected again = false;
  /** When it wants to act if nothing else happens, ms. */
  #wake = NEVER;

  constructor(stage: Stage) {
    this.stage = stage;
    this.race = makeRace(stage);
  }

  get engagedUsd(): number {
    return 0;
  }

  begin(): void {
    this.race.begin();
    this.landed = false;
    this.again = false;
    this.#wake = NEVER;
  }

  end(): void {
    this.race.end();
  }

  pricesLanded(): void {
    this.landed = true;
  }

  accountDue(): void {
    this.again = true;
  }

  act(): void {
    const isNew = this.again || this.landed;
    this.again = false;
    this.#wake = NEVER;
    this.work(isNew);
    this.landed = false;
    this.race.settlePending();
  }

  /** @param isNew whether prices landed or accounts became due since it acted last */
  protected abstract work(isNew: boolean): void;

  protected wakeAt(time: Millis): void {
    if (time < this.#wake) this.#wake = time;
  }

  nextBlock(after: number, _limit: Millis): number {
    if (this.again && this.stage.due.size > 0) return after + 1;
    return this.wakeBlock(after);
  }

  /** First block in which it wants to act because of the time. */
  protected wakeBlock(after: number): number {
    return this.blockAt(Math.min(this.#wake, this.race.wakeAt), after);
  }

  /** First block after `after` that is not before `time`. */
  protected blockAt(time: Millis, after: number): number {
    return time === NEVER ? NEVER : Math.max(after + 1, this.stage.tape.blockFrom(time));
  }
}
