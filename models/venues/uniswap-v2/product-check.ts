/**
 * The one rule of Uniswap v2 that cannot be had in doubles: whether a trade, to the last unit, leaves the product of the
 * reserves what it was. With b the balances after the trade and i what came in,
 *
 *     (D b₀ − (D − N) i₀) · (D b₁ − (D − N) i₁) ≥ D² k       N/D = 1 − fee
 *
 * in whole numbers of any length. The simulator's pool is held against it: what it pays passes, one unit more does not.
 *
 * Source: Uniswap v2 core, pair contract.
 */
export interface WholeTrade {
  readonly reserves: readonly [bigint, bigint];
  readonly amountsIn: readonly [bigint, bigint];
  readonly amountsOut: readonly [bigint, bigint];
  readonly feeNumerator: bigint;
  readonly feeDenominator: bigint;
}

/** @returns whether the pair lets the trade through @throws RangeError when it takes nothing, or all there is */
export function keepsProduct({ reserves, amountsIn, amountsOut, feeNumerator, feeDenominator }: WholeTrade): boolean {
  if (amountsOut[0] <= 0n && amountsOut[1] <= 0n) throw new RangeError('the trade takes nothing out: name an amount');
  if (amountsOut[0] >= reserves[0] || amountsOut[1] >= reserves[1]) {
    throw new RangeError(`the pair holds ${reserves[0]} and ${reserves[1]}: take less than that`);
  }
  if (amountsIn[0] <= 0n && amountsIn[1] <= 0n) throw new RangeError('the trade puts nothing in: name an amount');
  const adjusted = ([0, 1] as const).map(
    (i) =>
      feeDenominator * (reserves[i] + amountsIn[i] - amountsOut[i]) - (feeDenominator - feeNumerator) * amountsIn[i],
  ) as [bigint, bigint];
  return adjusted[0] * adjusted[1] >= feeDenominator * feeDenominator * reserves[0] * reserves[1];
}
