import { OUTCOME_KEYS } from '../models/outcome.ts';
import type { Results, StrategyColumns } from './results.ts';

/** The same results with only some of their paths. @param paths numbers to keep */
export function restrictedTo(results: Results, paths: ReadonlySet<number>): Results {
  const own = results.strategies[0]!.paths;
  const kept = Array.from(own.keys()).filter((row) => paths.has(own[row]!));
  if (kept.length === own.length) return results;
  const width = OUTCOME_KEYS.length;
  const strategies = results.strategies.map((from): StrategyColumns => {
    const columns = new Float64Array(kept.length * width);
    for (const [index, row] of kept.entries()) {
      columns.set(from.columns.subarray(row * width, (row + 1) * width), index * width);
    }
    return { strategy: from.strategy, paths: Int32Array.from(kept, (row) => own[row]!), columns };
  });
  const { sampling } = results;
  const drawn = sampling && {
    strata: Uint8Array.from(kept, (row) => sampling.strata[row]!),
    likelihoods: Float64Array.from(kept, (row) => sampling.likelihoods[row]!),
    probabilities: sampling.probabilities,
  };
  return { ...results, strategies, ...(drawn && { sampling: drawn }) };
}

/** The same results with one of their strategies. */
export function restrictedToStrategy(results: Results, strategy: string): Results {
  const manifest = { ...results.manifest, strategies: [strategy], reference: strategy };
  return { ...results, manifest, strategies: results.strategies.filter((one) => one.strategy === strategy) };
}
