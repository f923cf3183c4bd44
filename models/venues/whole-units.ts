import { powInt } from '../../sim/math.ts';

/**
 * How amounts are rounded. A contract counts whole units (wei), and rounds every division against the trader; the
 * simulator's amounts are real numbers, whose last digit is far below one such unit. The rules of a pool are written once
 * and take the rounding as an argument.
 */
export interface Rounding {
  /** Of what a trader gets. */
  down(amount: number): number;
  /** Of what a trader pays. */
  up(amount: number): number;
  /** Of a root price's move by an amount put in: no further than the input pays for. */
  moveByInput(change: number): number;
  /** Of a root price's move by an amount taken out: far enough to cover it. */
  moveByOutput(change: number): number;
}

const same = (amount: number): number => amount;

/** Real numbers: nothing is rounded. */
export const REAL_NUMBERS: Rounding = { down: same, up: same, moveByInput: same, moveByOutput: same };

/** 2^96: root prices on chain are whole multiples of its inverse (Q64.96). */
export const Q96 = powInt(2, 96);

/** Whole units, root prices in steps of 2^-96. Doubles hold whole numbers up to 2^53; above, every value is whole. */
export const WHOLE_UNITS: Rounding = {
  down: Math.floor,
  up: Math.ceil,
  moveByInput: (change) => Math.floor(change * Q96) / Q96,
  moveByOutput: (change) => Math.ceil(change * Q96) / Q96,
};
