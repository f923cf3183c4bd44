/**
 * How far an amount moves the root price within a range of liquidity L, and what a move takes and gives.
 *
 *     token 0:  amount = L · |Δ| / (√P · √P')          token 1:  amount = L · |Δ|          Δ = √P' − √P
 *
 * Every move is worked out as Δ, never as a difference of two prices: a trade of 1e-30 of the pool still has its price.
 * Rounding is against the trader: an input moves the price no further than it pays for, an output at least as far as it
 * must, what comes in is rounded up and what goes out down.
 *
 * Source: Uniswap v3 whitepaper §6.2-6.3; the core contracts' rounding.
 */
import { powInt } from '../../../sim/math.ts';
import type { Rounding } from '../whole-units.ts';
import type { DoubleDouble } from './double-double.ts';

/** Root prices on chain are 160-bit multiples of 2^-96. */
const UNREPRESENTABLE = powInt(2, 64);

/** Token 0 that a move of size `change` between two root prices is worth. */
export function amount0(liquidity: number, change: number, root: number, next: number): number {
  return (liquidity * change) / root / next;
}

/** Token 1 that a move of size `change` is worth. */
export function amount1(liquidity: number, change: number): number {
  return liquidity * change;
}

function requireRange(root: DoubleDouble, liquidity: number): void {
  if (!(root.hi > 0)) throw new RangeError(`a root price must be above 0, got ${root.hi}`);
  if (!(liquidity > 0)) throw new RangeError(`there must be liquidity above 0 to trade with, got ${liquidity}`);
}

function requireRepresentable(next: number): void {
  if (!(next < UNREPRESENTABLE)) {
    throw new RangeError(`the root price would rise to ${next}, but must stay below 2^64: trade less`);
  }
}

/**
 * Moves `root` by an input after fee.
 *
 * @param zeroForOne whether token 0 comes in, so that the price falls
 * @returns size of the move
 * @throws RangeError when there is no price or liquidity to start from, or the price would leave what can be written
 */
export function moveByInput(
  root: DoubleDouble,
  liquidity: number,
  amount: number,
  zeroForOne: boolean,
  rounding: Rounding,
): number {
  requireRange(root, liquidity);
  const from = root.hi;
  if (!zeroForOne) {
    const change = rounding.moveByInput(amount / liquidity);
    requireRepresentable(from + change);
    root.add(change);
    return change;
  }
  const ratio = (amount * from) / liquidity;
  if (ratio <= 1) {
    const change = rounding.moveByInput((from * ratio) / (1 + ratio));
    root.add(-change);
    return change;
  }
  // What is left of the price, and not what it loses, carries the digits. It is rounded up, as the small move is.
  root.set(rounding.moveByOutput(from / (1 + ratio)));
  return from - root.hi;
}

/**
 * Moves `root` by an output.
 *
 * @param zeroForOne whether token 1 goes out, so that the price falls
 * @returns size of the move
 * @throws RangeError when the range does not hold that much, or as `moveByInput`
 */
export function moveByOutput(
  root: DoubleDouble,
  liquidity: number,
  amount: number,
  zeroForOne: boolean,
  rounding: Rounding,
): number {
  requireRange(root, liquidity);
  const from = root.hi;
  if (zeroForOne) {
    const change = rounding.moveByOutput(amount / liquidity);
    if (!(change < from)) throw new RangeError(`the range holds less than ${amount} of token 1: ask for less`);
    root.add(-change);
    return change;
  }
  const ratio = (amount * from) / liquidity;
  if (!(ratio < 1)) throw new RangeError(`the range holds less than ${amount} of token 0: ask for less`);
  const change = rounding.moveByOutput((from * ratio) / (1 - ratio));
  requireRepresentable(from + change);
  root.add(change);
  return change;
}
