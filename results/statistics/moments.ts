import {
  mean as compensatedMean,
  sum as compensatedSum,
  sampleStandardDeviation as sampleDeviation,
} from 'simple-statistics';
import { requireFinite } from './finite.ts';

/** simple-statistics only reads by index and length; its types ask for a plain array. */
const asNumbers = (values: ArrayLike<number>): number[] => values as unknown as number[];

/** Compensated sum (Kahan–Babuška) in the order given; 0 for an empty sample. Throws RangeError on NaN or infinity. */
export function total(values: ArrayLike<number>): number {
  requireFinite(values, 'total');
  return compensatedSum(asNumbers(values));
}

/** Arithmetic mean of a non-empty sample. Throws RangeError on an empty one, NaN or infinity. */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('mean: the sample is empty');
  requireFinite(values, 'mean');
  return compensatedMean(asNumbers(values));
}

/**
 * Sample standard deviation, divisor n − 1, by deviations from the mean (two passes, so a large mean does not eat it).
 *
 * A constant sample gives exactly 0: its mean may round, and the dust would read as spread.
 *
 * @throws RangeError with fewer than two values, NaN or infinity
 */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) throw new RangeError(`standardDeviation: needs two values or more (got ${values.length})`);
  requireFinite(values, 'standardDeviation');
  return isConstant(values) ? 0 : sampleDeviation(asNumbers(values));
}

/** Whether all values are the same number (an empty sample is). */
export function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
