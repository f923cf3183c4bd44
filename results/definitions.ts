/** Share of intervals that hold what they estimate, for all intervals of all results. */
export const CONFIDENCE = 0.95;

/** Level of the expected shortfall: the mean of the worst hundredth. */
export const TAIL_LEVEL = 0.99;

/** What the statistics of a result mean, written once into its manifest. */
export interface Definitions {
  readonly confidence: number;
  readonly tailLevel: number;
  readonly horizonMillis: number;
  readonly paths: number;
  readonly mean: string;
  readonly quantile: string;
  readonly expectedShortfall: string;
  readonly probability: string;
  readonly ratio: string;
  readonly difference: string;
  readonly absent: string;
  /** Present where paths are not drawn alike. */
  readonly sampling?: string;
}

/**
 * The definitions behind a run's figures, in sentences.
 *
 * @param horizonMillis length of a path
 * @param paths number of paths asked for
 * @param isSampled whether paths are drawn in strata and weighted
 */
export function definitionsOf(horizonMillis: number, paths: number, isSampled = false): Definitions {
  return {
    confidence: CONFIDENCE,
    tailLevel: TAIL_LEVEL,
    horizonMillis,
    paths,
    mean: 'Mean over paths; Student t interval, on the log scale with the degrees of freedom of the few where few paths carry the total.',
    quantile:
      'Nearest rank: the smallest observed value that at least the share p of the paths does not exceed; exact binomial order-statistic interval, equal tails.',
    expectedShortfall:
      'Mean of the highest 1 % of the paths, the path on the edge counted in part; asymptotic interval with the degrees of freedom of the tail, on the log scale where no value is negative.',
    probability: 'Share of paths with a value above 0; Wilson score interval.',
    ratio: 'Sum over all paths divided by sum over all paths; delta-method interval.',
    difference:
      'Strategy minus reference on the same path, averaged over paths; Student t interval of the differences.',
    absent: 'A figure that does not exist on a path is left out; n says how many paths have it.',
    ...(isSampled && {
      sampling:
        'Paths are drawn in strata of the number of jumps, with sizes tilted, and every statistic is weighted back: stratified t interval for means and ES, Woodruff interval for quantiles; tail figures need 100 effective paths.',
    }),
  };
}
