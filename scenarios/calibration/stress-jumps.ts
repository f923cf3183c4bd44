/**
 * Rare crash jumps for stress, where a plain likelihood sees only clusters of volatility.
 *
 * (a) GARCH(1,1) says how volatile each step was expected to be. (b) A return far below that, z < −c in expected deviations, counts as
 * a crash jump; their number, mean and deviation are measured. c is 4, or more where that would count over 50 a year. (c) The result
 * goes through the same table of worst falls as every fit.
 *
 * What is used lies in the range of rates and sizes that stress tests of crypto collateral take: 5 to 50 jumps a year, of mean −3 % to
 * −10 % and deviation 4 % to 8 %. A history without enough jumps gives the middle of the range. Within it the deviation δ is raised until
 * the history's worst step is no surprise: until one of the λT jumps goes beyond it with a chance of 10 %, λT·Φ((x − m)/δ) = −ln(0.9).
 */
import type { ModelReference } from '../../models/registry.ts';
import { clamp } from '../../sim/math.ts';
import { normalQuantile } from '../../sim/random/distributions.ts';
import { filterVariance } from './garch-filter.ts';
import type { GarchFit } from './garch-fit.ts';
import { momentsOf } from './moments.ts';
import { normalCdf } from './normal-integrals.ts';
import type { PriceHistory } from './price-history.ts';

const DAYS_PER_YEAR = 365;
const LEAST_THRESHOLD = 4;
/** Chance that a history simulated from the jumps has a worse one than the worst step of the real history. */
const NO_SURPRISE = 0.1;
/** Fewer say nothing about a mean, let alone a deviation. */
const LEAST_JUMPS = 5;

/** Jumps a year, and mean and deviation of the log-jump. */
export const STRESS_RANGE = {
  jumpsPerYear: [5, 50],
  jumpMean: [-0.1, -0.03],
  jumpDeviation: [0.04, 0.08],
} as const;

export interface JumpFigures {
  readonly jumpsPerYear: number;
  readonly jumpMean: number;
  readonly jumpDeviation: number;
}

export interface StressJumps {
  /** In expected deviations of a step. */
  readonly threshold: number;
  readonly count: number;
  /** Falls beyond the threshold that normal innovations would give. */
  readonly expectedIfNormal: number;
  /** Undefined where fewer than five jumps were found. */
  readonly measured: JumpFigures | undefined;
  readonly used: JumpFigures;
  /** Annual volatility of all returns but the jumps. */
  readonly volatility: number;
  /** Expected annual volatility over the history: what a stress day may take instead. */
  readonly expectedVolatility: {
    readonly median: number;
    readonly q95: number;
    readonly q99: number;
    readonly highest: number;
  };
  readonly reference: ModelReference;
  /** The same jumps on the volatility that the worst 1 % of steps had: for a path of a day or less. */
  readonly stressDay: ModelReference;
}

export function stressJumps(history: PriceHistory, garch: GarchFit): StressJumps {
  const { returns, stepYears, lastPrice } = history;
  const n = returns.length;
  const scores = new Float64Array(n);
  const expected = new Float64Array(n);
  filterVariance(history, garch.step, garch.first, (i, innovation, variance) => {
    scores[i] = innovation / Math.sqrt(variance);
    expected[i] = Math.sqrt(variance / stepYears);
  });
  const years = n * stepYears;
  const allowed = Math.floor(STRESS_RANGE.jumpsPerYear[1] * years);
  const sorted = Float64Array.from(scores).sort((a, b) => a - b);
  const threshold = Math.max(LEAST_THRESHOLD, allowed < n ? -sorted[allowed] : 0);
  const jumps = returns.filter((_, i) => scores[i] < -threshold);
  const rest = returns.filter((_, i) => scores[i] >= -threshold);
  const { mean, deviation } = jumps.length > 0 ? momentsOf(jumps) : { mean: 0, deviation: 0 };
  const measured =
    jumps.length < LEAST_JUMPS
      ? undefined
      : { jumpsPerYear: jumps.length / years, jumpMean: mean, jumpDeviation: deviation };
  const worst = returns.reduce((least, x) => Math.min(least, x), 0);
  const used = usedFigures(measured, worst, years);
  const volatility = momentsOf(rest).deviation / Math.sqrt(stepYears);
  expected.sort((a, b) => a - b);
  const quantile = (share: number) => expected[Math.floor(share * (n - 1))];
  const law = {
    model: 'merton',
    start: lastPrice,
    jumpsPerDay: used.jumpsPerYear / DAYS_PER_YEAR,
    jumpMean: used.jumpMean,
    jumpDeviation: used.jumpDeviation,
  };
  return {
    threshold,
    count: jumps.length,
    expectedIfNormal: n * normalCdf(-threshold),
    measured,
    used,
    volatility,
    expectedVolatility: { median: quantile(0.5), q95: quantile(0.95), q99: quantile(0.99), highest: quantile(1) },
    reference: { ...law, volatility },
    stressDay: { ...law, volatility: quantile(0.99) },
  };
}

function usedFigures(measured: JumpFigures | undefined, worst: number, years: number): JumpFigures {
  const within = (key: keyof JumpFigures) => {
    const [low, high] = STRESS_RANGE[key];
    return measured === undefined ? (low + high) / 2 : clamp(measured[key], low, high);
  };
  const { jumpsPerYear, jumpMean } = { jumpsPerYear: within('jumpsPerYear'), jumpMean: within('jumpMean') };
  const share = -Math.log(1 - NO_SURPRISE) / (jumpsPerYear * years);
  const needed = share < 0.5 ? (worst - jumpMean) / normalQuantile(share) : 0;
  const [, most] = STRESS_RANGE.jumpDeviation;
  return { jumpsPerYear, jumpMean, jumpDeviation: Math.min(most, Math.max(within('jumpDeviation'), needed)) };
}
