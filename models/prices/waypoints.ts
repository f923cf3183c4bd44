/**
 * Scripted prices that compose with any law: W(t) is log-linear between waypoints and constant outside them, and the
 * price is W(t) · X(t) / X(0) with X the law's own path. A driftless law therefore keeps E[S_t] = W(t).
 */
import type { Millis } from '../../sim/units.ts';
import type { Grid } from '../model.ts';

export interface Waypoint {
  readonly at: Millis;
  readonly price: number;
}

/** Value of the log-linear line through `points` (ascending `at`) at `time`. */
export function interpolateWaypoints(points: readonly { at: Millis; price: number }[], time: Millis): number {
  const after = points.findIndex((point) => point.at > time);
  if (after === 0) return (points[0] as Waypoint).price;
  if (after < 0) return (points.at(-1) as Waypoint).price;
  const left = points[after - 1] as Waypoint;
  const right = points[after] as Waypoint;
  const share = (time - left.at) / (right.at - left.at);
  return left.price * Math.exp(share * Math.log(right.price / left.price));
}

/** W(t) / X(0) at each tick: multiply a law's path by it. */
export function waypointFactors(points: readonly Waypoint[], grid: Grid, lawStart: number): Float64Array {
  return Float64Array.from(
    { length: grid.ticks + 1 },
    (_, tick) => interpolateWaypoints(points, tick * grid.tickMillis) / lawStart,
  );
}
