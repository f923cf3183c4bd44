/**
 * When the outside price made an account due: the start of the unbroken stretch of ticks, back from the tick that the
 * landed report observed, at which it was due at outside prices.
 */

import type { Millis } from '../../sim/units.ts';
import type { Crossing } from '../book/margin.ts';
import type { Stage } from '../world/stage.ts';
import { pricesAt } from './cascade.ts';

const crossing: Crossing = { asset: -1, slope: 0, steady: 0 };

/** @param observedTick tick whose price the report carries; the breach is never later than it */
export function breachTime(stage: Stage, slot: number, observedTick: number): Millis {
  const { tape, margin, prices } = stage;
  margin.crossing(slot, prices, crossing);
  // Ticks as 32-bit integers, for the loop.
  let tick = observedTick | 0;
  if (crossing.asset >= 0) {
    // One moving asset: a comparison a tick. The scan may be hours long when reports were stuck.
    const column = tape.prices[crossing.asset] as Float64Array;
    const { slope, steady } = crossing;
    while (tick >= 0 && slope * (column[tick] as number) + steady < 0) tick--;
  } else {
    while (tick >= 0 && margin.read(slot, pricesAt(stage, tick))) tick--;
  }
  return Math.min(tick + 1, observedTick) * tape.grid.tickMillis;
}
