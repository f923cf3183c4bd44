/**
 * What engines share in which a keeper makes one call for each due account: the walk over the accounts that are due, and what becomes of
 * a call that is not won.
 */
import type { Gas, Millis } from '../../../sim/units.ts';
import { NO_ROOM } from '../../keepers/race.ts';
import { RacingExecutor } from './racing-executor.ts';

export abstract class CallingExecutor extends RacingExecutor {
  /** Tries every due account that nothing bars, largest debt first, until the block is full. */
  protected callForDue(): void {
    const { due, gate, keepers, states, time } = this.stage;
    for (let position = 0; position < due.size; ) {
      const slot = due.at(position);
      const first = keepers.firstAct(states.wave[slot] as number);
      if (!gate.bars(slot)) {
        if (this.race.isDeclined(slot, this.landed)) this.wakeAt(states.retryAt[slot] as number);
        else if (first > time) this.wakeAt(first);
        else if (!this.call(slot)) return;
      }
      // An account that was dealt with has left its place to the next one.
      if (position < due.size && due.at(position) === slot) position++;
    }
  }

  /** Races for the call for an account; returns whether the block may have room for another. */
  protected abstract call(slot: number): boolean;

  /** The call for the account looked at was not won. Returns whether the block may have room for another, of `gas`. */
  protected turnAway(slot: number, result: number, gas: Gas, retry: Millis): boolean {
    const { prices, settlement, time, recorder } = this.stage;
    if (result === NO_ROOM) {
      this.wakeAt(this.race.hopeAfter(time));
      const hasRoom = this.race.hasRoom(gas, time);
      if (!hasRoom) recorder?.note({ kind: 'declined', slot, why: 'full', shortfall: 1, rest: 'all' });
      return hasRoom;
    }
    this.wakeAt(this.race.decline(slot, prices[settlement.collateralAsset] as number, retry, 1));
    return true;
  }
}
