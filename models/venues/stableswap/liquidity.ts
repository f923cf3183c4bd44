/**
 * Deposits into and withdrawals from a stable pool. What shifts the pool's balance pays for it as a swap would, with
 *
 *   fee per coin = fee · n / (4 (n − 1)) × distance of its balance from where a balanced change would have left it
 *
 * which stays in the pool. Shares are made or destroyed in proportion to D; D per share is the virtual price.
 *
 * Source: the contracts of Curve and Saddle.
 */
import type { Fraction } from '../../../sim/units.ts';
import { stableBalance, stableInvariant } from './invariant.ts';

export interface StablePool {
  /** In one unit of value, by coin. */
  readonly balances: readonly number[];
  /** Shares in the hands of depositors. */
  readonly supply: number;
}

/** What one share is worth: D / supply. @throws RangeError when there are no shares */
export function virtualPrice({ balances, supply }: StablePool, amplification: number): number {
  if (!(supply > 0)) throw new RangeError('a pool without shares has no virtual price');
  return stableInvariant(balances, amplification) / supply;
}

/** @throws RangeError when an amount is negative, or the first deposit leaves out a coin */
export function addLiquidity(
  pool: StablePool,
  amounts: readonly number[],
  amplification: number,
  fee: Fraction,
): StablePool {
  requireAmounts(pool, amounts);
  const balances = pool.balances.map((balance, i) => balance + (amounts[i] as number));
  const after = stableInvariant(balances, amplification);
  if (pool.supply === 0) return { balances, supply: after };
  const before = stableInvariant(pool.balances, amplification);
  if (!(after > before)) throw new RangeError('a deposit must add something');
  const counted = stableInvariant(afterFees(pool.balances, balances, after / before, fee), amplification);
  return { balances, supply: pool.supply + (pool.supply * (counted - before)) / before };
}

/** Takes out chosen amounts. @throws RangeError when the pool does not hold them, or that takes more shares than there are */
export function removeImbalanced(
  pool: StablePool,
  amounts: readonly number[],
  amplification: number,
  fee: Fraction,
): StablePool {
  requireAmounts(pool, amounts);
  const balances = pool.balances.map((balance, i) => balance - (amounts[i] as number));
  if (balances.some((balance) => balance < 0)) throw new RangeError('the pool does not hold what is taken out');
  const before = stableInvariant(pool.balances, amplification);
  const after = stableInvariant(balances, amplification);
  const counted = stableInvariant(afterFees(pool.balances, balances, after / before, fee), amplification);
  const supply = pool.supply - (pool.supply * (before - counted)) / before;
  if (supply < 0) throw new RangeError('that takes more shares than there are');
  return { balances, supply };
}

/** Takes out a part of every coin; costs no fee. @throws RangeError when there are fewer shares */
export function removeBalanced({ balances, supply }: StablePool, shares: number): StablePool {
  const left = leftShare(supply, shares);
  return { balances: balances.map((balance) => balance * left), supply: supply - shares };
}

/** Takes out one coin only. @throws RangeError when there are fewer shares, or no such coin */
export function removeOneCoin(
  { balances, supply }: StablePool,
  shares: number,
  coin: number,
  amplification: number,
  fee: Fraction,
): StablePool & { readonly paid: number } {
  const left = leftShare(supply, shares);
  if (!(coin >= 0 && coin < balances.length)) throw new RangeError(`the pool has no coin ${coin}`);
  const invariant = stableInvariant(balances, amplification) * left;
  const free = stableBalance(balances, coin, invariant, amplification);
  const rate = imbalanceFee(fee, balances.length);
  const reduced = balances.map((balance, i) => {
    const moved = i === coin ? balance * left - free : balance - balance * left;
    return balance - rate * moved;
  });
  const paid = (reduced[coin] as number) - stableBalance(reduced, coin, invariant, amplification);
  return { balances: balances.map((b, i) => (i === coin ? b - paid : b)), supply: supply - shares, paid };
}

function imbalanceFee(fee: Fraction, coins: number): Fraction {
  return (fee * coins) / (4 * (coins - 1));
}

function afterFees(before: readonly number[], after: readonly number[], growth: number, fee: Fraction): number[] {
  const rate = imbalanceFee(fee, before.length);
  return after.map((balance, i) => balance - rate * Math.abs((before[i] as number) * growth - balance));
}

function leftShare(supply: number, shares: number): Fraction {
  if (!(shares >= 0 && shares <= supply)) throw new RangeError(`${shares} of ${supply} shares cannot be taken back`);
  return supply === 0 ? 0 : 1 - shares / supply;
}

function requireAmounts(pool: StablePool, amounts: readonly number[]): void {
  if (amounts.length !== pool.balances.length) throw new RangeError('a deposit names an amount of every coin');
  if (!amounts.every((amount) => amount >= 0)) throw new RangeError('amounts must be 0 or more');
}
