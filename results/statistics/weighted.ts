import { requireFinite, requireOpenUnit } from './finite.ts';
import type { Estimate } from './interval.ts';
import { total } from './moments.ts';
import { studentQuantile } from './student-t.ts';

/**
 * Statistics of paths that do not count alike: drawn in strata of fixed size and with tilted jumps, so that rare ones are
 * frequent, and weighted back. With weights w_i, whose sum within stratum k is n·P_k, an expectation is E[X] ≈ (1/n)·Σ w_i x_i. Its variance is
 * (1/n²)·Σ_k n_k·s_k², s_k² the variance of w_i·(x_i − μ_k) within stratum k and μ_k the weighted mean there: what lies between strata
 * is known and adds nothing.
 */
export interface Weighting {
  /** Per path; they average 1, and within a stratum of probability P_k and n_k of n paths they average P_k·n/n_k. */
  readonly weights: Float64Array;
  /** Per path: number of its stratum. */
  readonly strata: ArrayLike<number>;
}

/** Tail figures below this many effective paths beyond the quantile are refused. */
export const FEWEST_EFFECTIVE_TAIL = 100;

export interface WeightedMean extends Estimate {
  /** Null for a single path, as are the bounds. */
  readonly standardError: number | null;
  /** Degrees of freedom behind that error. */
  readonly freedom: number | null;
}

/** Mean with Student's t interval; degrees of freedom by Welch and Satterthwaite over the strata. */
export function weightedMean(values: ArrayLike<number>, weighting: Weighting, confidence: number): WeightedMean {
  requireOpenUnit(confidence, 'confidence');
  requireFinite(values, 'weighted sample');
  requireSameLength(values, weighting);
  const n = values.length;
  const terms = weighting.weights.map((weight, i) => weight * values[i]!);
  const value = total(terms) / n;
  if (n === 1) return { value, low: null, high: null, standardError: null, freedom: null };
  const { variance, freedom } = stratifiedVariance(values, weighting);
  const standardError = Math.sqrt(variance);
  const reach = variance === 0 ? 0 : studentQuantile(0.5 + confidence / 2, freedom) * standardError;
  return { value, low: value - reach, high: value + reach, standardError, freedom };
}

/**
 * Variance of the mean of terms over strata of fixed size, and its degrees of freedom.
 *
 * @throws RangeError when a stratum holds a single path: its spread is not known
 */
function stratifiedVariance(
  values: ArrayLike<number>,
  { weights, strata }: Weighting,
): { variance: number; freedom: number } {
  const n = values.length;
  const groups = new Map<number, { n: number; weight: number; sum: number; squares: number }>();
  for (let i = 0; i < n; i++) {
    const group = groups.get(strata[i]!) ?? { n: 0, weight: 0, sum: 0, squares: 0 };
    group.n++;
    group.weight += weights[i]!;
    group.sum += weights[i]! * values[i]!;
    groups.set(strata[i]!, group);
  }
  for (let i = 0; i < n; i++) {
    const group = groups.get(strata[i]!)!;
    const pull = weights[i]! * (values[i]! - group.sum / group.weight);
    group.squares += pull * pull;
  }
  let [all, quarter] = [0, 0];
  for (const [stratum, { n: size, squares }] of [...groups].sort(([a], [b]) => a - b)) {
    if (size < 2)
      throw new RangeError(`stratum ${stratum} holds a single path, so its spread is not known; run more paths`);
    const part = (size * squares) / (size - 1);
    all += part;
    quarter += (part * part) / (size - 1);
  }
  return { variance: all / (n * n), freedom: quarter === 0 ? Math.max(1, n - 1) : (all * all) / quarter };
}

/**
 * The weights of some of the paths, so that they again average 1: those that have a figure. A stratum of which a single path is
 * left joins the nearest other one, because nothing else is known of its spread.
 *
 * @param kept positions, ascending
 */
export function restricted({ weights, strata }: Weighting, kept: readonly number[]): Weighting {
  if (kept.length === weights.length) return { weights, strata };
  const own = Float64Array.from(kept, (i) => weights[i]!);
  const average = own.length === 0 ? 1 : total(own) / own.length;
  const labels = kept.map((i) => strata[i]!);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const firm = [...counts].filter(([, count]) => count > 1).map(([label]) => label);
  const joined = (label: number): number => {
    if (counts.get(label) !== 1) return label;
    // Where all are single, they are one stratum.
    return firm.reduce(
      (best, other) => (Math.abs(other - label) < Math.abs(best - label) ? other : best),
      firm[0] ?? 0,
    );
  };
  return { weights: average > 0 ? own.map((weight) => weight / average) : own, strata: labels.map(joined) };
}

/** Effective number of paths behind weights: (Σw)²/Σw². */
export function effectiveSize(weights: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    squares += weights[i]! * weights[i]!;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** Probability of an event with a symmetric interval inside [0, 1]; after no hit, or none missed, the bound on that side is unknown. */
export function weightedProbability(values: ArrayLike<number>, weighting: Weighting, confidence: number): Estimate {
  const indicator = Float64Array.from(values, (value) => (value > 0 ? 1 : 0));
  const { value, low, high } = weightedMean(indicator, weighting, confidence);
  const seen = new Set(indicator);
  return {
    value: Math.min(1, value),
    low: seen.has(0) && low !== null ? Math.max(0, low) : null,
    high: seen.has(1) && high !== null ? Math.min(1, high) : null,
  };
}

export interface WeightedTail {
  readonly quantile: Estimate;
  readonly shortfall: Estimate;
  /** Effective paths strictly above the quantile. */
  readonly effectiveTail: number;
}

/**
 * Quantile and expected shortfall at level p.
 *
 * The quantile is the smallest observed value whose weighted tail (1/n)·Σ w_i·1{x_i > q} is at most 1 − p; its interval holds
 * the values at which that tail, give or take its error at q, passes 1 − p (Woodruff 1952). ES = q + (1/n)·Σ w_i·max(0, x_i − q)/(1 − p): only weights in the tail
 * enter, and an error of q counts to second order (Rockafellar and Uryasev 2002), so the error is that of the weighted mean.
 */
export function weightedTail(
  values: ArrayLike<number>,
  weighting: Weighting,
  p: number,
  confidence: number,
): WeightedTail {
  requireOpenUnit(p, 'quantile level');
  requireFinite(values, 'weighted sample');
  requireSameLength(values, weighting);
  const { weights, strata } = weighting;
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const at = (mass: number): number => tailQuantile(values, weights, order, mass);
  const q = at(1 - p);

  const beyond = weightedMean(
    Float64Array.from(values, (x) => (x > q ? 1 : 0)),
    weighting,
    confidence,
  );
  const reach = beyond.high === null ? 1 : beyond.high - beyond.value;
  const upper = 1 - p - reach;
  const excess = weightedMean(
    Float64Array.from(values, (x) => Math.max(0, x - q)),
    { weights, strata },
    confidence,
  );
  const tail = weights.filter((_, i) => values[i]! > q);
  const scale = (bound: number) => q + bound / (1 - p);
  const bound = (end: number | null) => (end === null ? null : scale(end));
  return {
    quantile: { value: q, low: 1 - p + reach < 1 ? at(1 - p + reach) : null, high: upper > 0 ? at(upper) : null },
    shortfall: { value: scale(excess.value), low: bound(excess.low), high: bound(excess.high) },
    effectiveTail: effectiveSize(tail),
  };
}

/** Smallest observed value above which the weighted share of the sample is at most `mass`. */
function tailQuantile(values: ArrayLike<number>, weights: Float64Array, order: Uint32Array, mass: number): number {
  const n = order.length;
  const allowed = mass * n * (1 + 1e-12);
  let above = 0;
  let place = n - 1;
  for (; place > 0; place--) {
    // The weight of this value joins the tail of every smaller one.
    above += weights[order[place]!]!;
    if (values[order[place - 1]!] !== values[order[place]!] && above > allowed) break;
  }
  return values[order[place]!]!;
}

function requireSameLength(values: ArrayLike<number>, { weights, strata }: Weighting): void {
  if (weights.length !== values.length || strata.length !== values.length) {
    throw new RangeError(
      `weighted sample: ${values.length} values, ${weights.length} weights, ${strata.length} strata`,
    );
  }
}
