/**
 * Price of LQ-1: a jump diffusion that is drawn by counter, block by block.
 *
 *   S *= exp(−σ²Δ/2 + σ √Δ normal(0));   if u(2) < λΔ:  S *= exp(μ + δ normal(3))
 *
 * σ = 2.4 per √year, λ = 730 jumps a year, μ = −0.05, δ = 0.05; Δ is a tick in years. `seed` is that of the counters; a is the path, b the tick.
 */
import { hashOf, normal, pairHash, uniform } from './counter-draws.mjs';

export default ({ z, defineModel, parameters }) =>
  defineModel({
    family: 'price',
    name: 'lq1-price',
    title: 'jump diffusion drawn by counter',
    params: z.strictObject({
      seed: z.number().int().min(0),
      start: parameters.zPositive,
      volatility: parameters.zPositive,
      jumpsPerYear: parameters.zPositive,
      jumpMean: z.number(),
      jumpDeviation: parameters.zPositive,
    }),
    create: ({ seed, start, volatility, jumpsPerYear, jumpMean, jumpDeviation }) => ({
      start,
      usesNormals: false,
      moves: true,
      fill(out, { ticks, tickYears }, _normals, _streams, { pathNumber }) {
        const drift = -0.5 * volatility * volatility * tickYears;
        const scale = volatility * Math.sqrt(tickYears);
        const jumps = jumpsPerYear * tickYears;
        const ofPath = hashOf(seed, pathNumber);
        let price = start;
        out[0] = price;
        for (let tick = 1; tick <= ticks; tick++) {
          const pair = pairHash(ofPath, tick);
          price *= Math.exp(drift + scale * normal(pair, 0));
          if (uniform(pair, 2) < jumps) price *= Math.exp(jumpMean + jumpDeviation * normal(pair, 3));
          out[tick] = price;
        }
      },
    }),
  });
