/**
 * Bates' law: Heston's stochastic volatility with Merton's jumps, dS/S = (μ − λκ) dt + √V dW + (e^J − 1) dN.
 *
 * V, its parameters, the discretisation and how the law is correlated with other assets are those of `heston`; N is Poisson of rate λ
 * (`jumpsPerDay`), J ~ N(`jumpMean`, `jumpDeviation`²), κ = e^{m + δ²/2} − 1, counted first as in `merton`. E[S_T] = S_0 e^{μT}.
 *
 * Source: Bates, "Jumps and stochastic volatility", Review of Financial Studies 9 (1996). Misleads when jumps should raise volatility:
 * here the two are independent (see `hawkes` for jumps that bring further jumps).
 */
import { z } from 'zod';
import type { PriceModel } from '../model.ts';
import { zJumpDeviation, zJumpMean, zJumpsPerDay } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { DAYS_PER_YEAR, JumpColumn, jumpCompensator, normalJump } from './compound-poisson.ts';
import { fillHeston, type HestonParameters, hestonShape } from './heston.ts';

interface BatesParameters extends HestonParameters {
  jumpsPerDay: number;
  jumpMean: number;
  jumpDeviation: number;
}

function batesModel(p: BatesParameters): PriceModel {
  const jumpsPerYear = p.jumpsPerDay * DAYS_PER_YEAR;
  const law = { ...p, drift: p.drift - jumpsPerYear * jumpCompensator(p.jumpMean, p.jumpDeviation) };
  const jumps = new JumpColumn();
  const add = normalJump(p.jumpMean, p.jumpDeviation);
  let own = new Float64Array(0);
  return {
    start: p.start,
    usesNormals: true,
    moves: true,
    fill(out, grid, normals, streams) {
      if (own.length < grid.ticks) own = new Float64Array(grid.ticks);
      jumps.draw(grid, streams('jumps'), jumpsPerYear, add);
      fillHeston(out, grid, normals as Float64Array, own, jumps.values, streams('variance'), law);
    },
  };
}

export const bates = defineModel({
  family: 'price',
  name: 'bates',
  title: 'stochastic volatility with normal log-jumps',
  source: 'Bates (1996), Review of Financial Studies 9',
  misleads: 'when a jump should raise volatility: the two are independent here',
  params: z.strictObject({
    ...hestonShape,
    jumpsPerDay: zJumpsPerDay,
    jumpMean: zJumpMean,
    jumpDeviation: zJumpDeviation,
  }),
  create: batesModel,
});
