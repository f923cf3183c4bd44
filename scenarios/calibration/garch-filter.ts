/**
 * The variance that GARCH(1,1) expects of each return: hₜ₊₁ = ω + α εₜ² + β hₜ (Bollerslev 1986), where a return over one step is
 * rₜ = m − hₜ/2 + εₜ with εₜ ~ N(0, hₜ), so that m is the drift of the expected price.
 * After a gap of j steps it is the forecast v + (α + β)^j (h − v), v = ω/(1 − α − β) the long-run variance.
 */
import { garchForecast, garchVariance } from '../../models/prices/volatility-estimators.ts';
import type { PriceHistory } from './price-history.ts';

/** In units of one step. */
export interface GarchStep {
  readonly drift: number;
  /** Long-run variance v. */
  readonly variance: number;
  readonly alpha: number;
  readonly beta: number;
}

/**
 * Calls `visit` with each return's number, its innovation ε and its expected variance h.
 *
 * @param first expected variance of the first return
 */
export function filterVariance(
  { returns, missing }: Pick<PriceHistory, 'returns' | 'missing'>,
  { drift, variance, alpha, beta }: GarchStep,
  first: number,
  visit: (index: number, innovation: number, expected: number) => void,
): void {
  const process = { omega: variance * (1 - alpha - beta), alpha, beta };
  let expected = first;
  for (let i = 0; i < returns.length; i++) {
    if (missing[i] > 0) expected = garchForecast(process, expected, missing[i] + 1);
    const innovation = returns[i] - drift + 0.5 * expected;
    visit(i, innovation, expected);
    expected = garchVariance(process, expected, innovation);
  }
}
