import { normalQuantile } from '../../sim/random/distributions.ts';
import { normalCdf, normalDensity } from '../../sim/random/normal-distribution.ts';
import { requireOpenUnit } from './finite.ts';
import { studentDensity, studentQuantile } from './student-t.ts';

/**
 * Tail figures of known laws in closed form: what an estimate on a sample of them is held against. The coverage of every
 * interval in docs/statistics.md is measured with these.
 *
 * q_a is the a-quantile (value at risk), ES_a = E[X | X > q_a] the expected shortfall.
 */
export interface TailLaw {
  /** q_a. */
  quantile(a: number): number;
  /** ES_a. */
  expectedShortfall(a: number): number;
  /** Density at x. */
  density(x: number): number;
  /** Var(X | X > q_a). */
  tailVariance(a: number): number;
}

/** N(mean, deviation²): ES_a = μ + σ·φ(z)/(1 − a). */
export function normalLaw(mean: number, deviation: number): TailLaw {
  requirePositive(deviation, 'normal law: deviation');
  const mills = (a: number) => normalDensity(normalQuantile(a)) / (1 - a);
  return {
    quantile: (a) => mean + deviation * level(a, normalQuantile),
    expectedShortfall: (a) => mean + deviation * level(a, mills),
    density: (x) => normalDensity((x - mean) / deviation) / deviation,
    tailVariance: (a) => deviation * deviation * (1 + mills(a) * (level(a, normalQuantile) - mills(a))),
  };
}

/** e^{N(m, s²)}: ES_a = e^{m + s²/2}·Φ(s − z)/(1 − a). */
export function lognormalLaw(m: number, s: number): TailLaw {
  requirePositive(s, 'lognormal law: s');
  const moment = (order: number, a: number) =>
    (Math.exp(order * m + 0.5 * order * order * s * s) * normalCdf(order * s - level(a, normalQuantile))) / (1 - a);
  return {
    quantile: (a) => Math.exp(m + s * level(a, normalQuantile)),
    expectedShortfall: (a) => moment(1, a),
    density: (x) => (x > 0 ? normalDensity((Math.log(x) - m) / s) / (x * s) : 0),
    tailVariance: (a) => moment(2, a) - moment(1, a) * moment(1, a),
  };
}

/** Student's t: ES_a = f(q)/(1 − a)·(ν + q²)/(ν − 1), for ν > 1; the tail has a variance for ν > 2. */
export function studentLaw(freedom: number): TailLaw {
  if (!(freedom > 1))
    throw new RangeError(`Student law: the mean of a tail needs more than 1 degree of freedom (got ${freedom})`);
  const quantile = (a: number) => level(a, (p) => studentQuantile(p, freedom));
  const shortfall = (a: number) => {
    const q = quantile(a);
    return ((studentDensity(q, freedom) / (1 - a)) * (freedom + q * q)) / (freedom - 1);
  };
  return {
    quantile,
    expectedShortfall: shortfall,
    density: (x) => studentDensity(x, freedom),
    tailVariance(a) {
      if (!(freedom > 2)) return Number.POSITIVE_INFINITY;
      // E[X²; X > q] by parts: ν(1 − a)/(ν − 2) + q·f(q)·(ν + q²)/(ν − 2) − …, in the form of the mean excess of x·f.
      const q = quantile(a);
      const edge = (q * studentDensity(q, freedom) * (freedom + q * q)) / (freedom - 1);
      const second = ((edge + (freedom / (freedom - 1)) * (1 - a)) * (freedom - 1)) / (freedom - 2) / (1 - a);
      return second - shortfall(a) * shortfall(a);
    },
  };
}

/** A tail beyond a threshold u that is exceeded with probability p: P(X > x) = p·(1 + ξ(x − u)/β)^(−1/ξ). */
export interface ParetoTail {
  /** ξ: shape; 0 is the exponential tail, and from 1 on there is no mean. */
  readonly shape: number;
  /** β > 0: scale. */
  readonly scale: number;
  /** u. */
  readonly threshold: number;
  /** P(X > u), in (0, 1]. */
  readonly exceedance: number;
}

/**
 * Tail figures by peaks over threshold: q_a = u + β/ξ·(((1 − a)/p)^(−ξ) − 1), ES_a = (q_a + β − ξu)/(1 − ξ).
 * With p = 1 it is the generalised Pareto law itself. Source: McNeil, Frey and Embrechts, Quantitative Risk Management, 5.2.
 *
 * @throws RangeError for a scale of 0 or less, an exceedance outside (0, 1], a level below 1 − p (it lies before the tail), and for
 *   an expected shortfall at ξ ≥ 1, which is infinite
 */
export function paretoTail({
  shape,
  scale,
  threshold,
  exceedance,
}: ParetoTail): Omit<TailLaw, 'density' | 'tailVariance'> {
  requirePositive(scale, 'Pareto tail: scale');
  if (!(exceedance > 0 && exceedance <= 1)) {
    throw new RangeError(`Pareto tail: exceedance must be above 0 and at most 1 (got ${exceedance})`);
  }
  const quantile = (a: number): number => {
    requireOpenUnit(a, 'level');
    // A level at the threshold itself may round past it.
    const ratio = (1 - a) / exceedance;
    if (ratio > 1 + 1e-12)
      throw new RangeError(`Pareto tail: level ${a} lies before the threshold; ask for one above ${1 - exceedance}`);
    const steps = -Math.log(ratio);
    return threshold + (shape === 0 ? scale * steps : (scale * Math.expm1(shape * steps)) / shape);
  };
  return {
    quantile,
    expectedShortfall(a) {
      if (!(shape < 1)) throw new RangeError(`Pareto tail: a shape of ${shape} has no mean, so no expected shortfall`);
      return (quantile(a) + scale - shape * threshold) / (1 - shape);
    },
  };
}

/** √n times the asymptotic standard error of the sample quantile: √(a(1 − a))/f(q_a). */
export function quantileSpread(law: TailLaw, a: number): number {
  return Math.sqrt(a * (1 - a)) / law.density(law.quantile(a));
}

/** √n times the asymptotic standard error of the sample expected shortfall: √((Var(X | X > q) + a(ES − q)²)/(1 − a)). */
export function shortfallSpread(law: TailLaw, a: number): number {
  const gap = law.expectedShortfall(a) - law.quantile(a);
  return Math.sqrt((law.tailVariance(a) + a * gap * gap) / (1 - a));
}

function level(a: number, of: (a: number) => number): number {
  requireOpenUnit(a, 'level');
  return of(a);
}

function requirePositive(value: number, what: string): void {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${what} must be above 0 and finite (got ${value})`);
}
