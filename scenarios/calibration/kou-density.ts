/**
 * The density of a return under Kou's law, as a sum of positive terms.
 *
 * A return over one step is a + sZ plus N jumps, each up with probability p and exponential of mean 1/η₁, or down of mean 1/η₂. An up
 * jump and a down jump cancel all but the end of the longer one, which is exponential again; so the sum of n jumps is a mixture of sums
 * of k exponentials of one sign (Kou 2002, appendix B), and each of these plus a normal is an integral of `normal-integrals.ts`.
 * Nothing is subtracted, so the density keeps its digits in both tails.
 */
import { exponentialIntegrals, normalDensity } from './normal-integrals.ts';
import { poissonWeights } from './poisson-weights.ts';
import type { Sample } from './sample.ts';

/** Weights of: no jump left; k up-exponentials, k from 1; k down-exponentials. They add up to the Poisson weights' sum. */
export interface KouMixture {
  readonly none: number;
  readonly up: Float64Array;
  readonly down: Float64Array;
}

export function kouMixture(rate: number, upProbability: number, upMean: number, downMean: number): KouMixture {
  const poisson = poissonWeights(rate);
  const most = poisson.length - 1;
  const up = new Float64Array(most);
  const down = new Float64Array(most);
  // Of an up and a down exponential, the up one is the shorter with this probability.
  const upEndsFirst = downMean / (upMean + downMean);
  let ups = new Float64Array(most + 1);
  let downs = new Float64Array(most + 1);
  for (let n = 1; n <= most; n++) {
    const nextUps = new Float64Array(most + 1);
    const nextDowns = new Float64Array(most + 1);
    const start = n === 1 ? 1 : 0;
    nextUps[1] += start * upProbability;
    nextDowns[1] += start * (1 - upProbability);
    nextDowns[1] += addJump(ups, nextUps, upProbability, upEndsFirst);
    nextUps[1] += addJump(downs, nextDowns, 1 - upProbability, 1 - upEndsFirst);
    ups = nextUps;
    downs = nextDowns;
    for (let k = 1; k <= most; k++) {
      up[k - 1] += poisson[n] * ups[k];
      down[k - 1] += poisson[n] * downs[k];
    }
  }
  return { none: poisson[0], up, down };
}

/**
 * One more jump on sums of k exponentials of one sign: with probability `same` it has that sign too, else it eats them one by one.
 * @returns the weight that ends on the other side
 */
function addJump(before: Float64Array, after: Float64Array, same: number, endsFirst: number): number {
  let eating = 0;
  for (let k = before.length - 1; k >= 1; k--) {
    if (k + 1 < before.length) after[k + 1] += same * before[k];
    eating += (1 - same) * before[k];
    after[k] += eating * (1 - endsFirst);
    eating *= endsFirst;
  }
  return eating;
}

/** @param values location a and deviation s of a step without jumps, jumps a step, p, mean up and mean down jump */
export function kouDensity(values: readonly number[]): (x: number) => number {
  const [a, s, rate, upProbability, upMean, downMean] = values;
  const { none, up, down } = kouMixture(rate, upProbability, upMean, downMean);
  const orders = up.length;
  const cUp = s / upMean;
  const cDown = s / downMean;
  // Each integral wants its power of c.
  let [powerUp, powerDown] = [1, 1];
  for (let k = 0; k < orders; k++) {
    up[k] *= powerUp *= cUp;
    down[k] *= powerDown *= cDown;
  }
  const integrals = new Float64Array(orders);
  return (x) => {
    const z = (x - a) / s;
    let density = none * normalDensity(z);
    exponentialIntegrals(z, cUp, orders, integrals);
    for (let k = 0; k < orders; k++) density += up[k] * integrals[k];
    exponentialIntegrals(-z, cDown, orders, integrals);
    for (let k = 0; k < orders; k++) density += down[k] * integrals[k];
    return density / s;
  };
}

export function kouLogLikelihood({ values, weights }: Sample, parameters: readonly number[]): number {
  const density = kouDensity(parameters);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += weights[i] * Math.log(density(values[i]));
  return sum;
}
