/** Where a falling function meets a value. */

const STEPS = 200;

/**
 * Root of `f(x) = target` for an `f` that never rises, between brackets: regula falsi with the stale end halved (Illinois) and
 * a bisection every third step, so that it is quick on curves and certain on steps.
 *
 * @param f never rising on [low, high]; kept by the caller, so that asking allocates nothing
 * @param low where f ≥ target @param high where f ≤ target
 * @returns the root to the last digits; the nearer bracket where the target is not between
 */
export function fallingRoot(f: (x: number) => number, target: number, low: number, high: number): number {
  let left = low;
  let right = high;
  let above = f(left) - target;
  let below = target - f(right);
  if (!(above > 0)) return left;
  if (!(below > 0)) return right;
  let side = 0;
  for (let step = 0; step < STEPS; step++) {
    const falsi = (left * below + right * above) / (above + below);
    const middle = 0.5 * (left + right);
    const x = step % 3 === 2 || !(falsi > left && falsi < right) ? middle : falsi;
    if (!(x > left && x < right)) break;
    const rest = f(x) - target;
    if (rest === 0) return x;
    if (rest > 0) {
      left = x;
      above = rest;
      if (side === 1) below *= 0.5;
      side = 1;
    } else {
      right = x;
      below = -rest;
      if (side === -1) above *= 0.5;
      side = -1;
    }
    if (right - left <= Number.EPSILON * Math.max(Math.abs(left), Math.abs(right))) break;
  }
  return 0.5 * (left + right);
}
