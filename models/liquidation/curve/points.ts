import { z } from 'zod';
import type { PriceCurve } from '../../model.ts';
import { zDuration, zFraction } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

export interface CurvePoint {
  readonly at: number;
  readonly value: number;
}

/** The value at `x` on the straight lines through points in ascending order; before the first and after the last it stays. */
export function valueOnLines(points: readonly CurvePoint[], x: number): number {
  const first = points[0] as CurvePoint;
  if (x <= first.at) return first.value;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as CurvePoint;
    const b = points[i] as CurvePoint;
    if (x < b.at) return a.value + ((b.value - a.value) * (x - a.at)) / (b.at - a.at);
  }
  return (points.at(-1) as CurvePoint).value;
}

/**
 * Any falling curve, as straight lines between points.
 *
 *   share(t) = a + (b − a) · (t − t_a)/(t_b − t_a) between neighbours; 1 before the first point, the last value after it
 *
 * Throws where a point is not later than the one before it, or higher. Source: UniswapX Dutch orders V3 (up to 16 points).
 */
export const points = defineModel({
  family: 'curve',
  name: 'points',
  title: 'straight lines between points of your own',
  source: 'UniswapX, NonlinearDutchDecayLib',
  params: z.strictObject({
    points: z
      .array(z.strictObject({ at: zDuration.describe('age of the auction'), share: zFraction }))
      .min(1)
      .describe('share of the starting price by age, later and lower from point to point'),
  }),
  create: ({ points: stated }): PriceCurve => {
    const line: CurvePoint[] = stated.map(({ at, share }) => ({ at, value: share }));
    if ((line[0] as CurvePoint).at > 0) line.unshift({ at: 0, value: 1 });
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [line[i - 1] as CurvePoint, line[i] as CurvePoint];
      if (b.at <= a.at) throw new RangeError(`curve points: point ${i + 1} must be later than the one before it`);
      if (b.value > a.value)
        throw new RangeError(`curve points: point ${i + 1} must not be higher than the one before`);
    }
    return {
      share: (elapsed) => valueOnLines(line, elapsed),
      reaches: (share) => {
        for (let i = 0; i < line.length; i++) {
          const b = line[i] as CurvePoint;
          if (b.value > share) continue;
          if (i === 0) return 0;
          const a = line[i - 1] as CurvePoint;
          return a.at + ((a.value - share) / (a.value - b.value)) * (b.at - a.at) * (1 - 1e-9);
        }
        return Number.POSITIVE_INFINITY;
      },
    };
  },
});
