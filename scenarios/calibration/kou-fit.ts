/**
 * Kou's jump diffusion by maximum likelihood: the simplex method from several starts on a condensed sample, Newton steps on all
 * returns. Reported are σ, jumps a day, the share of jumps that go up, their mean sizes up and down, and the drift
 * μ = a/Δ + σ²/2 + λκ of the expected price with κ = p/(1 − up) + (1 − p)/(1 + down) − 1 for mean sizes `up` and `down`.
 *
 * Source: Kou, "A jump-diffusion model for option pricing" (2002).
 */
import { kouCompensator } from '../../models/prices/kou.ts';
import { MILLIS_PER_DAY } from '../../sim/units.ts';
import { type Fit, FRACTION, LOG_RETURN, PER_DAY, PER_ROOT_YEAR, PER_YEAR, report } from './fit.ts';
import { kouLogLikelihood } from './kou-density.ts';
import { type Coordinate, fitByLikelihood } from './likelihood.ts';
import { momentsOf } from './moments.ts';
import { MOST_JUMPS_A_STEP } from './poisson-weights.ts';
import type { PriceHistory } from './price-history.ts';
import { condensedSample, wholeSample } from './sample.ts';

/** Shares of the returns' deviation. */
const DIFFUSION_FLOOR = 0.02;
const JUMP_FLOOR = 0.05;
/** Most jumps a day that a scenario takes. */
const MOST_A_DAY = 5_000;
/** An up jump of mean 1 or more has no expected price. */
const LARGEST_MEAN = 0.9;

export function fitKou(history: PriceHistory): Fit {
  const { returns, stepYears, stepMillis } = history;
  const sample = condensedSample(returns);
  const whole = wholeSample(returns);
  const { mean, deviation } = momentsOf(returns);
  const widest = returns.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const stepsADay = MILLIS_PER_DAY / stepMillis;
  const size = { low: JUMP_FLOOR * deviation, high: Math.min(LARGEST_MEAN, 2 * widest), scale: 'log' } as const;
  const coordinates: Coordinate[] = [
    { name: 'location', low: mean - deviation, high: mean + deviation, scale: 'linear' },
    { name: 'volatility', low: DIFFUSION_FLOOR * deviation, high: 2 * deviation, scale: 'log' },
    {
      name: 'jumpsPerDay',
      low: 1 / returns.length,
      high: Math.min(MOST_JUMPS_A_STEP, MOST_A_DAY / stepsADay),
      scale: 'log',
    },
    { name: 'upProbability', low: 0, high: 1, scale: 'linear' },
    { name: 'upMean', ...size },
    { name: 'downMean', ...size },
  ];
  const starts = [
    [0.9, 0.01, 3],
    [0.7, 0.1, 1.7],
    [0.5, 0.4, 1],
    [0.4, 1.2, 0.6],
  ].map(([s, rate, jump]) => [mean, s * deviation, rate, 0.5, jump * deviation, jump * deviation]);
  const fit = fitByLikelihood(
    {
      coordinates,
      coarse: (values) => kouLogLikelihood(sample, values),
      fine: (values) => kouLogLikelihood(whole, values),
    },
    starts,
  );
  const drift = ([a, s, rate, p, up, down]: readonly number[]) =>
    (a + (s * s) / 2 + rate * kouCompensator({ upProbability: p, upMean: up, downMean: down })) / stepYears;
  return report('kou', history, fit, [
    { name: 'drift', unit: PER_YEAR, of: drift, coordinate: 0 },
    { name: 'volatility', unit: PER_ROOT_YEAR, of: (values) => values[1] / Math.sqrt(stepYears), coordinate: 1 },
    { name: 'jumpsPerDay', unit: PER_DAY, of: (values) => values[2] * stepsADay, coordinate: 2 },
    { name: 'upProbability', unit: FRACTION, of: (values) => values[3], coordinate: 3 },
    { name: 'upMean', unit: LOG_RETURN, of: (values) => values[4], coordinate: 4 },
    { name: 'downMean', unit: LOG_RETURN, of: (values) => values[5], coordinate: 5 },
  ]);
}
