/**
 * Merton's jump diffusion by maximum likelihood. A log return over a step Δ is a + sZ + J₁ + … + J_N with N Poisson of mean λΔ and
 * J ~ N(m, δ²), so its density is the mixture Σₖ Pois(k; λΔ) N(x; a + km, s² + kδ²).
 *
 * The likelihood has several maxima and is unbounded as s or δ go to 0 (Honoré 1998), so both have floors and EM runs from several
 * starts; Newton steps follow on all returns. Reported are σ = s/√Δ, jumps a day, m, δ and the drift
 * μ = a/Δ + σ²/2 + λ(e^{m + δ²/2} − 1) of the expected price.
 */
import { jumpCompensator } from '../../models/prices/compound-poisson.ts';
import { clamp } from '../../sim/math.ts';
import { MILLIS_PER_DAY } from '../../sim/units.ts';
import { type Fit, LOG_RETURN, PER_DAY, PER_ROOT_YEAR, PER_YEAR, report } from './fit.ts';
import { type Coordinate, fitByLikelihood } from './likelihood.ts';
import { type MertonStep, mertonByEm } from './merton-em.ts';
import { momentsOf } from './moments.ts';
import { MOST_JUMPS_A_STEP, poissonWeights } from './poisson-weights.ts';
import type { PriceHistory } from './price-history.ts';
import { condensedSample, type Sample, wholeSample } from './sample.ts';

/** Shares of the returns' deviation. */
const DIFFUSION_FLOOR = 0.02;
const JUMP_FLOOR = 0.05;
/** Most jumps a day that a scenario takes. */
const MOST_A_DAY = 5_000;
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

export function mertonLogLikelihood(sample: Sample, [a, s, rate, m, delta]: readonly number[]): number {
  const weights = poissonWeights(rate);
  const variances = weights.map((_, k) => s * s + k * delta * delta);
  const scales = weights.map((weight, k) => weight / Math.sqrt(variances[k]) / ROOT_TWO_PI);
  const { values, weights: counts } = sample;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    let density = 0;
    let distance = values[i] - a;
    for (let k = 0; k < scales.length; k++) {
      density += scales[k] * Math.exp((-0.5 * distance * distance) / variances[k]);
      distance -= m;
    }
    sum += counts[i] * Math.log(density);
  }
  return sum;
}

export function fitMerton(history: PriceHistory): Fit {
  const { returns, stepYears, stepMillis } = history;
  const sample = condensedSample(returns);
  const whole = wholeSample(returns);
  const { mean, deviation } = momentsOf(returns);
  const widest = returns.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const stepsADay = MILLIS_PER_DAY / stepMillis;
  const coordinates: Coordinate[] = [
    { name: 'location', low: mean - deviation, high: mean + deviation, scale: 'linear' },
    { name: 'volatility', low: DIFFUSION_FLOOR * deviation, high: 2 * deviation, scale: 'log' },
    {
      name: 'jumpsPerDay',
      low: 1 / returns.length,
      high: Math.min(MOST_JUMPS_A_STEP, MOST_A_DAY / stepsADay),
      scale: 'log',
    },
    { name: 'jumpMean', low: -widest, high: widest, scale: 'linear' },
    { name: 'jumpDeviation', low: JUMP_FLOOR * deviation, high: 2 * widest, scale: 'log' },
  ];
  const starts = [
    [mean, 0.9, 0.01, 4],
    [mean, 0.7, 0.1, 2.5],
    [mean, 0.5, 0.4, 1.3],
    [mean, 0.4, 1.2, 0.8],
  ].map(([a, s, rate, delta]): MertonStep => ({ a, s: s * deviation, rate, m: 0, delta: delta * deviation }));
  const [location, diffusion, jumps, , size] = coordinates;
  const floors = { s: diffusion.low, delta: size.low, rate: [jumps.low, jumps.high] } as const;
  const coarse = (values: readonly number[]) => mertonLogLikelihood(sample, values);
  const ends = starts.map((start) => {
    const { a, s, rate, m, delta } = mertonByEm(sample, start, floors);
    return [clamp(a, location.low, location.high), s, rate, m, delta];
  });
  const best = ends.reduce((one, other) => (coarse(other) > coarse(one) ? other : one));
  const fine = (values: readonly number[]) => mertonLogLikelihood(whole, values);
  const fit = fitByLikelihood({ coordinates, coarse, fine }, [best]);
  const volatility = (values: readonly number[]) => values[1] / Math.sqrt(stepYears);
  const drift = ([a, s, rate, m, delta]: readonly number[]) =>
    (a + (s * s) / 2 + rate * jumpCompensator(m, delta)) / stepYears;
  return report('merton', history, fit, [
    { name: 'drift', unit: PER_YEAR, of: drift, coordinate: 0 },
    { name: 'volatility', unit: PER_ROOT_YEAR, of: volatility, coordinate: 1 },
    { name: 'jumpsPerDay', unit: PER_DAY, of: (values) => values[2] * stepsADay, coordinate: 2 },
    { name: 'jumpMean', unit: LOG_RETURN, of: (values) => values[3], coordinate: 3 },
    { name: 'jumpDeviation', unit: LOG_RETURN, of: (values) => values[4], coordinate: 4 },
  ]);
}
