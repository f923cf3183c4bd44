/** A diffusion with constant volatility and compensated compound Poisson log-jumps, whatever the law of their sizes. */
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Grid, PriceModel } from '../model.ts';
import { DAYS_PER_YEAR, JumpColumn } from './compound-poisson.ts';

export interface JumpDiffusion {
  readonly start: number;
  readonly drift: number;
  readonly volatility: number;
  readonly jumpsPerDay: number;
}

/**
 * @param compensator κ = E[e^J] − 1 of a log-jump
 * @param add the sum of a tick's log-jumps with one more, drawn from the stream
 */
export function jumpDiffusion(
  p: JumpDiffusion,
  compensator: number,
  add: (sum: number, stream: RandomStream) => number,
): PriceModel {
  const jumpsPerYear = p.jumpsPerDay * DAYS_PER_YEAR;
  const diffusion = { start: p.start, drift: p.drift - jumpsPerYear * compensator, volatility: p.volatility };
  const jumps = new JumpColumn();
  return {
    start: p.start,
    usesNormals: true,
    moves: true,
    fill(out, grid, normals, streams) {
      jumps.draw(grid, streams('jumps'), jumpsPerYear, add);
      fillJumpDiffusion(out, grid, normals as Float64Array, jumps.values, diffusion);
    },
  };
}

function fillJumpDiffusion(
  out: Float64Array,
  grid: Grid,
  normals: Float64Array,
  jumps: Float64Array,
  { start, drift, volatility }: Pick<JumpDiffusion, 'start' | 'drift' | 'volatility'>,
): void {
  const step = (drift - 0.5 * volatility * volatility) * grid.tickYears;
  const scale = volatility * Math.sqrt(grid.tickYears);
  let price = +start;
  out[0] = price;
  for (let tick = 0; tick < grid.ticks; tick++) {
    price *= Math.exp(step + scale * (normals[tick] as number) + (jumps[tick] as number));
    out[tick + 1] = price;
  }
}
