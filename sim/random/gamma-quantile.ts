/** The gamma distribution, by its regularised lower incomplete gamma function P(a, x) and the inverse of that. */
import { normalQuantile } from './distributions.ts';

/** Relative size at which a further term or step no longer counts. */
const ENOUGH = 1e-15;
const MOST_TERMS = 10_000;
/** From here on Stirling's series with the terms below is exact to the last digit or two. */
const STIRLING_FROM = 15;

/** ln Γ(a) for a > 0: Stirling's series, reached from below by Γ(a) = Γ(a + 1) / a. */
export function lnGamma(a: number): number {
  if (!(a > 0)) throw new RangeError(`lnGamma: the argument must be above 0, got ${a}`);
  let product = 1;
  let shifted = a;
  for (; shifted < STIRLING_FROM; shifted += 1) product *= shifted;
  const square = 1 / (shifted * shifted);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / shifted;
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/**
 * P(a, x) = γ(a, x) / Γ(a), the distribution function of a gamma with shape a and scale 1. A power series below a + 1, a
 * continued fraction (Lentz) above.
 *
 * @throws RangeError unless a > 0 and x ≥ 0
 */
export function regularisedGamma(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) throw new RangeError(`regularisedGamma: needs a > 0 and x >= 0, got ${a} and ${x}`);
  if (x === 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  return x < a + 1 ? front * powerSeries(a, x) : 1 - front * continuedFraction(a, x);
}

function powerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_TERMS && term > ENOUGH * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) < ENOUGH) break;
  }
  return value;
}

/**
 * Quantile of the gamma with this shape and scale at u: the x with P(shape, x / scale) = u, by Newton's steps from the
 * Wilson-Hilferty guess, kept inside a bracket.
 *
 * @param u from 0 inclusive to 1 exclusive
 * @throws RangeError unless shape > 0 and 0 ≤ u < 1
 */
export function gammaQuantile(u: number, shape: number, scale: number): number {
  if (!(u >= 0 && u < 1)) throw new RangeError(`gammaQuantile: u must be from 0 to below 1, got ${u}`);
  if (u === 0) return 0;
  const scaling = lnGamma(shape);
  let x = firstGuess(u, shape, scaling);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 200; round++) {
    const miss = regularisedGamma(shape, x) - u;
    if (miss > 0) high = x;
    else low = x;
    const density = Math.exp((shape - 1) * Math.log(x) - x - scaling);
    let next = x - miss / density;
    if (!(next > low && next < high)) next = high === Number.POSITIVE_INFINITY ? 2 * x : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-14 * x || next === 0) return scale * next;
    x = next;
  }
  return scale * x;
}

function firstGuess(u: number, shape: number, scaling: number): number {
  const root = 1 / (9 * shape);
  const cube = 1 - root + normalQuantile(u) * Math.sqrt(root);
  if (shape >= 1 && cube > 0.1) return shape * cube * cube * cube;
  // Near 0 the distribution function is x^a / (a Γ(a)).
  const small = Math.exp((Math.log(u) + Math.log(shape) + scaling) / shape);
  return Math.max(Math.min(small, shape + 10), 1e-300);
}
