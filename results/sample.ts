import { CONFIDENCE } from './definitions.ts';
import { expectedShortfall } from './statistics/expected-shortfall.ts';
import { present } from './statistics/finite.ts';
import type { Estimate } from './statistics/interval.ts';
import { meanInterval } from './statistics/mean-interval.ts';
import { total } from './statistics/moments.ts';
import { wilson } from './statistics/proportion.ts';
import { quantileInterval } from './statistics/quantile.ts';
import {
  effectiveSize,
  restricted,
  type Weighting,
  weightedMean,
  weightedProbability,
  weightedTail,
} from './statistics/weighted.ts';

export interface TailEstimate extends Estimate {
  /** Paths strictly above the quantile, counted by their weights. */
  readonly effectiveTail: number;
  /** Whether they are too few; then there are no bounds. */
  readonly tooFew: boolean;
}

/**
 * One figure over the paths that have it, whether they count alike or by weights: every statistic of results is asked here.
 */
export class Sample {
  readonly values: Float64Array;
  readonly absent: number;
  readonly n: number;
  readonly #weighting: Weighting | undefined;
  #sorted: Float64Array | undefined;

  /**
   * @param column one per path, NaN where absent
   * @param weighting of the same paths; left out where all count alike
   * @param what name of the figure, for errors
   */
  constructor(column: Float64Array, weighting: Weighting | undefined, what = 'column') {
    const { values, absent } = present(column, what);
    this.values = values;
    this.absent = absent;
    this.n = values.length;
    this.#weighting =
      weighting &&
      restricted(
        weighting,
        [...column.keys()].filter((i) => !Number.isNaN(column[i]!)),
      );
  }

  /** Paths that would have the same error if all counted alike: (Σw)²/Σw². */
  get effective(): number {
    return this.#weighting === undefined ? this.n : effectiveSize(this.#weighting.weights);
  }

  get isWeighted(): boolean {
    return this.#weighting !== undefined;
  }

  get sorted(): Float64Array {
    this.#sorted ??= this.values.toSorted();
    return this.#sorted;
  }

  /** Σ over all paths; with weights, n times the mean. */
  total(): number {
    return this.#weighting === undefined ? total(this.values) : this.mean().value * this.n;
  }

  mean(): Estimate {
    if (this.#weighting === undefined) return meanInterval(this.values, CONFIDENCE);
    return weightedMean(this.values, this.#weighting, CONFIDENCE);
  }

  probability(): Estimate {
    if (this.#weighting !== undefined) return weightedProbability(this.values, this.#weighting, CONFIDENCE);
    return wilson(this.values.filter((value) => value > 0).length, this.n, CONFIDENCE);
  }

  /** Share of paths above `limit`. */
  exceedance(limit: number): Estimate {
    if (this.#weighting !== undefined) {
      const excess = this.values.map((value) => (value > limit ? 1 : 0));
      return weightedProbability(excess, this.#weighting, CONFIDENCE);
    }
    let [low, high] = [0, this.n];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! > limit) high = middle;
      else low = middle + 1;
    }
    return wilson(this.n - low, this.n, CONFIDENCE);
  }

  quantile(p: number): Estimate {
    if (this.#weighting === undefined) return quantileInterval(this.sorted, p, CONFIDENCE);
    return weightedTail(this.values, this.#weighting, p, CONFIDENCE).quantile;
  }

  shortfall(p: number): TailEstimate {
    if (this.#weighting === undefined) {
      const { value, low, high, tailPaths, tooFew } = expectedShortfall(this.sorted, p, CONFIDENCE);
      return { value, low, high, effectiveTail: tailPaths, tooFew };
    }
    const { shortfall, effectiveTail } = weightedTail(this.values, this.#weighting, p, CONFIDENCE);
    return { ...shortfall, effectiveTail, tooFew: false };
  }
}
