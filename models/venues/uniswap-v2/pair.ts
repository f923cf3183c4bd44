/**
 * The rules of a Uniswap v2 pair in whole units, on the closed forms that the simulator's pool uses.
 *
 *     out   = ⌊y γ a / (x + γ a)⌋                 γ = feeNumerator / feeDenominator
 *     in    = ⌊x b / ((y − b) γ)⌋ + 1
 *     quote = ⌊a y / x⌋
 *     fee liquidity = S (√k − √k₀) / (5 √k + √k₀)  one sixth of the growth of √k, minted to the protocol
 *
 * Source: Uniswap v2 core and periphery (library, liquidity math), 2020.
 */
import { REAL_NUMBERS, type Rounding } from '../whole-units.ts';
import { constantProductBest, constantProductInput, constantProductProceeds } from './closed-forms.ts';

/** Shares that the first provider can never take out again. */
export const MINIMUM_LIQUIDITY = 1000;

export interface Reserves {
  readonly a: number;
  readonly b: number;
}

function requirePositive(amounts: Readonly<Record<string, number>>): void {
  for (const [name, amount] of Object.entries(amounts)) {
    if (!(amount > 0)) throw new RangeError(`${name} must be above 0, got ${amount}`);
  }
}

/** What `amountIn` buys. @throws RangeError when an amount is not above 0 */
export function amountOut(amountIn: number, x: number, y: number, fee: number, { down }: Rounding): number {
  requirePositive({ 'the amount put in': amountIn, 'the reserve of the asset put in': x, 'the other reserve': y });
  return down(constantProductProceeds(x, y, amountIn, fee));
}

/** What must be put in to get `amountOut`. @throws RangeError when an amount is not above 0, or the pool holds no more */
export function amountIn(amountOut: number, x: number, y: number, fee: number, rounding: Rounding): number {
  requirePositive({ 'the amount taken': amountOut, 'the reserve of the asset put in': x, 'the other reserve': y });
  const input = constantProductInput(x, y, amountOut, fee);
  if (input === Number.POSITIVE_INFINITY) {
    throw new RangeError(`the pool holds ${y}: ask for less than that, not for ${amountOut}`);
  }
  // The contract adds one unit to the quotient rounded down, whether or not it was whole.
  return rounding === REAL_NUMBERS ? input : rounding.down(input) + 1;
}

/** The amount of B worth `a` of A at the pool's ratio, without fee. @throws RangeError when an amount is not above 0 */
export function quote(a: number, reserves: Reserves, { down }: Rounding): number {
  requirePositive({ 'the amount': a, 'reserve A': reserves.a, 'reserve B': reserves.b });
  return down((a * reserves.b) / reserves.a);
}

/**
 * Reserves once an arbitrageur has taken the most that the difference to the outside ratio gives.
 *
 * @param price units of B per unit of A outside
 * @throws RangeError when a reserve or the price is not above 0
 */
export function reservesAfterArbitrage(reserves: Reserves, price: number, fee: number, rounding: Rounding): Reserves {
  requirePositive({ 'reserve A': reserves.a, 'reserve B': reserves.b, 'the outside price': price });
  const { a, b } = reserves;
  if (a * price < b) {
    const input = rounding.down(constantProductBest(a, b, price, fee));
    return input > 0 ? { a: a + input, b: b - amountOut(input, a, b, fee, rounding) } : reserves;
  }
  const input = rounding.down(constantProductBest(b, a, 1 / price, fee));
  return input > 0 ? { a: a - amountOut(input, b, a, fee, rounding), b: b + input } : reserves;
}

/** Shares minted to the protocol when √k has grown from `rootBefore` to `root`; 0 when it has not. */
export function protocolFeeLiquidity(supply: number, root: number, rootBefore: number, { down }: Rounding): number {
  return root > rootBefore ? down((supply * (root - rootBefore)) / (5 * root + rootBefore)) : 0;
}

/** What `liquidity` of `supply` shares is worth in both assets. @throws RangeError when more shares are asked for than are */
export function liquidityValue(reserves: Reserves, liquidity: number, supply: number, { down }: Rounding): Reserves {
  requirePositive({ 'the supply of shares': supply });
  if (!(liquidity >= 0 && liquidity <= supply)) {
    throw new RangeError(`${liquidity} shares of ${supply}: give a number of shares between 0 and the supply`);
  }
  return { a: down((reserves.a * liquidity) / supply), b: down((reserves.b * liquidity) / supply) };
}
