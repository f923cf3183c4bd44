/**
 * Price of LQ-1: a jump diffusion that is drawn by counter, block by block.
 *
 *   S *= exp(−σ²Δ/2 + σ √Δ normal(0));   if u(2) < λΔ:  S *= exp(μ + δ normal(3))
 *
 * σ = 2.4 per √year, λ = 730 jumps a year, μ = −0.05, δ = 0.05; Δ is a tick in years. `seed` is that of the counters; a is the path, b the tick.
 */
import { fmix, hashOf, normal, pairHash, STEP_K } from './counter-draws.mjs';

const TWO_PI = 2 * Math.PI;
const WORDS = 4294967296;
/** Steps of the first three numbers of a pair. */
const FIRST = STEP_K | 0;
const SECOND = Math.imul(2, STEP_K);
const THIRD = Math.imul(3, STEP_K);

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
        const jumps = jumpsPerYear * tickYears * WORDS;
        const ofPath = hashOf(seed, pathNumber);
        // A number for certain: what is only known to be a value is kept as an object from tick to tick.
        let price = +start;
        out[0] = price;
        // normal(0) and u(2) written out: a call that returns a number which is not whole leaves an object behind.
        for (let tick = 1; tick <= ticks; tick++) {
          const pair = pairHash(ofPath, tick);
          const radius = Math.sqrt(-2 * Math.log(((fmix(pair ^ FIRST) >>> 0) + 0.5) / WORDS));
          const angle = TWO_PI * (((fmix(pair ^ SECOND) >>> 0) + 0.5) / WORDS);
          price *= Math.exp(drift + scale * (radius * Math.cos(angle)));
          if ((fmix(pair ^ THIRD) >>> 0) + 0.5 < jumps) price *= Math.exp(jumpMean + jumpDeviation * normal(pair, 3));
          out[tick] = price;
        }
      },
    }),
  });
