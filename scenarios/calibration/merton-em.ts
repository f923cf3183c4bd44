/**
 * Expectation and maximisation for Merton's mixture (Dempster, Laird and Rubin 1977): the hidden figures are the number of jumps in
 * each step and their sum. Each round raises the likelihood; it needs no derivatives and finds the right hill from afar.
 */
import { clamp } from '../../sim/math.ts';
import { poissonWeights } from './poisson-weights.ts';
import type { Sample } from './sample.ts';

/** The mixture in units of one step. */
export interface MertonStep {
  readonly a: number;
  readonly s: number;
  readonly rate: number;
  readonly m: number;
  readonly delta: number;
}

export interface MertonFloors {
  readonly s: number;
  readonly delta: number;
  readonly rate: readonly [low: number, high: number];
}

const MOST_ROUNDS = 300;
/** Gain of log-likelihood below which a round adds nothing worth having. */
const LEAST_GAIN = 1e-3;

/** @param mostJumps cuts the mixture short, as published fits do; as many as matter when left out */
export function mertonByEm(sample: Sample, start: MertonStep, floors: MertonFloors, mostJumps?: number): MertonStep {
  let step = start;
  let before = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { next, logLikelihood } = emRound(sample, step, floors, mostJumps);
    if (logLikelihood - before < LEAST_GAIN) break;
    before = logLikelihood;
    step = next;
  }
  return step;
}

/** One round; the log-likelihood (without constants) is that of the parameters it started from. */
export function emRound(
  { values, weights, count }: Sample,
  step: MertonStep,
  floors: MertonFloors,
  mostJumps?: number,
) {
  const { a, s, rate, m, delta } = step;
  const probabilities = poissonWeights(rate, mostJumps);
  const variances = probabilities.map((_, k) => s * s + k * delta * delta);
  const scales = probabilities.map((p, k) => p / Math.sqrt(variances[k]));
  const share = new Float64Array(probabilities.length);
  /** Over returns and jump counts: jumps, their sum, the sum's square over k, rests and squared rests of the diffusion. */
  let [logLikelihood, jumps, sums, squares, inner, rests, restSquares] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    let total = 0;
    for (let k = 0; k < share.length; k++) {
      const distance = values[i] - a - k * m;
      share[k] = scales[k] * Math.exp((-0.5 * distance * distance) / variances[k]);
      total += share[k];
    }
    if (!(total > 0)) continue;
    logLikelihood += weights[i] * Math.log(total);
    for (let k = 0; k < share.length; k++) {
      const w = (weights[i] * share[k]) / total;
      const pull = (k * delta * delta) / variances[k];
      const sum = k * m + pull * (values[i] - a - k * m);
      const variance = pull * s * s;
      const rest = values[i] - sum;
      rests += w * rest;
      restSquares += w * (rest * rest + variance);
      if (k === 0) continue;
      jumps += w * k;
      sums += w * sum;
      squares += (w * (sum * sum + variance)) / k;
      inner += w * (k - 1);
    }
  }
  const mean = jumps > 0 ? sums / jumps : m;
  const location = rests / count;
  const spread = jumps > 0 ? (inner * delta * delta + squares - 2 * mean * sums + mean * mean * jumps) / jumps : 0;
  const next: MertonStep = {
    a: location,
    s: Math.max(floors.s, Math.sqrt(Math.max(0, restSquares / count - location * location))),
    rate: clamp(jumps / count, floors.rate[0], floors.rate[1]),
    m: mean,
    delta: Math.max(floors.delta, Math.sqrt(Math.max(0, spread))),
  };
  return { next, logLikelihood };
}
