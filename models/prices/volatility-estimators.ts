/**
 * Estimates of variance from returns and ranges. A variance is per period of the returns that it is made from; multiply by periods per
 * year and take the root for a volatility.
 */
import { powInt } from '../../sim/math.ts';

/** Squared scale of a normal range: E[ln(high/low)²] = 4 ln 2 · σ² for a driftless Brownian motion watched all the time. */
const FOUR_LN_TWO = 4 * Math.LN2;

/**
 * Exponentially weighted moving average: v' = λ v + (1 − λ) r². Source: RiskMetrics Technical Document (1996), section 5.2.
 *
 * @param memory λ, from 0 to below 1
 */
export function ewmaVariance(variance: number, logReturn: number, memory: number): number {
  return memory * variance + (1 - memory) * logReturn * logReturn;
}

/** The same over a list of returns, begun at the square of the first; 0 for an empty list. */
export function ewmaOf(returns: ArrayLike<number>, memory: number): number {
  if (returns.length === 0) return 0;
  const first = returns[0] as number;
  let variance = first * first;
  for (let i = 1; i < returns.length; i++) variance = ewmaVariance(variance, returns[i] as number, memory);
  return variance;
}

/** Parameters of a GARCH(1,1): h' = ω + α r² + β h, all per period. */
export interface GarchParameters {
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
}

/** Next period's variance, from this period's variance and its return less its mean. Source: Bollerslev (1986). */
export function garchVariance({ omega, alpha, beta }: GarchParameters, variance: number, shock: number): number {
  return omega + alpha * shock * shock + beta * variance;
}

/** Variance to which a GARCH(1,1) reverts: ω/(1 − α − β). @throws RangeError unless α + β < 1 */
export function longRunVariance({ omega, alpha, beta }: GarchParameters): number {
  if (!(alpha + beta < 1)) {
    throw new RangeError(`alpha + beta is ${alpha + beta}, it must be below 1: such a variance reverts to nothing`);
  }
  return omega / (1 - alpha - beta);
}

/**
 * Variance expected `steps` ≥ 1 periods ahead, when that of the next one is `next`: σ̄² + (α + β)^(k−1) (h − σ̄²).
 *
 * @throws RangeError unless α + β < 1 and `steps` is a whole number of 1 or more
 */
export function garchForecast(p: GarchParameters, next: number, steps: number): number {
  if (!Number.isSafeInteger(steps) || steps < 1) throw new RangeError(`steps must be 1 or more, got ${steps}`);
  const reached = longRunVariance(p);
  return reached + powInt(p.alpha + p.beta, steps - 1) * (next - reached);
}

/** Parkinson's variance of one period from its range: ln²(high/low)/(4 ln 2). Source: Parkinson (1980), Journal of Business 53. */
export function parkinsonVariance(high: number, low: number): number {
  if (!(low > 0 && high >= low)) throw new RangeError(`a range needs 0 < low <= high, got ${low} and ${high}`);
  const range = Math.log(high / low);
  return (range * range) / FOUR_LN_TWO;
}
