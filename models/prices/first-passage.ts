/**
 * How likely a price is to fall to a level within a span, watched all the time or at equally spaced dates. A level is B = S_0 e^(−distance).
 *
 * Watched all the time, a diffusion has a closed form (reflection principle). With ν = μ − σ²/2, b = ln(B/S_0) < 0 and s = σ√T
 *
 *   P(min S ≤ B) = Φ((b − νT)/s) + e^(2νb/σ²) Φ((b + νT)/s)
 *
 * Watched at dates Δt apart, Broadie, Glasserman and Kou move the level to B e^(−βσ√Δt), β = −ζ(1/2)/√(2π) (jumps: see `first-seen.ts`, which needs no such
 * approximation). Sources: Harrison, Brownian Motion and Stochastic Flow Systems (1985); Broadie, Glasserman and Kou, Mathematical Finance 7 (1997);
 * the call: Merton, Bell Journal of Economics 4 (1973).
 */
import { millsRatio, normalCdf, normalDensity } from '../../sim/random/normal-distribution.ts';
import { diffusion, expectedExcessOver, type LogReturn, logReturn } from './log-returns.ts';

/** β = −ζ(1/2)/√(2π), by which watching at dates moves a barrier, in deviations between dates. */
export const BARRIER_SHIFT = 0.5825971579390107;

export interface Diffusion {
  /** μ, per year. */
  readonly drift: number;
  /** σ, per square root of a year, above 0. */
  readonly volatility: number;
}

/**
 * P(min S ≤ S_0 e^(−distance)), watched all the time.
 *
 * @param distance ln(S_0/B) ≥ 0
 * @param years length of the span, above 0
 */
export function chanceToFall({ drift, volatility }: Diffusion, distance: number, years: number): number {
  if (distance <= 0) return 1;
  const trend = drift - 0.5 * volatility * volatility;
  const spread = volatility * Math.sqrt(years);
  const ends = (-distance - trend * years) / spread;
  const returned = (-distance + trend * years) / spread;
  // e^(2νb/σ²) φ(returned) = φ(ends): where the factor is large it cancels, instead of overflowing.
  const reflected =
    returned < 0
      ? normalDensity(ends) * millsRatio(-returned)
      : Math.exp((-2 * trend * distance) / (volatility * volatility)) * normalCdf(returned);
  return Math.min(1, normalCdf(ends) + reflected);
}

/** How much lower a barrier that is watched at dates must lie for the same chance: βσ√Δt, in logs. */
export function barrierShift(volatility: number, yearsBetween: number): number {
  return BARRIER_SHIFT * volatility * Math.sqrt(yearsBetween);
}

/**
 * P(S ≤ S_0 e^(−distance) at one of `dates` equally spaced dates), by Broadie, Glasserman and Kou: within a hundredth of the exact figure where
 * deviations between dates are a tenth of the distance.
 */
export function chanceToBeSeenBelow(law: Diffusion, distance: number, years: number, dates: number): number {
  return chanceToFall(law, distance + barrierShift(law.volatility, years / dates), years);
}

/**
 * E[(S_T/S_0 − k)^+; min S > B] of a diffusion watched all the time: what a position brings that is closed at the barrier, undiscounted.
 *
 * With γ = 2ν/σ² the paths that touched are those of a start mirrored at the barrier: C(1, k) − e^(−γ·distance) C(e^(−2·distance), k), where C runs over
 * prices above the barrier.
 */
export function expectedSurvivingExcess(law: Diffusion, k: number, distance: number, years: number): number {
  if (distance <= 0) return 0;
  const end = logReturn(diffusion(law.drift, law.volatility), years);
  const trend = law.drift - 0.5 * law.volatility * law.volatility;
  const mirrored = { ...end, means: end.means.map((mean) => mean - 2 * distance) };
  const factor = Math.exp((-2 * trend * distance) / (law.volatility * law.volatility));
  return excessAbove(end, k, -distance) - factor * excessAbove(mirrored, k, -distance);
}

/** E[(e^X − k)^+; X > level]. */
export function excessAbove(law: LogReturn, k: number, level: number): number {
  const least = Math.exp(level);
  if (k >= least) return expectedExcessOver(law, k);
  // Above the level all of it counts: the call at the level, and what the level lies above k.
  let above = 0;
  for (let i = 0; i < law.weights.length; i++) {
    above += (law.weights[i] as number) * normalCdf(((law.means[i] as number) - level) / (law.deviations[i] as number));
  }
  return expectedExcessOver(law, least) + (least - k) * above;
}
