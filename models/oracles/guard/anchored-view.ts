/**
 * Open Oracle's anchored view: what a reporter says is believed only near a time-weighted mean of a pool.
 *
 *     accepted if 1 − tolerance ≤ mean / reported ≤ 1 + tolerance
 *
 * Source: compound-finance/open-oracle, UniswapAnchoredView `isWithinAnchor`.
 */
export function isWithinAnchor(reported: number, mean: number, tolerance: number): boolean {
  if (!(reported > 0)) return false;
  const ratio = mean / reported;
  return ratio <= 1 + tolerance && ratio >= 1 - tolerance;
}

/**
 * What the view shows after a report: the report if it is accepted, else what it showed before; the mean once the
 * reporter has been invalidated.
 */
export function anchoredPrice(
  reported: number,
  mean: number,
  tolerance: number,
  before: number,
  invalidated: boolean,
): number {
  if (invalidated) return mean;
  return isWithinAnchor(reported, mean, tolerance) ? reported : before;
}
