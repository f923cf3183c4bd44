import type { MetricUnit } from '../../metrics.ts';
import { AMOUNT_TICKS } from '../page/draw.ts';

/** Ticks of a figure's axis, in the words of the tables. */
export function axisOf(unit: MetricUnit): object {
  return unit === 'fraction' ? { format: '.2~%', tickCount: 5 } : AMOUNT_TICKS;
}
