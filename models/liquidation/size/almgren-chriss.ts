/**
 * How to sell a position in n slices when each pushes the price for a while and waiting is risky:
 *
 *   x_j = X · sinh(κ (T − t_j)) / sinh(κ T),   n_j = x_{j−1} − x_j ∝ cosh(κ (T − t_{j−½})),   T = n τ
 *   cosh(κ τ) = 1 + κ̃² τ² / 2,   κ̃² = λ σ² / η̃,   η̃ = η − γ τ / 2
 *
 * X: units; τ: time between slices; σ: USD per unit and √time; η: temporary impact, USD per unit for each unit per time; γ: permanent impact, USD per unit
 * for each unit; λ: risk aversion, per USD. It minimises E[cost] + λ · Var[cost]. Source: Almgren and Chriss (2000), Optimal execution of
 * portfolio transactions, equations 17–20.
 */
export interface ExecutionTerms {
  readonly riskAversion: number;
  readonly sigma: number;
  readonly temporary: number;
  readonly permanent: number;
  readonly tau: number;
}

/** κ, per unit of time; 0 where risk costs nothing. @throws RangeError unless η > γ τ / 2: the quickest sale would then cost nothing */
export function urgency({ riskAversion, sigma, temporary, permanent, tau }: ExecutionTerms): number {
  const eta = temporary - (permanent * tau) / 2;
  if (!(eta > 0)) throw new RangeError('the temporary impact must be above half of the permanent one of a slice');
  const half = (riskAversion * sigma * sigma * tau * tau) / (2 * eta);
  // acosh(1 + h), without losing a small h.
  return Math.log1p(half + Math.sqrt(half * (half + 2))) / tau;
}

/** Shares of the position sold in each of n slices; they sum to 1. */
export function sliceShares(kappa: number, tau: number, slices: number): Float64Array {
  const shares = new Float64Array(slices);
  let total = 0;
  for (let j = 0; j < slices; j++) {
    // cosh(κ (T − t)) up to a factor that all have in common, so that nothing overflows.
    const past = kappa * tau * j;
    const left = kappa * tau * (slices - j - 0.5);
    shares[j] = Math.exp(-past) * (1 + Math.exp(-2 * left));
    total += shares[j] as number;
  }
  for (let j = 0; j < slices; j++) shares[j] = (shares[j] as number) / total;
  return shares;
}
