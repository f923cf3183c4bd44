/**
 * Realised volatility as the field measures it in stress: ln(high/low) per window, the largest over the assets that move.
 */
import type { Tape } from './tape.ts';

/** Fills `tape.range` from its prices; neighbouring windows share the tick between them. */
export function measureRange(tape: Tape, moving: readonly number[]): void {
  tape.range.fill(0);
  tape.lowestFraction = 1;
  const { windowTicks, grid } = tape;
  for (const asset of moving) {
    const prices = tape.prices[asset] as Float64Array;
    let lowest = prices[0] as number;
    for (let window = 0; window * windowTicks < grid.ticks; window++) {
      const end = Math.min((window + 1) * windowTicks, grid.ticks);
      let low = prices[window * windowTicks] as number;
      let high = low;
      for (let tick = window * windowTicks + 1; tick <= end; tick++) {
        const price = prices[tick] as number;
        if (price < low) low = price;
        else if (price > high) high = price;
      }
      const range = Math.log(high / low);
      if (range > (tape.range[window] as number)) tape.range[window] = range;
      if (low < lowest) lowest = low;
    }
    tape.lowestFraction = Math.min(tape.lowestFraction, lowest / (prices[0] as number));
  }
}
