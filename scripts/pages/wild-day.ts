/** A day in which the market is calm, then wild for four hours, then calm: nothing of it but the range of its prices. */
import type { Grid } from '../../models/model.ts';
import { type BlockSpaceTape, WINDOW_MILLIS } from '../../models/tape/tape.ts';
import { MILLIS_PER_YEAR } from '../../sim/units.ts';

export const WINDOWS = 144;

export function wildDay(): { tape: BlockSpaceTape; grid: Grid } {
  const windows = WINDOWS + 1;
  const range = Float64Array.from({ length: windows }, (_, i) => (i >= 48 && i < 72 ? 0.04 : 0.006));
  return {
    tape: { windows, windowMillis: WINDOW_MILLIS, range, gas: new Float64Array(windows) },
    grid: { ticks: WINDOWS, tickMillis: WINDOW_MILLIS, tickYears: WINDOW_MILLIS / MILLIS_PER_YEAR },
  };
}
