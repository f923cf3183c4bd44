/**
 * A price that is held to a peg: S_t = P e^{y_t + d_t} with
 *
 *   dy = −k y dt + σ dW,        k = ln 2 / `halfLife`        small deviations that arbitrage removes
 *   dd = −r d dt + J dN,        r = ln 2 / `recovery`        depegs that confidence removes
 *
 * P (`peg`, USD), σ (`volatility`, per square root of a year of 365 days), N Poisson of rate `jumpsPerDay`, J ~ N(`jumpMean`, `jumpDeviation`²)
 * a log-move (−0.1 is a depeg of 9.5 %). `halfLife` and `recovery` are lengths of time in which a deviation halves. `start` (USD, the peg
 * when left out) begins y at ln(start/P). y is stationary with variance σ²/(2k); E[d_t] = λ m (1 − e^{−rt})/r. Both are exact at every
 * tick; depegs are counted first and fall on whole ticks. Common jumps (`market.commonJumps`) are depegs too: they recover.
 *
 * Source: Uhlenbeck and Ornstein, Physical Review 36 (1930); Vasicek, Journal of Financial Economics 5 (1977) for the exact step. Misleads
 * when a peg may break for good: here every depeg recovers.
 */
import { z } from 'zod';
import { MILLIS_PER_YEAR } from '../../sim/units.ts';
import type { PriceModel } from '../model.ts';
import { zJumpDeviation, zJumpMean, zJumpsPerDay, zPrice, zSpan, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { DAYS_PER_YEAR, JumpColumn, normalJump } from './compound-poisson.ts';

interface PegParameters {
  start?: number | undefined;
  peg: number;
  volatility: number;
  halfLife: number;
  jumpsPerDay: number;
  jumpMean: number;
  jumpDeviation: number;
  recovery: number;
}

/** Exact step of dy = −k (y − target) dt + σ dW over `dt`: y' = target + keep (y − target) + noise · Z. */
export function reversionStep(perYear: number, volatility: number, dt: number): { keep: number; noise: number } {
  return {
    keep: Math.exp(-perYear * dt),
    noise: volatility * Math.sqrt(-Math.expm1(-2 * perYear * dt) / (2 * perYear)),
  };
}

/** Speed of reversion per year of a half-life in ms. */
export function speedOf(halfLife: number): number {
  return (Math.LN2 * MILLIS_PER_YEAR) / halfLife;
}

function pegModel(p: PegParameters): PriceModel {
  const start = p.start ?? p.peg;
  const jumps = new JumpColumn();
  const add = normalJump(p.jumpMean, p.jumpDeviation);
  return {
    start,
    usesNormals: true,
    moves: true,
    takesShocks: true,
    fill(out, grid, normals, streams, surroundings) {
      jumps.draw(grid, streams('jumps'), p.jumpsPerDay * DAYS_PER_YEAR, add);
      const { keep, noise } = reversionStep(speedOf(p.halfLife), p.volatility, grid.tickYears);
      const recovering = Math.exp(-speedOf(p.recovery) * grid.tickYears);
      const draws = normals as Float64Array;
      const shocks = surroundings?.shocks;
      const { values } = jumps;
      let noiseLog = Math.log(start / p.peg);
      let depeg = 0;
      out[0] = start;
      for (let tick = 0; tick < grid.ticks; tick++) {
        noiseLog = keep * noiseLog + noise * (draws[tick] as number);
        depeg = recovering * depeg + (values[tick] as number);
        if (shocks !== undefined) depeg += shocks[tick] as number;
        out[tick + 1] = p.peg * Math.exp(noiseLog + depeg);
      }
    },
  };
}

export const ouPeg = defineModel({
  family: 'price',
  name: 'ou-peg',
  title: 'a peg: small deviations revert, depegs jump and recover',
  source: 'Uhlenbeck and Ornstein (1930), Physical Review 36; Vasicek (1977) for the exact step',
  misleads: 'when a peg may break for good: every depeg recovers',
  params: z.strictObject({
    start: zPrice.optional().describe('USD at time 0; the peg when left out'),
    peg: zPrice.default(1).describe('USD to which the price reverts'),
    volatility: zVolatility.describe('of the small deviations, per square root of a year, e.g. 0.02'),
    halfLife: zSpan.describe('in which a small deviation halves, e.g. 30m'),
    jumpsPerDay: zJumpsPerDay.default(0).describe('expected number of depegs a day'),
    jumpMean: zJumpMean.default(0).describe('mean of the log-move of a depeg, e.g. -0.1'),
    jumpDeviation: zJumpDeviation.default(0).describe('standard deviation of the log-move of a depeg'),
    recovery: zSpan.default(86_400_000).describe('in which a depeg halves, e.g. 12h'),
  }),
  create: pegModel,
});
