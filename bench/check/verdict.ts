/** Whether something has become slower, and whether that can be told from noise. */
import { mean, sampleStandardDeviation } from 'simple-statistics';

/** How the time of this build compares with the other's, over several pairs of processes. */
export interface Comparison {
  /** Geometric mean of the ratios, this build ÷ the other: above 1 is slower. */
  readonly ratio: number;
  /** 95 % interval of it. Pairs of processes differ by chance as runs do, so what differs between them is noise. */
  readonly low: number;
  readonly high: number;
  readonly verdict: 'slower' | 'not told apart' | 'within the tolerance';
}

/** Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom. */
const STUDENT_T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145];
const NORMAL = 1.96;

/**
 * @param ratios this build's time ÷ the other's, one for each pair of processes; two or more, all above 0
 * @param tolerance how much slower is still no failure: 0.1 is 10 %
 * @returns `slower` when even the lower end of the interval is beyond the tolerance; `not told apart` when only the ratio itself is
 */
export function compare(ratios: readonly number[], tolerance: number): Comparison {
  const logs = ratios.map(Math.log);
  const middle = mean(logs);
  const t = STUDENT_T[logs.length - 2] ?? NORMAL;
  const half = (t * sampleStandardDeviation(logs)) / Math.sqrt(logs.length);
  const [ratio, low, high] = [middle, middle - half, middle + half].map(Math.exp) as [number, number, number];
  const limit = 1 + tolerance;
  const verdict = low > limit ? 'slower' : ratio > limit ? 'not told apart' : 'within the tolerance';
  return { ratio, low, high, verdict };
}
