/**
 * GARCH(1,1) with normal innovations by maximum likelihood; the law is in `garch-filter.ts`. The first variance is that of all returns.
 * Looked for are the long-run variance (between a sixteenth and four times that of the returns: where α + β is near one, a history hardly
 * decides it), what is missing from α + β to one, and α's share of it: so α + β stays below one.
 *
 * Source: Bollerslev, "Generalized autoregressive conditional heteroskedasticity" (1986).
 */
import { garchVariance } from '../../models/prices/volatility-estimators.ts';
import { MILLIS_PER_HOUR } from '../../sim/units.ts';
import { type Fit, FRACTION, PER_ROOT_YEAR, PER_YEAR, report } from './fit.ts';
import { filterVariance, type GarchStep } from './garch-filter.ts';
import { type Coordinate, fitByLikelihood } from './likelihood.ts';
import { momentsOf } from './moments.ts';
import type { PriceHistory } from './price-history.ts';
import { spanText } from './span-text.ts';

/** Closest that α + β comes to one: variance shocks then last 70,000 steps. */
const LEAST_GAP = 1e-5;
const LOG_TWO_PI = Math.log(2 * Math.PI);

function stepOf([drift, variance, gap, share]: readonly number[]): GarchStep {
  const persistence = 1 - gap;
  return { drift, variance, alpha: share * persistence, beta: (1 - share) * persistence };
}

export function garchLogLikelihood(history: PriceHistory, step: GarchStep, first: number): number {
  let sum = 0;
  filterVariance(history, step, first, (_, innovation, expected) => {
    sum += Math.log(expected) + (innovation * innovation) / expected;
  });
  return -0.5 * (sum + history.returns.length * LOG_TWO_PI);
}

export interface GarchFit extends Fit {
  readonly step: GarchStep;
  /** Expected variance of the first return. */
  readonly first: number;
}

export function fitGarch(history: PriceHistory): GarchFit {
  const { returns, stepYears, stepMillis } = history;
  const { mean, deviation } = momentsOf(returns);
  const first = deviation * deviation;
  const coordinates: Coordinate[] = [
    { name: 'drift', low: mean - deviation, high: mean + deviation, scale: 'linear' },
    { name: 'volatility', low: first / 16, high: 4 * first, scale: 'log' },
    { name: 'persistence', low: LEAST_GAP, high: 0.999, scale: 'log' },
    { name: 'alpha', low: 0, high: 1, scale: 'linear' },
  ];
  const starts = [
    [mean, first, 0.02, 0.1],
    [mean, first, 0.1, 0.2],
    [mean, first, 0.005, 0.05],
    [mean, first, 0.6, 0.3],
  ];
  const logLikelihood = (values: readonly number[]) => garchLogLikelihood(history, stepOf(values), first);
  const fit = fitByLikelihood({ coordinates, coarse: logLikelihood, fine: logLikelihood }, starts);
  const step = stepOf(fit.values);
  const { alpha, beta } = step;
  const persistence = alpha + beta;
  const halfLife = (Math.log(0.5) / Math.log(persistence)) * (stepMillis / MILLIS_PER_HOUR);
  const notes = [
    `alpha and beta are per step of ${spanText(stepMillis)}; a shock to the variance halves in ${halfLife.toPrecision(3)} h`,
  ];
  if (3 * alpha * alpha + 2 * alpha * beta + beta * beta >= 1)
    notes.push('this law has no fourth moment: its kurtosis grows with the length of the history');
  const reported = [
    { name: 'drift', unit: PER_YEAR, of: (values: readonly number[]) => values[0] / stepYears, coordinate: 0 },
    {
      name: 'volatility',
      unit: PER_ROOT_YEAR,
      of: (values: readonly number[]) => Math.sqrt(values[1] / stepYears),
      coordinate: 1,
    },
    { name: 'alpha', unit: FRACTION, of: (values: readonly number[]) => stepOf(values).alpha, coordinate: 3 },
    { name: 'beta', unit: FRACTION, of: (values: readonly number[]) => stepOf(values).beta, coordinate: 2 },
  ];
  let last = first;
  filterVariance(history, step, first, (_, innovation, expected) => {
    last = garchVariance({ omega: step.variance * (1 - persistence), alpha, beta }, expected, innovation);
  });
  const now = Math.sqrt(last / stepYears).toPrecision(3);
  notes.push(`at the end of the history it expects a volatility of ${now}: initialVolatility starts a path there`);
  return { ...report('garch', history, fit, reported, { step: spanText(stepMillis) }, notes), step, first };
}
