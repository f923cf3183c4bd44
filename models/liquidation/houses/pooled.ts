/**
 * Liquidation of all accounts together, worst ratio of debt to collateral first: those above the ratio at which liquidation
 * ends are brought down to it as one.
 *
 *   ratio(tick)  = spacing^tick, debt per unit of collateral; an account's debt is booked up to the next tick above it
 *   end          = last tick at or below price · threshold
 *   debt repaid  = (D − r·C) / (1 − c·r),  c = (1 + penalty)/price collateral per unit of debt, r = ratio(end)
 *
 * D, C: debt and collateral of all accounts above the end. With less money the worst are brought down to the ratio at which it
 * is spent. Source: Fluid vault protocol (fluid-contracts-public @ a9949b4).
 */
import type { Fraction } from '../../../sim/units.ts';

/** `base` to a whole power in twice the digits of a double, so that high ticks lose none (Dekker's products). */
export function ratioAtTick(spacing: number, tick: number): number {
  let [square, squareLow] = [spacing, spacingRest(spacing)];
  let [hi, lo] = [1, 0];
  for (let left = Math.abs(tick); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) [hi, lo] = times(hi, lo, square, squareLow);
    [square, squareLow] = times(square, squareLow, square, squareLow);
  }
  return tick < 0 ? 1 / hi - lo / hi / hi : hi + lo;
}

/** What the nearest double of a spacing of at most eight decimals lacks. */
function spacingRest(spacing: number): number {
  const units = Math.round(spacing * 1e8);
  const [hi, lo] = product(spacing, 1e8);
  return (units - hi - lo) / 1e8;
}

const SPLITTER = 134_217_729;

/** a · b exactly, as the sum of two doubles. */
function product(a: number, b: number): [number, number] {
  const hi = a * b;
  if (!Number.isFinite(hi)) return [hi, 0];
  const [aHigh, bHigh] = [upper(a), upper(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return [hi, aLow * bLow - (hi - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

function upper(x: number): number {
  const split = SPLITTER * x;
  return split - (split - x);
}

function times(a: number, aLow: number, b: number, bLow: number): [number, number] {
  const [hi, lo] = product(a, b);
  const rest = lo + a * bLow + aLow * b;
  const sum = hi + rest;
  return [sum, rest - (sum - hi)];
}

/** The largest tick whose ratio is at most `ratio`. */
export function tickAtOrBelow(spacing: number, ratio: number): number {
  let tick = Math.floor(Math.log(ratio) / Math.log(spacing));
  while (ratioAtTick(spacing, tick) > ratio) tick--;
  while (ratioAtTick(spacing, tick + 1) <= ratio) tick++;
  return tick;
}

/** The tick at which debt is booked: the first one above its ratio, strictly; a ratio on a tick goes to the next one. */
export function bookedTick(spacing: number, ratio: number): number {
  return tickAtOrBelow(spacing, ratio * (1 + 1e-15)) + 1;
}

/** Debt that brings D and C to a ratio where each unit of debt repaid takes `perDebt` units of collateral. */
export function debtToRatio(debt: number, collateral: number, ratio: number, perDebt: number): number {
  return (debt - ratio * collateral) / (1 - perDebt * ratio);
}

export interface PooledTerms {
  /** Ratio of one tick to the next, e.g. 1.0015. */
  readonly spacing: number;
  /** Debt over collateral value at which liquidation begins and ends. */
  readonly threshold: Fraction;
  readonly penalty: Fraction;
  /** Money per unit of collateral. */
  readonly price: number;
}

export interface PooledPosition {
  readonly collateral: number;
  readonly debt: number;
}

/** Debt that can be liquidated now. @throws RangeError where liquidating would make ratios worse: threshold · (1 + penalty) ≥ 1 */
export function liquidatableDebt(positions: readonly PooledPosition[], terms: PooledTerms): number {
  const { spacing } = terms;
  const booked = positions.map(({ debt, collateral }) => ({
    collateral,
    debt: ratioAtTick(spacing, bookedTick(spacing, debt / collateral)) * collateral,
  }));
  return spendWorstFirst(booked, terms, Number.POSITIVE_INFINITY).reduce((sum, debt) => sum + debt, 0);
}

/**
 * Debt liquidated of each position with so much money: the worst are brought down together, to the ratio at which the money is spent or
 * to the end of liquidation. Positions as they are, not booked up to a tick.
 *
 * @throws RangeError where liquidating would make ratios worse: threshold · (1 + penalty) ≥ 1
 */
export function spendWorstFirst(positions: readonly PooledPosition[], terms: PooledTerms, money: number): number[] {
  const { spacing, threshold, penalty, price } = terms;
  if (threshold * (1 + penalty) >= 1) throw new RangeError('threshold x (1 + penalty) must be below 1');
  const end = ratioAtTick(spacing, tickAtOrBelow(spacing, price * threshold));
  const perDebt = (1 + penalty) / price;
  const ratios = positions.map(({ debt, collateral }) => debt / collateral);
  const order = ratios.map((_, i) => i).sort((a, b) => (ratios[b] as number) - (ratios[a] as number) || a - b);
  let level = end;
  let [debt, collateral] = [0, 0];
  for (let k = 0; k < order.length; k++) {
    const position = positions[order[k] as number] as PooledPosition;
    debt += position.debt;
    collateral += position.collateral;
    const next = Math.max(end, ratios[order[k + 1] as number] ?? end);
    if (money < debtToRatio(debt, collateral, next, perDebt)) {
      level = (debt - money) / (collateral - perDebt * money);
      break;
    }
    if (next === end) break;
  }
  return positions.map((position, i) =>
    (ratios[i] as number) > level ? Math.max(0, debtToRatio(position.debt, position.collateral, level, perDebt)) : 0,
  );
}
