/** Returns with weights: all of them, or a short stand-in on which a likelihood costs a fraction. */

export interface Sample {
  readonly values: Float64Array;
  /** How many returns each value stands for. */
  readonly weights: Float64Array;
  readonly count: number;
}

/** Bins are this share of the middle spread: their width adds 1/30,000 to the smallest variance that is looked for. */
const BIN_SHARE = 0.02;

export function wholeSample(returns: Float64Array): Sample {
  return { values: returns, weights: new Float64Array(returns.length).fill(1), count: returns.length };
}

/**
 * Neighbouring returns put together as their mean. Used to search; what is found is then moved to the maximum on all returns.
 */
export function condensedSample(returns: Float64Array): Sample {
  const sorted = Float64Array.from(returns).sort((a, b) => a - b);
  const width = BIN_SHARE * middleSpread(sorted);
  const sums: number[] = [];
  const weights: number[] = [];
  let bin = Number.NaN;
  for (const value of sorted) {
    const here = Math.floor(value / width);
    if (here === bin) {
      sums[sums.length - 1] += value;
      weights[weights.length - 1] += 1;
    } else {
      sums.push(value);
      weights.push(1);
      bin = here;
    }
  }
  return {
    values: Float64Array.from(sums, (sum, i) => sum / weights[i]),
    weights: Float64Array.from(weights),
    count: returns.length,
  };
}

/** A quarter of the range between the 1/8 and 7/8 quantiles; where half of the returns are one value, a share of the range. */
function middleSpread(sorted: Float64Array): number {
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
  const spread = (at(0.875) - at(0.125)) / 4;
  return spread > 0 ? spread : (sorted[sorted.length - 1] - sorted[0]) / 200;
}
