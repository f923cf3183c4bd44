/**
 * The gate in front of every statistic: a NaN sorts anywhere and an infinity swallows a sum, and both would still print.
 */

/**
 * Refuses a sample that holds anything but finite numbers.
 *
 * @param values any number of figures
 * @param what name for the message, such as `badDebtUsd`
 * @throws RangeError naming the first position that is NaN or infinite
 */
export function requireFinite(values: ArrayLike<number>, what: string): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) {
      throw new RangeError(
        `${what}: value ${i} is ${values[i]}. Statistics take finite numbers; leave out absent ones with present() first.`,
      );
    }
  }
}

/**
 * Refuses a probability, level or confidence outside the open interval (0, 1).
 *
 * @throws RangeError with the name and the value
 */
export function requireOpenUnit(value: number, what: string): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${what} must lie between 0 and 1, both excluded (got ${value})`);
}

/**
 * The figures that exist, in their order. NaN is how a column says "no such figure on this path" (`ABSENT`), and this is
 * the only place where it is forgiven; how many were left out is part of the answer.
 *
 * @throws RangeError on an infinity
 */
export function present(values: ArrayLike<number>, what = 'column'): { values: Float64Array; absent: number } {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) kept[n++] = values[i]!;
  requireFinite(kept.subarray(0, n), what);
  return { values: kept.subarray(0, n), absent: values.length - n };
}
