import { deviance, stirlingError } from './stirling.ts';

/**
 * The regularised incomplete beta function, on which Student's t and the exact binomial interval stand.
 * Continued fraction of DLMF 8.17.22, evaluated by the modified Lentz recurrence.
 */

const TINY = 1e-300;
const MOST_STEPS = 100_000;

/**
 * x^a·y^b / B(a, b), with y = 1 − x handed in so that it keeps its digits when x is close to 1.
 *
 * @param x in [0, 1]
 * @param y 1 − x
 * @param a above 0
 * @param b above 0
 */
export function betaKernel(x: number, y: number, a: number, b: number): number {
  if (x === 0 || y === 0) return 0;
  const n = a + b;
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent);
}

/**
 * I_x(a, b), the probability that a Beta(a, b) variable is at most x.
 *
 * @param x in [0, 1]
 * @param a above 0
 * @param b above 0
 * @param y 1 − x, when the caller knows it better than by subtraction
 * @throws RangeError outside those ranges
 */
export function incompleteBeta(x: number, a: number, b: number, y: number = 1 - x): number {
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) throw new RangeError(`incompleteBeta: x must lie in [0, 1] (got ${x})`);
  if (!(a > 0 && b > 0)) throw new RangeError(`incompleteBeta: a and b must be above 0 (got ${a}, ${b})`);
  if (x === 0) return 0;
  if (y === 0) return 1;
  // The fraction converges fast below the mean only; above it, the other tail is the small one.
  if (x > (a + 1) / (a + b + 2)) return 1 - belowMean(y, x, b, a);
  return belowMean(x, y, a, b);
}

function belowMean(x: number, y: number, a: number, b: number): number {
  const kernel = betaKernel(x, y, a, b);
  return kernel === 0 ? 0 : kernel / (a * continuedFraction(x, y, a, b));
}

/**
 * The even part of the fraction 1 + d₁/(1 + d₂/(1 + …)), so that 1 + d₂ₘ₊₁, which is almost 0 when a is large and x close to 1, can be
 * written with y and keeps its digits. d₂ₘ = m(b − m)x/((a + 2m − 1)(a + 2m)), d₂ₘ₊₁ = −(a + m)(a + b + m)x/((a + 2m)(a + 2m + 1)).
 */
function continuedFraction(x: number, y: number, a: number, b: number): number {
  const onePlusOdd = (m: number): number =>
    (a * (2 * m + 1 - b) + m * (3 * m + 2 - b) + (a + m) * (a + b + m) * y) / ((a + 2 * m) * (a + 2 * m + 1));
  let odd = (-(a + b) * x) / (a + 1);
  let fraction = away(onePlusOdd(0));
  let above = fraction;
  let below = 0;
  for (let m = 1; m < MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const numerator = -odd * even;
    const denominator = onePlusOdd(m) + even;
    below = 1 / away(denominator + numerator * below);
    above = away(denominator + numerator / above);
    const change = above * below;
    fraction *= change;
    if (Math.abs(change - 1) < 2e-16) return fraction;
    odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  }
  throw new RangeError(`incompleteBeta: no convergence for x=${x}, a=${a}, b=${b}`);
}

const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
