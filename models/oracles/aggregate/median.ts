/** Medians as oracles take them: which element an even number of observations gives, and how it is rounded. */

/** Puts the first `count` values of `values` in ascending order, in place. */
export function sortFirst(values: Float64Array, count: number): void {
  // Typed arrays sort by number without a comparator; for the handful of sources that an oracle has, insertion is quicker.
  for (let i = 1; i < count; i++) {
    const value = values[i] as number;
    let at = i;
    for (; at > 0 && (values[at - 1] as number) > value; at--) values[at] = values[at - 1] as number;
    values[at] = value;
  }
}

/** Element n/2 of n sorted values: the upper of the two middle ones when n is even. */
export function upperMedian(sorted: Float64Array, count: number): number {
  return sorted[count >> 1] as number;
}

/** `value` on a grid of `unit`, halves and all other remainders away from zero; `unit` 0 leaves it as it is. */
function roundHalfAwayFromZero(value: number, unit: number): number {
  if (unit === 0) return value;
  const steps = Math.floor(Math.abs(value) / unit + 0.5);
  return Math.sign(value) * steps * unit;
}

/** The middle one, or the mean of the middle two rounded to `unit` with halves away from zero. */
export function medianAwayFromZero(sorted: Float64Array, count: number, unit: number): number {
  const upper = sorted[count >> 1] as number;
  if (count % 2 === 1) return upper;
  const lower = sorted[(count >> 1) - 1] as number;
  // Half the difference is added, so that two large numbers do not overflow.
  return roundHalfAwayFromZero(lower + (upper - lower) / 2, unit);
}

/** The middle one, or the mean of the middle two rounded down to `unit`. */
export function medianRoundedDown(sorted: Float64Array, count: number, unit: number): number {
  const upper = sorted[count >> 1] as number;
  if (count % 2 === 1) return upper;
  const lower = sorted[(count >> 1) - 1] as number;
  const mean = lower + (upper - lower) / 2;
  return unit === 0 ? mean : Math.floor(mean / unit + 1e-9) * unit;
}
