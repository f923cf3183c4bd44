/**
 * Merton's jump diffusion: dS/S = (μ − λκ) dt + σ dW + (e^J − 1) dN, N Poisson of rate λ, J ~ N(m, δ²),
 * κ = E[e^J] − 1 = e^{m + δ²/2} − 1. Jumps are compensated, so E[S_T] = S_0 e^{μT}.
 *
 * The number of jumps in the horizon is drawn first (one uniform), then each jump's moment and size: the count can be
 * stratified and sizes tilted without touching the diffusion's draws. A jump falls on a whole tick.
 *
 * Source: Merton, "Option pricing when underlying stock returns are discontinuous" (1976). Misleads when fitted to plain
 * hourly returns by likelihood: it then explains volatility clustering by thousands of small jumps and misses crashes.
 */
import { z } from 'zod';
import type { Grid, PriceModel } from '../model.ts';
import { zDrift, zJumpDeviation, zJumpMean, zJumpsPerDay, zPrice, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { DAYS_PER_YEAR, JumpColumn, jumpCompensator, normalJump } from './compound-poisson.ts';

export { jumpCompensator } from './compound-poisson.ts';

export interface MertonParameters {
  start: number;
  drift: number;
  volatility: number;
  jumpsPerDay: number;
  jumpMean: number;
  jumpDeviation: number;
}

/** Writes a path of a diffusion with constant volatility and the log-jumps of each tick. */
export function fillJumpDiffusion(
  out: Float64Array,
  grid: Grid,
  normals: Float64Array,
  jumps: Float64Array,
  { start, drift, volatility }: { start: number; drift: number; volatility: number },
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

export function mertonModel(p: MertonParameters): PriceModel {
  const jumpsPerYear = p.jumpsPerDay * DAYS_PER_YEAR;
  const drift = p.drift - jumpsPerYear * jumpCompensator(p.jumpMean, p.jumpDeviation);
  const diffusion = { start: p.start, drift, volatility: p.volatility };
  const jumps = new JumpColumn();
  const add = normalJump(p.jumpMean, p.jumpDeviation);
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

export const merton = defineModel({
  family: 'price',
  name: 'merton',
  title: 'jump diffusion with normal log-jumps',
  source: 'Merton (1976), Journal of Financial Economics 3',
  misleads: 'when fitted to plain hourly returns: the fit then misses crashes',
  params: z.strictObject({
    start: zPrice,
    drift: zDrift,
    volatility: zVolatility.describe('of the diffusion alone, per square root of a year'),
    jumpsPerDay: zJumpsPerDay,
    jumpMean: zJumpMean,
    jumpDeviation: zJumpDeviation,
  }),
  create: mertonModel,
});
