import { normalCdf } from '../../sim/random/normal-distribution.ts';
import { requireOpenUnit } from './finite.ts';

/** What a way of drawing paths can save, in closed form: for planning, and to hold measured gains against. */

/**
 * Variance of plain Monte Carlo over that of importance sampling for P(Z > c), Z standard normal, tilted exponentially to
 * mean c: p(1 − p)/(e^{c²}·Φ(−2c) − p²) with p = Φ(−c).
 */
export function tiltGain(c: number): number {
  if (!(c > 0 && c < 30)) throw new RangeError(`tiltGain: c must be above 0 and below 30 (got ${c})`);
  const p = normalCdf(-c);
  return (p * (1 - p)) / (Math.exp(c * c) * normalCdf(-2 * c) - p * p);
}

/** Levels of ideal multilevel splitting for an event of probability p, each passed with probability e^−2: −ln(p)/2. */
export function splittingLevels(p: number): number {
  requireOpenUnit(p, 'probability');
  return -0.5 * Math.log(p);
}

/** Correlation of e^{sZ} and e^{−sZ}: (e^{−s²} − 1)/(e^{s²} − 1) = −e^{−s²}. Antithetic pairs have 1 + ρ of the variance. */
export function antitheticCorrelation(s: number): number {
  if (!(Math.abs(s) > 0)) throw new RangeError(`antitheticCorrelation: s must not be 0 (got ${s})`);
  return -Math.exp(-s * s);
}

/**
 * Variance of a paired difference over that of two independent samples: Var(A − B)/(Var A + Var B) = 1 − 2ρσ_Aσ_B/(σ_A² + σ_B²),
 * which is 1 − ρ for equal spreads. 0.01 says that pairing is worth a hundred times the paths.
 */
export function pairingRatio(correlation: number, deviationA = 1, deviationB = 1): number {
  requireCorrelation(correlation);
  const both = deviationA * deviationA + deviationB * deviationB;
  if (!(both > 0)) throw new RangeError('pairingRatio: neither side varies');
  return 1 - (2 * correlation * deviationA * deviationB) / both;
}

/** Variance that is left after the best linear control variate with this correlation: 1 − ρ². */
export function controlVariateRatio(correlation: number): number {
  requireCorrelation(correlation);
  return 1 - correlation * correlation;
}

function requireCorrelation(correlation: number): void {
  if (!(correlation >= -1 && correlation <= 1))
    throw new RangeError(`a correlation lies from −1 to 1 (got ${correlation})`);
}
