/**
 * The log return of a diffusion, or of a jump diffusion with normal jumps, over any span, in closed form: a mixture of normals. Given n jumps
 *
 *   X = ln(S_T/S_0) ~ N( (μ − λκ − σ²/2) T + n m, σ² T + n δ² ),   weight e^(−λT) (λT)^n / n!,   κ = e^(m + δ²/2) − 1
 *
 * μ (`drift`) is per year, σ (`volatility`) per square root of a year, λ is 365 · `jumpsPerDay`, m and δ are mean and deviation of a log-jump; T is in years of
 * 365 days. E[e^X] = e^(μT). Prices relative to the start are e^X; levels are log levels. Without jumps it is GBM (Black and Scholes 1973); with them Merton
 * (1976), Journal of Financial Economics 3.
 */
import { normalCdf, normalDensity } from '../../sim/random/normal-distribution.ts';
import { DAYS_PER_YEAR, jumpCompensator } from './compound-poisson.ts';

export interface JumpDiffusion {
  readonly drift: number;
  readonly volatility: number;
  /** 0 is a plain diffusion: the other two then say nothing. */
  readonly jumpsPerDay: number;
  readonly jumpMean: number;
  readonly jumpDeviation: number;
}

/** A mixture of normals. Weights add up to 1. */
export interface LogReturn {
  readonly weights: readonly number[];
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

export interface Cumulants {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
}

/** Terms below this share of the largest are left out. */
const LEFT_OUT = 1e-22;

export function diffusion(drift: number, volatility: number): JumpDiffusion {
  return { drift, volatility, jumpsPerDay: 0, jumpMean: 0, jumpDeviation: 0 };
}

/** A single normal. */
export function normalReturn(mean: number, deviation: number): LogReturn {
  return { weights: [1], means: [mean], deviations: [deviation] };
}

/** @param years length of the span, above 0 */
export function logReturn(p: JumpDiffusion, years: number): LogReturn {
  const jumps = jumpsPerYear(p);
  const compensation = jumps === 0 ? 0 : jumps * jumpCompensator(p.jumpMean, p.jumpDeviation);
  const mean = (p.drift - compensation - 0.5 * p.volatility * p.volatility) * years;
  const variance = p.volatility * p.volatility * years;
  const { first, weights } = poissonShares(jumps * years);
  return {
    weights,
    means: weights.map((_, i) => mean + (first + i) * p.jumpMean),
    deviations: weights.map((_, i) => Math.sqrt(variance + (first + i) * p.jumpDeviation * p.jumpDeviation)),
  };
}

const jumpsPerYear = (p: JumpDiffusion): number => p.jumpsPerDay * DAYS_PER_YEAR;

/** Chances of `first`, `first` + 1, … jumps. Built outward from the likeliest number: no factorial, no underflow. */
function poissonShares(mean: number): { first: number; weights: number[] } {
  const likeliest = Math.floor(mean);
  const up: number[] = [1];
  for (let k = likeliest + 1, share = mean / k; share > LEFT_OUT; k++, share *= mean / k) up.push(share);
  const down: number[] = [];
  for (let k = likeliest, share = 1; k > 0; k--) {
    share *= k / mean;
    if (share < LEFT_OUT) break;
    down.push(share);
  }
  const shares = [...down.reverse(), ...up];
  const total = shares.reduce((sum, share) => sum + share, 0);
  return { first: likeliest - down.length, weights: shares.map((share) => share / total) };
}

function sumOver(law: LogReturn, term: (mean: number, deviation: number) => number): number {
  let sum = 0;
  for (let i = 0; i < law.weights.length; i++) {
    sum += (law.weights[i] as number) * term(law.means[i] as number, law.deviations[i] as number);
  }
  return sum;
}

/** Distance of a level from a mean in deviations; a term without spread lies wholly on one side. */
const inDeviations = (level: number, mean: number, deviation: number): number =>
  deviation > 0 ? (level - mean) / deviation : level >= mean ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;

/** P(X ≤ level). */
export function chanceBelow(law: LogReturn, level: number): number {
  return sumOver(law, (mean, deviation) => normalCdf(inDeviations(level, mean, deviation)));
}

/** Density of X at a level; every term must have a spread. */
export function densityAt(law: LogReturn, level: number): number {
  return sumOver(law, (mean, deviation) => normalDensity((level - mean) / deviation) / deviation);
}

/** E[e^X; X ≤ level]: what the price is worth below a level. */
export function priceBelow(law: LogReturn, level: number): number {
  return sumOver(
    law,
    (mean, deviation) =>
      Math.exp(mean + 0.5 * deviation * deviation) * normalCdf(inDeviations(level, mean, deviation) - deviation),
  );
}

/** E[(level − X)^+]: how far below a level X lies on average, 0 above it. */
export function depthBelow(law: LogReturn, level: number): number {
  return sumOver(law, (mean, deviation) => {
    const z = inDeviations(level, mean, deviation);
    return (level - mean) * normalCdf(z) + (Number.isFinite(z) ? deviation * normalDensity(z) : 0);
  });
}

/** E[e^(kX)]: the k-th moment of the price relative to its start. */
export function priceMoment(law: LogReturn, k: number): number {
  return sumOver(law, (mean, deviation) => Math.exp(k * mean + 0.5 * k * k * deviation * deviation));
}

/**
 * E[(k − e^X)^+]: what collateral worth 1 lacks on average against a debt of k, after the span, if nobody does anything: a put, undiscounted.
 *
 * @param k debt over the collateral's value at the start, above 0
 */
export function expectedShortfallOf(law: LogReturn, k: number): number {
  const level = Math.log(k);
  return Math.max(0, k * chanceBelow(law, level) - priceBelow(law, level));
}

/** E[(e^X − k)^+]: a call, undiscounted. */
export function expectedExcessOver(law: LogReturn, k: number): number {
  const level = Math.log(k);
  // From the upper side, so that little is left of the subtraction's error where k is far above the start.
  return Math.max(
    0,
    sumOver(law, (mean, deviation) => {
      const z = inDeviations(level, mean, deviation);
      return Math.exp(mean + 0.5 * deviation * deviation) * normalCdf(deviation - z) - k * normalCdf(-z);
    }),
  );
}

/** The level that X stays below with chance p, for 0 < p < 1. @throws RangeError outside */
export function levelAt(law: LogReturn, p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile needs a chance between 0 and 1, got ${p}`);
  const spread = 40;
  let low = Math.min(...law.means.map((mean, i) => mean - spread * (law.deviations[i] as number)));
  let high = Math.max(...law.means.map((mean, i) => mean + spread * (law.deviations[i] as number)));
  for (let middle = 0.5 * (low + high); low < middle && middle < high; middle = 0.5 * (low + high)) {
    if (chanceBelow(law, middle) < p) low = middle;
    else high = middle;
  }
  return high;
}

/** Of the log return over a span: cumulants of a Brownian motion and a compound Poisson process add up. */
export function cumulantsOf(p: JumpDiffusion, years: number): Cumulants {
  const { jumpMean: m, jumpDeviation: d } = p;
  const jumps = jumpsPerYear(p) * years;
  const compensation = jumps === 0 ? 0 : jumps * jumpCompensator(m, d);
  const square = d * d;
  const variance = p.volatility * p.volatility * years + jumps * (m * m + square);
  const third = jumps * m * (m * m + 3 * square);
  const fourth = jumps * (m * m * m * m + 6 * m * m * square + 3 * square * square);
  return {
    mean: (p.drift - 0.5 * p.volatility * p.volatility) * years - compensation + jumps * m,
    variance,
    skewness: third / (variance * Math.sqrt(variance)),
    excessKurtosis: fourth / (variance * variance),
  };
}
