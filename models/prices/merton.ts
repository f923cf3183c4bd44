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
import type { PriceModel } from '../model.ts';
import { zDrift, zJumpDeviation, zJumpMean, zJumpsPerDay, zPrice, zVolatility } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { jumpCompensator, normalJump } from './compound-poisson.ts';
import { type JumpDiffusion, jumpDiffusion } from './jump-diffusion.ts';

export interface MertonParameters extends JumpDiffusion {
  readonly jumpMean: number;
  readonly jumpDeviation: number;
}

export const mertonModel = (p: MertonParameters): PriceModel =>
  jumpDiffusion(p, jumpCompensator(p.jumpMean, p.jumpDeviation), normalJump(p.jumpMean, p.jumpDeviation));

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
