/**
 * Geometric Brownian motion by maximum likelihood, in closed form: log returns over a step Δ are N((μ − σ²/2)Δ, σ²Δ).
 * se σ = σ/√(2n); se μ = √(σ²/(nΔ) + σ⁴/(2n)).
 */
import { complete, type Fit, PER_ROOT_YEAR, PER_YEAR } from './fit.ts';
import { momentsOf } from './moments.ts';
import type { PriceHistory } from './price-history.ts';

export function fitGbm(history: PriceHistory): Fit {
  const { returns, stepYears } = history;
  const n = returns.length;
  const { mean, deviation } = momentsOf(returns);
  const volatility = deviation / Math.sqrt(stepYears);
  const variance = volatility * volatility;
  const drift = mean / stepYears + variance / 2;
  const driftError = Math.sqrt(variance / (n * stepYears) + (variance * variance) / (2 * n));
  const logLikelihood = -n * (Math.log(deviation) + 0.5 * Math.log(2 * Math.PI) + 0.5);
  const parameters = [
    { name: 'drift', value: drift, standardError: driftError, unit: PER_YEAR, border: undefined },
    {
      name: 'volatility',
      value: volatility,
      standardError: volatility / Math.sqrt(2 * n),
      unit: PER_ROOT_YEAR,
      border: undefined,
    },
  ];
  return complete('gbm', history, parameters, logLikelihood, 2, {}, []);
}
