/**
 * One step of a swap: within one range of liquidity, up to a target root price. The fee is on the input; an input that
 * does not reach the target is used up, what the move does not need of it being fee.
 *
 *     reaches the target:  fee = ⌈in · f/(1e6 − f)⌉          does not:  fee = amount − in          f in pips (1e-6)
 *
 * Source: Uniswap v3 whitepaper §6.2.3 and core contracts.
 */
import type { Rounding } from '../whole-units.ts';
import type { DoubleDouble } from './double-double.ts';
import { amount0, amount1, moveByInput, moveByOutput } from './root-moves.ts';

const MILLION = 1_000_000;

export class SwapStep {
  readonly #feePips: number;
  readonly #rounding: Rounding;
  /** What came in without fee, what went out, and the fee on top of what came in. */
  amountIn = 0;
  amountOut = 0;
  fee = 0;
  /** Whether the price is at the target now. */
  atTarget = false;

  /** @param feePips fee in millionths of the input */
  constructor(feePips: number, rounding: Rounding) {
    this.#feePips = feePips;
    this.#rounding = rounding;
  }

  /** Spends up to `amount`, fee included, moving `root` towards `target`. */
  spend(root: DoubleDouble, target: number, liquidity: number, amount: number): void {
    const { up, down } = this.#rounding;
    const from = root.hi;
    const gap = root.minus(target);
    const falls = gap >= 0;
    const distance = Math.abs(gap);
    const afterFee = down((amount * (MILLION - this.#feePips)) / MILLION);
    const needed = up(falls ? amount0(liquidity, distance, from, target) : amount1(liquidity, distance));
    if (afterFee >= needed) {
      root.set(target);
      this.atTarget = true;
      this.amountIn = needed;
      this.amountOut = down(falls ? amount1(liquidity, distance) : amount0(liquidity, distance, from, target));
      this.fee = this.#feeOn(needed);
      return;
    }
    const change = moveByInput(root, liquidity, afterFee, falls, this.#rounding);
    const next = root.hi;
    this.amountIn = Math.min(afterFee, up(falls ? amount0(liquidity, change, from, next) : amount1(liquidity, change)));
    this.amountOut = down(falls ? amount1(liquidity, change) : amount0(liquidity, change, from, next));
    this.fee = amount - this.amountIn;
    this.#stopAt(root, target, falls);
  }

  /** Takes up to `amount` out, moving `root` towards `target`. */
  take(root: DoubleDouble, target: number, liquidity: number, amount: number): void {
    const { up, down } = this.#rounding;
    const from = root.hi;
    const gap = root.minus(target);
    const falls = gap >= 0;
    const distance = Math.abs(gap);
    const there = down(falls ? amount1(liquidity, distance) : amount0(liquidity, distance, from, target));
    if (amount >= there) {
      root.set(target);
      this.atTarget = true;
      this.amountOut = there;
      this.amountIn = up(falls ? amount0(liquidity, distance, from, target) : amount1(liquidity, distance));
    } else {
      const change = moveByOutput(root, liquidity, amount, falls, this.#rounding);
      const next = root.hi;
      this.amountOut = Math.min(
        amount,
        down(falls ? amount1(liquidity, change) : amount0(liquidity, change, from, next)),
      );
      this.amountIn = up(falls ? amount0(liquidity, change, from, next) : amount1(liquidity, change));
      this.#stopAt(root, target, falls);
    }
    this.fee = this.#feeOn(this.amountIn);
  }

  #feeOn(amountIn: number): number {
    return this.#rounding.up((amountIn * this.#feePips) / (MILLION - this.#feePips));
  }

  /** Rounding may carry a move up to the target or past it. */
  #stopAt(root: DoubleDouble, target: number, falls: boolean): void {
    const left = root.minus(target);
    this.atTarget = falls ? left <= 0 : left >= 0;
    if (this.atTarget) root.set(target);
  }
}
