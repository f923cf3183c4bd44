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
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Grid, PriceModel, Streams } from '../model.ts';
import { zNonNegative, zPrice, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';

/** Compensator κ = E[e^J] − 1 of a normal log-jump. */
export function jumpCompensator(mean: number, deviation: number): number {
  return Math.expm1(mean + 0.5 * deviation * deviation);
}

interface MertonParameters {
  start: number;
  drift: number;
  volatility: number;
  jumpsPerDay: number;
  jumpMean: number;
  jumpDeviation: number;
}

const DAYS_PER_YEAR = 365;

/** Largest mean that is drawn in one go: beyond it the Poisson distribution function loses digits. */
const LARGEST_MEAN = 500;

/** A Poisson count; large means are drawn in equal parts, whose sum has the same law. */
function drawCount(stream: RandomStream, mean: number): number {
  const parts = Math.max(1, Math.ceil(mean / LARGEST_MEAN));
  let count = 0;
  for (let part = 0; part < parts; part++) count += stream.poisson(mean / parts);
  return count;
}

function mertonModel(p: MertonParameters): PriceModel {
  const jumpsPerYear = p.jumpsPerDay * DAYS_PER_YEAR;
  const drift = p.drift - jumpsPerYear * jumpCompensator(p.jumpMean, p.jumpDeviation);
  let jumps = new Float64Array(0);
  const jumpTicks: number[] = [];

  function drawJumps(grid: Grid, streams: Streams): void {
    if (jumps.length < grid.ticks) jumps = new Float64Array(grid.ticks);
    for (const tick of jumpTicks) jumps[tick] = 0;
    jumpTicks.length = 0;
    const stream = streams('jumps');
    const count = drawCount(stream, jumpsPerYear * grid.tickYears * grid.ticks);
    for (let jump = 0; jump < count; jump++) {
      const tick = Math.floor(stream.uniform() * grid.ticks);
      jumps[tick] = (jumps[tick] as number) + p.jumpMean + p.jumpDeviation * stream.normal();
      jumpTicks.push(tick);
    }
  }

  return {
    start: p.start,
    usesNormals: true,
    moves: true,
    fill(out, grid, normals, streams) {
      drawJumps(grid, streams);
      const step = (drift - 0.5 * p.volatility * p.volatility) * grid.tickYears;
      const scale = p.volatility * Math.sqrt(grid.tickYears);
      const draws = normals as Float64Array;
      let price = p.start;
      out[0] = price;
      for (let tick = 0; tick < grid.ticks; tick++) {
        price *= Math.exp(step + scale * (draws[tick] as number) + (jumps[tick] as number));
        out[tick + 1] = price;
      }
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
    drift: z.number().min(-50).max(50).default(0).describe('drift of the expected price, per year'),
    volatility: zVolatility.describe('of the diffusion alone, per square root of a year'),
    jumpsPerDay: zNonNegative.max(5000).describe('expected number of jumps a day'),
    jumpMean: z.number().min(-5).max(5).describe('mean of the log-jump, e.g. -0.03'),
    jumpDeviation: zNonNegative.max(5).describe('standard deviation of the log-jump'),
  }),
  create: mertonModel,
});
