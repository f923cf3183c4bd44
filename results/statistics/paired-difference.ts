import { requireOpenUnit } from './finite.ts';
import type { Interval } from './interval.ts';
import { differenceInterval } from './mean-interval.ts';
import { pathsToDecide } from './sample-size.ts';
import { studentCdf } from './student-t.ts';
import { restricted, type Weighting, weightedMean } from './weighted.ts';

export interface PairedDifference extends Interval {
  /** Paths on which both sides have the figure. */
  readonly n: number;
  /** Paths left out because one side or both have none. */
  readonly absent: number;
  /** Mean of candidate − reference; null when n is 0. */
  readonly difference: number | null;
  readonly shareHigher: number | null;
  readonly shareEqual: number | null;
  readonly shareLower: number | null;
  /** Paths on which the two differ at all: those on which the interval really rests. */
  readonly differingPaths: number;
  /** Paths that would settle it at the size seen; null when it is settled, or when the mean difference is 0. */
  readonly pathsToDecide: number | null;
  /** Chance of a difference at least this far from 0 if there were none; null where there is no interval. */
  readonly pValue: number | null;
  /** Standard error of the mean difference, and the degrees of freedom behind it; null for fewer than two pairs. */
  readonly standardError: number | null;
  readonly freedom: number | null;
}

/**
 * Mean of the per-path differences with its t interval (`differenceInterval`: fewer degrees of freedom where few paths differ). Both sides saw the same world on each path, so what the world does
 * to both cancels, and the interval is usually many times shorter than that of two separate samples.
 *
 * @param candidate one figure per path; NaN (absent) on a path takes the pair out
 * @param reference the same paths in the same order
 * @param confidence in (0, 1)
 * @throws RangeError when lengths differ or a value is infinite
 */
export function pairedDifference(
  candidate: ArrayLike<number>,
  reference: ArrayLike<number>,
  confidence: number,
  weighting?: Weighting,
): PairedDifference {
  if (candidate.length !== reference.length) {
    throw new RangeError(
      `pairedDifference: ${candidate.length} paths against ${reference.length}; pairs need the same paths`,
    );
  }
  const differences = new Float64Array(candidate.length);
  const kept: number[] = [];
  let n = 0;
  for (let path = 0; path < candidate.length; path++) {
    const difference = candidate[path]! - reference[path]!;
    if (Number.isNaN(difference) && eitherAbsent(candidate[path]!, reference[path]!)) continue;
    differences[n++] = difference;
    if (weighting !== undefined) kept.push(path);
  }
  return describe(
    differences.subarray(0, n),
    candidate.length - n,
    confidence,
    weighting && restricted(weighting, kept),
  );
}

/**
 * The same for differences that are at hand already, such as the influences of two ratios.
 *
 * @param differences finite, in path order
 */
export function describeDifferences(
  differences: ArrayLike<number>,
  confidence: number,
  weighting?: Weighting,
): PairedDifference {
  return describe(differences, 0, confidence, weighting);
}

/** ∞ − ∞ is NaN too, and must not pass for an absent figure. */
const eitherAbsent = (a: number, b: number): boolean => Number.isNaN(a) || Number.isNaN(b);

function describe(
  differences: ArrayLike<number>,
  absent: number,
  confidence: number,
  weighting?: Weighting,
): PairedDifference {
  requireOpenUnit(confidence, 'confidence');
  const n = differences.length;
  if (n === 0) {
    const nothing = { difference: null, low: null, high: null, shareHigher: null, shareEqual: null, shareLower: null };
    return {
      n,
      absent,
      ...nothing,
      differingPaths: 0,
      pathsToDecide: null,
      pValue: null,
      standardError: null,
      freedom: null,
    };
  }
  let [higher, lower, above, below] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const weight = weighting?.weights[i] ?? 1;
    if (differences[i]! > 0) {
      higher++;
      above += weight;
    } else if (differences[i]! < 0) {
      lower++;
      below += weight;
    }
  }
  const { value, low, high, standardError, freedom } = weighting
    ? weightedMean(differences, weighting, confidence)
    : differenceInterval(differences, confidence);
  const open = low !== null && high !== null && low <= 0 && high >= 0 && value !== 0;
  return {
    n,
    absent,
    difference: value,
    low,
    high,
    shareHigher: above / n,
    shareEqual: (n - above - below) / n,
    shareLower: below / n,
    differingPaths: higher + lower,
    pathsToDecide: open && standardError ? pathsToDecide(standardError * Math.sqrt(n), value, confidence) : null,
    pValue: twoSided(value, standardError, freedom),
    standardError,
    freedom,
  };
}

function twoSided(value: number, standardError: number | null, freedom: number | null): number | null {
  if (standardError === null || freedom === null) return null;
  if (standardError === 0) return value === 0 ? 1 : 0;
  return 2 * studentCdf(-Math.abs(value / standardError), freedom);
}
