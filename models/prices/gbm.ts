/**
 * Geometric Brownian motion: dS = μ S dt + σ S dW, so ln S_T ~ N(ln S_0 + (μ − σ²/2) T, σ² T) and E[S_T] = S_0 e^{μT}.
 * μ (`drift`) is per year, σ (`volatility`) per square root of a year of 365 days.
 *
 * Source: Black and Scholes (1973). Misleads in the tail: hourly crypto returns have an excess kurtosis near 30, this law
 * has none, so bad debt from jumps is missing altogether.
 */
import { z } from 'zod';
import type { Grid } from '../model.ts';
import { zDrift, zPrice, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';

/** Writes a path of dS/S = drift dt + volatility dW from `start`; one normal a tick. */
export function fillDiffusion(
  out: Float64Array,
  grid: Grid,
  normals: Float64Array,
  start: number,
  drift: number,
  volatility: number,
): void {
  const step = (drift - 0.5 * volatility * volatility) * grid.tickYears;
  const scale = volatility * Math.sqrt(grid.tickYears);
  let price = +start;
  out[0] = price;
  for (let tick = 0; tick < grid.ticks; tick++) {
    price *= Math.exp(step + scale * (normals[tick] as number));
    out[tick + 1] = price;
  }
}

export const gbm = defineModel({
  family: 'price',
  name: 'gbm',
  title: 'geometric Brownian motion',
  source: 'Black and Scholes (1973)',
  misleads: 'in the tail: it has no jumps',
  params: z.strictObject({
    start: zPrice,
    drift: zDrift,
    volatility: zVolatility,
  }),
  create: ({ start, drift, volatility }) => ({
    start,
    usesNormals: true,
    moves: true,
    fill: (out, grid, normals) => fillDiffusion(out, grid, normals as Float64Array, start, drift, volatility),
  }),
});
