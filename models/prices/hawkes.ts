/**
 * Jump diffusion with self-exciting jumps (Hawkes process, exponential kernel): dS/S = (μ − λ_t κ) dt + σ dW + (e^J − 1) dN with
 *
 *   λ_t = λ_0 + sum over past jumps i of a e^{−b (t − t_i)},   J ~ N(m, δ²),   κ = e^{m + δ²/2} − 1,   E[S_T] = S_0 e^{μT}
 *
 * λ_0 (`baseline`), a (`excitation`) and b (`decay`) are per day: each jump raises the expected number of jumps a day by a, and
 * the rise decays at rate b. n = a/b is the mean number of jumps that a jump brings about; n < 1 is demanded, or jumps would
 * multiply for ever. Then the long-run rate is λ_0/(1 − n), a cluster has 1/(1 − n) jumps on average and variance over mean of counts
 * tends to 1/(1 − n)². σ (`volatility`) and μ (`drift`) are per year as elsewhere.
 *
 * Drawn as clusters, exactly: first the number of jumps that come by themselves (one uniform), then for each jump its children (Poisson of
 * mean n, at exponential delays of mean 1/b). The compensator is the exact integral of λ over each tick, so that the mean price is exact at every tick; jumps
 * fall on whole ticks. Excitement at the start is that of clusters begun within `warmUp` before it (0: a market that has been calm).
 * Streams of its own: no other draw moves.
 *
 * Source: Hawkes, Biometrika 58 (1971); Hawkes and Oakes, Journal of Applied Probability 11 (1974); with prices, Aït-Sahalia,
 * Cacho-Diaz and Laeven, Journal of Financial Economics 117 (2015). Misleads when a/b is near 1: single paths then decide the mean.
 */
import { z } from 'zod';
import { exponentialQuantile } from '../../sim/random/distributions.ts';
import type { RandomStream } from '../../sim/random/random-stream.ts';
import { MILLIS_PER_DAY } from '../../sim/units.ts';
import type { Grid, PriceModel } from '../model.ts';
import {
  zDrift,
  zDuration,
  zJumpDeviation,
  zJumpMean,
  zNonNegative,
  zPositive,
  zPrice,
  zVolatility,
} from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { drawCount, JumpColumn, jumpCompensator } from './compound-poisson.ts';

/** λ_0, a and b, all per unit of time. */
export interface Excitation {
  readonly baseline: number;
  readonly excitation: number;
  readonly decay: number;
}

/** Mean number of events of a cluster, 1/(1 − n). @throws RangeError unless the branching ratio n = a/b is below 1 */
export function meanClusterSize({ excitation, decay }: Pick<Excitation, 'excitation' | 'decay'>): number {
  const ratio = excitation / decay;
  if (!(ratio < 1)) {
    throw new RangeError(
      `excitation / decay is ${ratio}, it must be below 1: each jump would bring about another, without end`,
    );
  }
  return 1 / (1 - ratio);
}

/** Long-run mean rate λ_0/(1 − n), per unit of time. @throws RangeError unless n < 1 */
export function stationaryIntensity(p: Excitation): number {
  return p.baseline * meanClusterSize(p);
}

/** Variance over mean of counts in long windows, 1/(1 − n)². @throws RangeError unless n < 1 */
export function longRunDispersion(p: Pick<Excitation, 'excitation' | 'decay'>): number {
  return meanClusterSize(p) * meanClusterSize(p);
}

/**
 * Writes the moments of events from `from` to `to` into `times`, in the order drawn (not sorted), and returns how many there are.
 * Clusters begin between `from` and `to`; one uniform gives their number.
 */
export function drawHawkes(times: number[], stream: RandomStream, p: Excitation, from: number, to: number): number {
  const ratio = p.excitation / p.decay;
  const immigrants = drawCount(stream, p.baseline * (to - from));
  let count = 0;
  for (let i = 0; i < immigrants; i++) times[count++] = from + stream.uniform() * (to - from);
  for (let parent = 0; parent < count; parent++) {
    const children = drawCount(stream, ratio);
    for (let child = 0; child < children; child++) {
      const time = (times[parent] as number) + exponentialQuantile(stream.uniform(), 1 / p.decay);
      if (time < to) times[count++] = time;
    }
  }
  return count;
}

interface HawkesParameters extends Excitation {
  start: number;
  drift: number;
  volatility: number;
  jumpMean: number;
  jumpDeviation: number;
  warmUp: number;
}

/** Most jumps a day on average: beyond it a path is made of jumps alone, and slow. */
const MOST_PER_DAY = 5000;

function hawkesModel(p: HawkesParameters): PriceModel {
  const rate = stationaryIntensity(p);
  if (rate > MOST_PER_DAY) {
    throw new RangeError(
      `baseline and excitation make ${rate} jumps a day on average, at most ${MOST_PER_DAY} are allowed`,
    );
  }
  const kappa = jumpCompensator(p.jumpMean, p.jumpDeviation);
  const jumps = new JumpColumn();
  const times: number[] = [];
  /** By tick: excitement that its jumps leave at its end, and what they add to the integral of λ within it. */
  let left = new Float64Array(0);
  let within = new Float64Array(0);

  /** @returns excitement at time 0, per day */
  function drawJumps(grid: Grid, clusters: RandomStream, sizes: RandomStream): number {
    if (left.length < grid.ticks) {
      left = new Float64Array(grid.ticks);
      within = new Float64Array(grid.ticks);
    }
    for (const tick of jumps.ticks) left[tick] = within[tick] = 0;
    jumps.clear(grid);
    const tickDays = grid.tickMillis / MILLIS_PER_DAY;
    const count = drawHawkes(times, clusters, p, -p.warmUp / MILLIS_PER_DAY, grid.ticks * tickDays);
    let before = 0;
    for (let i = 0; i < count; i++) {
      const time = times[i] as number;
      if (time < 0) {
        before += p.excitation * Math.exp(p.decay * time);
        continue;
      }
      const tick = Math.min(Math.floor(time / tickDays), grid.ticks - 1);
      const faded = Math.exp(-p.decay * ((tick + 1) * tickDays - time));
      left[tick] = (left[tick] as number) + p.excitation * faded;
      within[tick] = (within[tick] as number) + (p.excitation / p.decay) * (1 - faded);
      jumps.values[tick] = (jumps.values[tick] as number) + p.jumpMean + p.jumpDeviation * sizes.normal();
      jumps.ticks.push(tick);
    }
    return before;
  }

  return {
    start: p.start,
    usesNormals: true,
    moves: true,
    fill(out, grid, normals, streams) {
      let excited = drawJumps(grid, streams('clusters'), streams('sizes'));
      const draws = normals as Float64Array;
      const tickDays = grid.tickMillis / MILLIS_PER_DAY;
      const step = (p.drift - 0.5 * p.volatility * p.volatility) * grid.tickYears - kappa * p.baseline * tickDays;
      const scale = p.volatility * Math.sqrt(grid.tickYears);
      const fade = Math.exp(-p.decay * tickDays);
      const perExcited = (kappa * (1 - fade)) / p.decay;
      const { values } = jumps;
      let price = +p.start;
      out[0] = price;
      for (let tick = 0; tick < grid.ticks; tick++) {
        const compensation = perExcited * excited + kappa * (within[tick] as number);
        price *= Math.exp(step + scale * (draws[tick] as number) + (values[tick] as number) - compensation);
        out[tick + 1] = price;
        excited = excited * fade + (left[tick] as number);
      }
    },
  };
}

export const hawkes = defineModel({
  family: 'price',
  name: 'hawkes',
  title: 'jump diffusion whose jumps bring about further jumps',
  source: 'Hawkes (1971), Biometrika 58; Aït-Sahalia, Cacho-Diaz and Laeven (2015), Journal of Financial Economics 117',
  misleads: 'when excitation / decay is near 1: single paths then decide the mean',
  params: z.strictObject({
    start: zPrice,
    drift: zDrift,
    volatility: zVolatility.describe('of the diffusion alone, per square root of a year'),
    baseline: zNonNegative.max(MOST_PER_DAY).describe('jumps a day that come by themselves'),
    excitation: zNonNegative.max(1e6).describe('rise of the rate by each jump, per day; below decay'),
    decay: zPositive.max(1e6).describe('rate at which that rise fades, per day: 24 is a mean of one hour'),
    jumpMean: zJumpMean,
    jumpDeviation: zJumpDeviation,
    warmUp: zDuration.default(0).describe('how long before the start clusters may have begun; 0 is a calm market'),
  }),
  create: hawkesModel,
});
