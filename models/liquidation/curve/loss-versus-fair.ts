/**
 * What a falling auction costs its seller, in closed form: bidders without costs take it in the first block in which it asks no more than the fair price.
 *
 * Let the asked price fall at a rate λ, and the fair price be a geometric Brownian motion. Ask over fair, in logs, starts at z₀ and drifts down at
 * d = λ + μ − σ²/2 with volatility σ. It is filled at the first block at which it is at or below 0; how far below is the seller's loss.
 *
 * Blocks after exponential waits of mean Δ (a Brownian motion looked at at a Poisson process's moments; how far below is exponential of rate θ):
 *
 *   θ = (√(d² + 2σ²/Δ) − d)/σ²,   loss = E[1 − e^(−depth)] = 1/(1 + θ),   time to fill = (z₀ + 1/θ)/d
 *
 * Blocks exactly Δ apart (a random walk S_n with steps N(dΔ, σ²Δ); the depth is its overshoot over a far level, by Spitzer's sums over all n ≥ 1):
 *
 *   E[S⁺ at the first n with S_n > 0] = dΔ e^(Σ P(S_n ≤ 0)/n),   1 − E[e^(−S⁺)] = e^(−Σ E[e^(−S_n); S_n > 0]/n),   loss = 1 − (1 − E[e^(−S⁺)])/E[S⁺]
 *   depth = (dΔ + σ²/d)/2 − Σ E[S_n⁻]/n,   time to fill = (z₀ + depth)/d
 *
 * Both losses are those of an auction that starts well above the fair price. Sources: Milionis, Moallemi and Robinson, Loss-Versus-Fair: Efficiency of
 * Dutch Auctions on Blockchains (arXiv 2406.00113); Siegmund, Sequential Analysis (1985), chapter VIII.
 */
import { normalCdf, normalDensity } from '../../../sim/random/normal-distribution.ts';
import type { PriceCurve } from '../../model.ts';

/** Moments of the same clock for all: rates and volatility per second or per year, whichever, and blocks in the same. */
export interface FallingAuction {
  /** ln(first ask / fair price) ≥ 0. */
  readonly premium: number;
  /** λ: how fast the asked price falls, relative to itself. */
  readonly decay: number;
  /** μ and σ of the fair price. */
  readonly drift: number;
  readonly volatility: number;
  /** Δ: mean time between blocks, above 0. */
  readonly block: number;
  /** Whether blocks come after exponential waits, or exactly Δ apart. */
  readonly blocks: 'poisson' | 'slots';
}

export interface AuctionOutcome {
  /** E[1 − paid/fair]. */
  readonly loss: number;
  /** Mean time from the start to the fill. */
  readonly fill: number;
}

/** Spitzer's sums end where a term can add no more than this share. */
const NEGLIGIBLE = 1e-17;
const MOST_TERMS = 5_000_000;

/** @throws RangeError where the ask falls more slowly than the fair price: it may never be filled */
export function lossVersusFair(auction: FallingAuction): AuctionOutcome {
  const { premium, decay, drift, volatility, block, blocks } = auction;
  const variance = volatility * volatility;
  const fall = decay + drift - 0.5 * variance;
  if (!(fall > 0)) {
    throw new RangeError(
      `the asked price falls by ${decay} against a drift of ${0.5 * variance - drift} of the fair price: it may never be taken`,
    );
  }
  if (blocks === 'slots') {
    const { loss, depth } = overshoot(fall * block, variance * block);
    return { loss, fill: (premium + depth) / fall };
  }
  // θ with the root's difference multiplied out, so that it holds without volatility as well: 1/(dΔ).
  const theta = 2 / block / (Math.sqrt(fall * fall + (2 * variance) / block) + fall);
  return { loss: 1 / (1 + theta), fill: (premium + 1 / theta) / fall };
}

/** Of a walk with steps N(m, s²), m > 0, over a far level: E[1 − e^(−overshoot)] and E[overshoot]. */
function overshoot(mean: number, variance: number): { loss: number; depth: number } {
  // Without noise the level lies anywhere within a step.
  if (variance === 0) return { loss: 1 + Math.expm1(-mean) / mean, depth: 0.5 * mean };
  const spread = Math.sqrt(variance);
  let [below, damped, missing] = [0, 0, 0];
  const falls = mean - 0.5 * variance;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const z = (mean * Math.sqrt(n)) / spread;
    const negative = normalCdf(-z);
    const partial = Math.exp(-n * falls) * normalCdf((mean - variance) * (Math.sqrt(n) / spread));
    below += negative / n;
    damped += partial / n;
    missing += (spread * Math.sqrt(n) * normalDensity(z) - n * mean * negative) / n;
    if (negative < NEGLIGIBLE * n && partial < NEGLIGIBLE * n) break;
  }
  const ladder = mean * Math.exp(below);
  return {
    loss: 1 - Math.exp(-damped) / ladder,
    depth: 0.5 * (mean + variance / mean) - missing,
  };
}

/** How a curve falls around a share of its start. */
export interface Slope {
  /** Relative fall per ms. */
  readonly decay: number;
  /** How long it stands still there, ms; next to nothing unless it falls in steps. */
  readonly stands: number;
}

/** Half width of the stretch that is looked at; wider where the curve falls by more in one step. */
const WIDTHS = [0.05, 0.1, 0.2, 0.4, 0.8];
const BARELY = 1 - 1e-6;

/** Around `share` of the first ask; a decay of 0 where the curve falls no further. */
export function slopeAt(curve: PriceCurve, share: number): Slope {
  for (const width of WIDTHS) {
    const from = curve.reaches(Math.min(1, share * (1 + width)));
    const to = curve.reaches(share * (1 - width));
    if (!(to < Number.POSITIVE_INFINITY)) break;
    if (to <= from) continue;
    const at = curve.reaches(share);
    const stands = curve.reaches(curve.share(at) * BARELY) - at;
    return { decay: Math.log(curve.share(from) / curve.share(to)) / (to - from), stands };
  }
  return { decay: 0, stands: Number.POSITIVE_INFINITY };
}
