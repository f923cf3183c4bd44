import { bisect } from './bisection.ts';
import { requireOpenUnit } from './finite.ts';
import { betaKernel, incompleteBeta } from './incomplete-beta.ts';

/**
 * Student's t distribution: what a mean of n values, divided by its estimated error, follows when the values are normal.
 * P(T > t) = ½·I_x(ν/2, ½) with x = ν/(ν + t²), t ≥ 0. Source: Abramowitz and Stegun 26.7.1.
 */

/** Density at t with `freedom` > 0 degrees of freedom. */
export function studentDensity(t: number, freedom: number): number {
  requireFreedom(freedom);
  // At 0 the kernel below would be 0/0; a step of 1e-9 moves the density by less than a rounding error.
  const distance = Math.max(Math.abs(t), 1e-9);
  const [x, y] = shares(distance, freedom);
  return betaKernel(x, y, freedom / 2, 0.5) / distance;
}

/** P(T ≤ t) with `freedom` > 0 degrees of freedom. Throws RangeError on NaN. */
export function studentCdf(t: number, freedom: number): number {
  requireFreedom(freedom);
  if (Number.isNaN(t)) throw new RangeError('studentCdf: t is NaN');
  const tail = upperTail(Math.abs(t), freedom);
  return t < 0 ? tail : 1 - tail;
}

/**
 * The t with P(T ≤ t) = p.
 *
 * @param p in (0, 1)
 * @param freedom degrees of freedom, above 0
 * @throws RangeError outside those ranges
 */
export function studentQuantile(p: number, freedom: number): number {
  requireOpenUnit(p, 'studentQuantile: p');
  requireFreedom(freedom);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  let high = 1;
  while (upperTail(high, freedom) > tail) high *= 2;
  const distance = bisect((t) => -upperTail(t, freedom), -tail, 0, high);
  return p < 0.5 ? -distance : distance;
}

function upperTail(distance: number, freedom: number): number {
  if (distance === Number.POSITIVE_INFINITY) return 0;
  const [x, y] = shares(distance, freedom);
  return 0.5 * incompleteBeta(x, freedom / 2, 0.5, y);
}

/** ν/(ν + t²) and t²/(ν + t²), each without subtracting. */
function shares(distance: number, freedom: number): [number, number] {
  const square = distance * distance;
  if (square === Number.POSITIVE_INFINITY) return [0, 1];
  return [freedom / (freedom + square), square / (freedom + square)];
}

function requireFreedom(freedom: number): void {
  if (!(freedom > 0 && Number.isFinite(freedom))) {
    throw new RangeError(`Student t: degrees of freedom must be above 0 and finite (got ${freedom})`);
  }
}
