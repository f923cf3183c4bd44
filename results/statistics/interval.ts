/** A confidence interval. A bound is null where the sample cannot give one; it is never invented. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** A figure with its interval. */
export interface Estimate extends Interval {
  readonly value: number;
}
