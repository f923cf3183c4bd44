/**
 * Jumps of a compound Poisson process on a grid of ticks: their number is drawn first (one uniform), then each jump's tick
 * and size. Given their number, the moments of a Poisson process are uniform; a jump falls on a whole tick.
 */
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Grid } from '../model.ts';

export const DAYS_PER_YEAR = 365;

/** Largest mean that is drawn in one go: beyond it the Poisson distribution function loses digits. */
const LARGEST_MEAN = 500;

/** A Poisson count; large means are drawn in equal parts, whose sum has the same law. */
export function drawCount(stream: RandomStream, mean: number): number {
  const parts = Math.max(1, Math.ceil(mean / LARGEST_MEAN));
  let count = 0;
  for (let part = 0; part < parts; part++) count += stream.poisson(mean / parts);
  return count;
}

/** Compensator κ = E[e^J] − 1 of a normal log-jump. */
export function jumpCompensator(mean: number, deviation: number): number {
  return Math.expm1(mean + 0.5 * deviation * deviation);
}

/** One more normal log-jump on a tick: the sum with it. */
export function normalJump(mean: number, deviation: number): (sum: number, stream: RandomStream) => number {
  return (sum, stream) => sum + mean + deviation * stream.normal();
}

/** The sum of the log-jumps that fall on each tick, and which ticks have any. Kept from path to path. */
export class JumpColumn {
  /** At least as many entries as the grid has ticks; 0 where nothing jumps. */
  values = new Float64Array(0);
  /** Ticks with a jump, in the order drawn; one with several stands here several times. */
  readonly ticks: number[] = [];

  /** Forgets the path before. */
  clear(grid: Grid): void {
    if (this.values.length < grid.ticks) this.values = new Float64Array(grid.ticks);
    for (const tick of this.ticks) this.values[tick] = 0;
    this.ticks.length = 0;
  }

  /**
   * Draws a path's jumps in place of those of the path before.
   *
   * @param perYear expected jumps per year
   * @param add the sum of a tick with one more jump, drawn from the stream
   */
  draw(grid: Grid, stream: RandomStream, perYear: number, add: (sum: number, stream: RandomStream) => number): void {
    this.clear(grid);
    if (perYear === 0) return;
    const count = drawCount(stream, perYear * grid.tickYears * grid.ticks);
    for (let jump = 0; jump < count; jump++) {
      const tick = Math.floor(stream.uniform() * grid.ticks);
      this.values[tick] = add(this.values[tick] as number, stream);
      this.ticks.push(tick);
    }
  }
}
