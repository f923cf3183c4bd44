/** What it means for an account to become due. */
import type { Stage } from '../world/stage.ts';
import { DUE } from './account-states.ts';
import { breachTime } from './breach.ts';

/**
 * Puts an account that `margin` has just read as due among those due. Returns false where there is nothing to take: no
 * strategy can do anything about it, and its debt is latent bad debt.
 *
 * @param wave of keeper reactions that answers it @param observedTick tick whose price the protocol has
 */
export function becomeDue(stage: Stage, slot: number, wave: number, observedTick: number): boolean {
  const { states, due, margin } = stage;
  stage.watch.forget(slot);
  if (margin.collateralUsd === 0) return false;
  due.add(slot, margin.debtUsd);
  stage.healing.await(slot);
  states.asset[slot] = stage.settlement.mainCollateral(slot);
  states.status[slot] = DUE;
  states.wave[slot] = wave;
  states.retryAt[slot] = 0;
  states.dueAt[slot] = stage.time;
  states.firstAt[slot] = -1;
  states.cascade[slot] = -1;
  states.breachAt[slot] = breachTime(stage, slot, observedTick);
  return true;
}
