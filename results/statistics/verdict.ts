import type { Interval } from './interval.ts';

/** Which direction of a figure is bad news; `neither` where it only changes hands. */
export type Worse = 'higher' | 'lower' | 'neither';

export type Verdict =
  | 'worse'
  | 'better'
  | 'higher'
  | 'lower'
  | 'equivalent'
  | 'not decided'
  | 'no difference shown'
  | 'identical';

/**
 * A paired difference (candidate − reference) in words.
 *
 * - `identical`: no path differs.
 * - `equivalent`: the whole interval lies within ± the margin that was stated, whether it holds 0 or not.
 * - `worse`, `better`: the interval lies on one side of 0, by the figure's own direction; `higher`, `lower` where it has none.
 * - `not decided`: a margin was stated, and the interval allows for both a difference and none that matters.
 * - `no difference shown`: no margin was stated and the interval holds 0, which is not proof that there is none.
 *
 * @param margin differences up to this size do not matter; left out where nobody said
 */
export function verdict(
  difference: Interval & { readonly n: number; readonly differingPaths: number },
  worse: Worse,
  margin?: number,
): Verdict {
  const { low, high } = difference;
  if (difference.n > 0 && difference.differingPaths === 0) return 'identical';
  const open = margin === undefined ? 'no difference shown' : 'not decided';
  if (low === null || high === null) return open;
  if (margin !== undefined && low > -margin && high < margin) return 'equivalent';
  if (low <= 0 && high >= 0) return open;
  const direction = low > 0 ? 'higher' : 'lower';
  if (worse === 'neither') return direction;
  return direction === worse ? 'worse' : 'better';
}
