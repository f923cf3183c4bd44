/**
 * What stands between a vector and the model: it turns on-chain integers into the units of the simulator, calls the very
 * code that the simulator runs, and turns the answer back. It never computes the answer itself.
 */
import type { Vector } from './vector.ts';

export interface Adapter {
  /** The answer in the shape of `expected`. A RangeError says that the model refuses the operation. */
  run(vector: Vector): unknown;
  /**
   * The largest amount that enters the computation, in the unit of the expected amounts. Doubles carry about sixteen
   * digits, so that an amount marked exact is met within 1e-9 of this one (of itself where nothing is said).
   */
  largestAmount?(vector: Vector): number;
}

/** By mechanism, as the vectors name it. */
export type Adapters = Readonly<Record<string, Adapter>>;

/** A number out of a vector: a JSON number, or a decimal string of any length. @throws TypeError when it is neither */
export function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw new TypeError(`${JSON.stringify(value)} is no number`);
  return number;
}

/** Several numbers of one part of a vector by name. */
export function numbersOf<K extends string>(part: Readonly<Record<string, unknown>>, ...names: K[]): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, numberOf(part[name])])) as Record<K, number>;
}
