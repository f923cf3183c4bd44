/**
 * The invariant of a stable pool (Curve, Saddle, Balancer's stable pools), for n coins.
 *
 *   Ann · Σx + D = Ann · D + D^(n+1) / (n^n · Πx),      Ann = A · n
 *
 * x are the coins' balances in one unit of value (amounts × rates), D is what they would sum to in balance, and A the amplification
 * as contracts hold it (the A of the paper times n^(n−1)): near 0 the curve is a constant product, for A → ∞ a constant sum.
 *
 * Source: Egorov, StableSwap (2019); the contracts of Curve and Saddle.
 */
import type { Fraction, Millis } from '../../../sim/units.ts';

const NEWTON_STEPS = 255;

/**
 * D by Newton's method from Σx, from above, until nothing is gained.
 *
 * @param balances n ≥ 2 amounts above 0, or all of them 0 (then D is 0) @param amplification A above 0
 * @throws RangeError when only some balances are empty, or Newton's method does not settle
 */
export function stableInvariant(balances: ArrayLike<number>, amplification: number): number {
  const n = balances.length;
  let sum = 0;
  let empty = 0;
  for (let i = 0; i < n; i++) {
    sum += balances[i] as number;
    if (!((balances[i] as number) > 0)) empty++;
  }
  if (sum === 0) return 0;
  if (empty > 0) throw new RangeError('a stable pool needs a balance above 0 of every coin');
  const ann = amplification * n;
  let d = sum;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let product = d;
    for (let i = 0; i < n; i++) product = (product * d) / ((balances[i] as number) * n);
    const next = ((ann * sum + product * n) * d) / ((ann - 1) * d + (n + 1) * product);
    // From above each step goes down, until rounding holds it.
    if (!(next < d * (1 - Number.EPSILON))) return next;
    d = next;
  }
  throw new RangeError(`the invariant of a stable pool with amplification ${amplification} does not settle`);
}

/**
 * Balance of one coin that the others leave at an invariant: y² + (b − D) · y = c with b = Σ' + D/Ann and
 * c = D^(n+1) / (n^n · Π' · Ann), the sum and the product over the other coins. Contracts find y by Newton's method; it is
 * that equation's root above 0.
 *
 * @param changed another coin whose balance is taken to be `to` (−1: none)
 */
export function stableBalance(
  balances: ArrayLike<number>,
  coin: number,
  invariant: number,
  amplification: number,
  changed = -1,
  to = 0,
): number {
  const n = balances.length;
  const ann = amplification * n;
  let sum = 0;
  let c = invariant;
  for (let i = 0; i < n; i++) {
    if (i === coin) continue;
    const balance = i === changed ? to : (balances[i] as number);
    sum += balance;
    c = (c * invariant) / (balance * n);
  }
  c = (c * invariant) / (ann * n);
  const half = (sum + invariant / ann - invariant) / 2;
  const root = Math.sqrt(half * half + c);
  return half > 0 ? c / (half + root) : root - half;
}

/**
 * How far balance j falls when `amount` of coin i comes in, on the curve: the difference of the equations of y before and after is
 * δ² − q δ + amount · w = 0 with q = 2y + b + amount − D and w = y + c/(x + amount), so that a small amount keeps its digits.
 */
export function stableFall(
  balances: ArrayLike<number>,
  i: number,
  j: number,
  invariant: number,
  amplification: number,
  amount: number,
): number {
  const n = balances.length;
  const ann = amplification * n;
  let sum = 0;
  let c = invariant;
  for (let k = 0; k < n; k++) {
    if (k === j) continue;
    sum += balances[k] as number;
    c = (c * invariant) / ((balances[k] as number) * n);
  }
  c = (c * invariant) / (ann * n);
  const x = balances[i] as number;
  const y = balances[j] as number;
  const q = 2 * y + sum + invariant / ann + amount - invariant;
  const w = y + c / (x + amount);
  const share = amount / q;
  return (2 * share * w) / (1 + Math.sqrt(Math.max(0, 1 - (4 * share * w) / q)));
}

/** What the pool pays for the next bit of coin i in coin j, before fee: −dx_j/dx_i on the curve. */
export function stablePrice(
  balances: ArrayLike<number>,
  i: number,
  j: number,
  invariant: number,
  amplification: number,
): number {
  const n = balances.length;
  let bend = invariant;
  for (let k = 0; k < n; k++) bend = (bend * invariant) / ((balances[k] as number) * n);
  const ann = amplification * n;
  return (ann + bend / (balances[i] as number)) / (ann + bend / (balances[j] as number));
}

/**
 * Payout of a swap of `amount` of coin i into coin j: the fall of j's balance less one unit of rounding, less the fee on it.
 *
 * @param unit smallest unit of the payout, by which a contract rounds against the trader; 0 for real numbers
 * @throws RangeError when the coins are the same or the amount is negative
 */
export function stableOut(
  balances: ArrayLike<number>,
  i: number,
  j: number,
  amount: number,
  amplification: number,
  fee: Fraction,
  unit: number,
): number {
  requirePair(balances, i, j, amount);
  const d = stableInvariant(balances, amplification);
  return Math.max(0, stableFall(balances, i, j, d, amplification, amount) - unit) * (1 - fee);
}

/**
 * Amount of coin i that brings `amount` of coin j, one unit of rounding more, before any fee on the input (Balancer's order of things).
 *
 * @throws RangeError when the pool does not hold that much
 */
export function stableIn(
  balances: ArrayLike<number>,
  i: number,
  j: number,
  amount: number,
  amplification: number,
  unit: number,
): number {
  requirePair(balances, i, j, amount);
  if (!(amount < (balances[j] as number))) {
    throw new RangeError(`the pool holds ${balances[j]} of coin ${j} and cannot pay ${amount}`);
  }
  const d = stableInvariant(balances, amplification);
  return (
    stableBalance(balances, i, d, amplification, j, (balances[j] as number) - amount) - (balances[i] as number) + unit
  );
}

function requirePair(balances: ArrayLike<number>, i: number, j: number, amount: number): void {
  const known = i !== j && i >= 0 && j >= 0 && i < balances.length && j < balances.length;
  if (!known) throw new RangeError(`coins ${i} and ${j} are no pair of a pool of ${balances.length} coins`);
  if (!(amount >= 0)) throw new RangeError(`an amount must be 0 or more, got ${amount}`);
}

/** A changes in a straight line of time. @param elapsed since the change began @param duration of the change */
export function rampedAmplification(from: number, to: number, elapsed: Millis, duration: Millis): number {
  if (elapsed <= 0) return from;
  return elapsed >= duration ? to : from + ((to - from) * elapsed) / duration;
}
