/**
 * Kou's jump diffusion: dS/S = (μ − λκ) dt + σ dW + (e^J − 1) dN, N Poisson of rate λ (`jumpsPerDay`), J double exponential: with
 * probability p (`upProbability`) up by an exponential of mean m⁺ (`upMean`), otherwise down by one of mean m⁻ (`downMean`).
 *
 *   κ = E[e^J] − 1 = p / (1 − m⁺) + (1 − p) / (1 + m⁻) − 1,   E[S_T] = S_0 e^{μT}
 *
 * Kou writes η₁ = 1/m⁺ and η₂ = 1/m⁻; η₁ > 1, so `upMean` is below 1, or the mean price would be infinite. σ (`volatility`) is that of
 * the diffusion alone, per square root of a year of 365 days; μ (`drift`) is per year; means of jumps are log-moves. The number
 * of jumps is drawn first, then each jump's tick and its size with one uniform by inversion. Exact at every tick.
 *
 * Source: Kou, "A jump-diffusion model for option pricing", Management Science 48 (2002). Misleads when crashes come in clusters: its jumps
 * are independent of each other (see `hawkes`).
 */
import { z } from 'zod';
import type { PriceModel } from '../model.ts';
import { zDrift, zFraction, zJumpsPerDay, zPrice, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { type JumpDiffusion, jumpDiffusion } from './jump-diffusion.ts';

interface DoubleExponential {
  upProbability: number;
  upMean: number;
  downMean: number;
}

/** Compensator κ = E[e^J] − 1 of a double-exponential log-jump. */
export function kouCompensator({ upProbability, upMean, downMean }: DoubleExponential): number {
  return (upProbability * upMean) / (1 - upMean) - ((1 - upProbability) * downMean) / (1 + downMean);
}

/** The log-jump at a uniform, for 0 < u < 1: the inverse of the distribution function. */
export function doubleExponentialQuantile(u: number, { upProbability, upMean, downMean }: DoubleExponential): number {
  const down = 1 - upProbability;
  if (u < down) return downMean * Math.log(u / down);
  return -upMean * Math.log((1 - u) / upProbability);
}

const kouModel = (p: JumpDiffusion & DoubleExponential): PriceModel =>
  jumpDiffusion(p, kouCompensator(p), (sum, stream) => sum + doubleExponentialQuantile(stream.uniform(), p));

export const kou = defineModel({
  family: 'price',
  name: 'kou',
  title: 'jump diffusion with double-exponential log-jumps',
  source: 'Kou (2002), Management Science 48',
  misleads: 'when crashes come in clusters: its jumps are independent of each other',
  params: z.strictObject({
    start: zPrice,
    drift: zDrift,
    volatility: zVolatility.describe('of the diffusion alone, per square root of a year'),
    jumpsPerDay: zJumpsPerDay,
    upProbability: zFraction.describe('chance that a jump goes up, 0 to 1'),
    upMean: z.number().positive().max(0.99).describe('mean of an upward log-jump, above 0, at most 0.99'),
    downMean: z.number().positive().max(5).describe('mean size of a downward log-jump, above 0, e.g. 0.05'),
  }),
  create: kouModel,
});
