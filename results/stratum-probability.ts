/** Probability of a stratum, to the last bit, from what a file says of its paths. */

/** Further off, the file was not written from these figures. */
const MOST_STEPS = 64;

/**
 * A weight is likelihood × probability × paths ÷ (sum of the likelihoods of the stratum). The sum of the weights gives the
 * probability but for rounding; of the numbers next to that the first that gives every weight again is taken, so that statistics
 * of results that were read back are those of the run to the last bit.
 *
 * @param likelihoods and weights of the paths of one stratum, in path order
 * @param paths of all strata
 */
export function stratumProbability(likelihoods: readonly number[], weights: readonly number[], paths: number): number {
  const sum = likelihoods.reduce((total, likelihood) => total + likelihood, 0);
  const about = weights.reduce((total, weight) => total + weight, 0) / paths;
  const gives = (probability: number) =>
    weights.every((weight, i) => (likelihoods[i]! * probability * paths) / sum === weight);
  for (let step = 0; step <= MOST_STEPS; step++) {
    for (const near of [neighbour(about, step), neighbour(about, -step)]) if (gives(near)) return near;
  }
  return about;
}

/** The double so many steps away from a positive one. */
function neighbour(value: number, steps: number): number {
  const number = new Float64Array([value]);
  new BigInt64Array(number.buffer)[0]! += BigInt(steps);
  return number[0]!;
}
