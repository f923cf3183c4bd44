/** Enough terms of a Poisson mixture that what is left out does not show, even under the largest return. */

/** Share of probability beyond the last term. */
const LEFT_OUT = 1e-14;
const LEAST_TERMS = 6;
const MOST_TERMS = 80;

/** Most jumps in one step that a fit looks at: beyond it a mixture can hardly be told from a normal law. */
export const MOST_JUMPS_A_STEP = 5;

/** P(N = 0), P(N = 1), … @param most the last term at most */
export function poissonWeights(mean: number, most = MOST_TERMS): number[] {
  const weights = [Math.exp(-mean)];
  let left = 1 - weights[0];
  for (let k = 1; k <= most && (left > LEFT_OUT || k < LEAST_TERMS); k++) {
    weights.push((weights[k - 1] * mean) / k);
    left -= weights[k];
  }
  return weights;
}
