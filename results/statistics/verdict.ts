import type { Interval } from './interval.ts';

/** Which direction of a figure is bad news; `neither` where it only changes hands. */
export type Worse = 'higher' | 'lower' | 'neither';

export type Verdict = 'worse' | 'better' | 'higher' | 'lower' | 'no difference shown' | 'identical';

/**
 * A paired difference (candidate − reference) in words.
 *
 * `identical`: no path differs. `no difference shown`: the interval holds 0, which is not proof that there is none.
 * Otherwise `worse` or `better` by the figure's own direction, or plainly `higher` or `lower` where it has none.
 */
export function verdict(
  difference: Interval & { readonly n: number; readonly differingPaths: number },
  worse: Worse,
): Verdict {
  const { low, high } = difference;
  if (difference.n > 0 && difference.differingPaths === 0) return 'identical';
  if (low === null || high === null || (low <= 0 && high >= 0)) return 'no difference shown';
  const direction = low > 0 ? 'higher' : 'lower';
  if (worse === 'neither') return direction;
  return direction === worse ? 'worse' : 'better';
}
