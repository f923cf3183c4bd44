/**
 * The two pieces that make binomial, beta and Student t probabilities accurate for a million paths, where differences of
 * log-gamma functions would lose six digits. Source: C. Loader, Fast and accurate computation of binomial probabilities (2000).
 */

const SERIES_FROM = 16;

/**
 * What Stirling's formula leaves out: δ(x) = ln Γ(x+1) − (x + ½) ln x + x − ½ ln 2π, for x > 0.
 *
 * The asymptotic series from 16 on; below, δ(x) = δ(x+1) + (x + ½) ln(1 + 1/x) − 1 climbs there.
 */
export function stirlingError(x: number): number {
  let climbed = 0;
  let at = x;
  while (at < SERIES_FROM) {
    climbed += (at + 0.5) * Math.log1p(1 / at) - 1;
    at += 1;
  }
  const square = 1 / (at * at);
  const series =
    (1 / 12 -
      square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360))))) /
    at;
  return climbed + series;
}

/**
 * How unlikely `x` is where `expected` was due: x ln(x/expected) + expected − x, for x ≥ 0 and expected > 0; 0 where they agree.
 *
 * Close together the two logarithmic terms cancel, so there it is summed as a series in v = (x − expected)/(x + expected).
 */
export function deviance(x: number, expected: number): number {
  if (x === 0) return expected;
  if (Math.abs(x - expected) >= 0.1 * (x + expected)) return x * Math.log(x / expected) + expected - x;
  const v = (x - expected) / (x + expected);
  let power = 2 * x * v;
  let sum = (x - expected) * v;
  for (let odd = 3; odd < 1000; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
