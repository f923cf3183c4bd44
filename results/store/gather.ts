import { OUTCOME_KEYS } from '../../models/outcome.ts';
import { numbersOf } from '../../sim/sweep/batches.ts';
import type { PathFailure, Results } from '../results.ts';
import type { FinishedBatch } from './record.ts';

const WIDTH = OUTCOME_KEYS.length;

export interface Gathered extends Pick<Results, 'strategies' | 'sampling'> {
  /** Ascending by path. */
  readonly failures: PathFailure[];
  /** Paths that no batch holds, up to the first few; the run is whole where there is none. */
  readonly missing: number;
}

/** Batches are asked for twice: first for their path numbers and failures, then for all of their rows. */
export type Pass = 'numbers' | 'rows';

/**
 * Rows of batches in path order, whoever computed them in which order and in whichever pieces.
 *
 * @param strategies names, in scenario order
 * @param paths how many the run has; rows of later ones are left out
 * @param batches asked for twice: batches that lie on a disk need not stand in memory
 * @throws RangeError when a path comes twice
 */
export function gather(
  strategies: readonly string[],
  paths: number,
  batches: (pass: Pass) => Iterable<FinishedBatch>,
): Gathered {
  const { place, kept, missing, failures, probabilities } = survey(paths, batches('numbers'));
  const numbers = new Int32Array(kept);
  const columns = strategies.map(() => new Float64Array(kept * WIDTH));
  const strata = new Uint8Array(probabilities ? kept : 0);
  const likelihoods = new Float64Array(probabilities ? kept : 0);
  for (const { result } of batches('rows')) {
    result.paths.forEach((path, row) => {
      if (path >= paths) return;
      const to = place[path]!;
      numbers[to] = path;
      columns.forEach((column, index) => {
        column.set(result.columns[index]!.subarray(row * WIDTH, (row + 1) * WIDTH), to * WIDTH);
      });
      if (!result.sampling) return;
      strata[to] = result.sampling.strata[row]!;
      likelihoods[to] = result.sampling.likelihoods[row]!;
    });
  }
  return {
    strategies: strategies.map((strategy, index) => ({ strategy, paths: numbers, columns: columns[index]! })),
    failures,
    missing,
    ...(probabilities && { sampling: { strata, likelihoods, probabilities } }),
  };
}

const UNKNOWN = -1;
const FAILED = -2;
const KEPT = -3;

/** First pass: which paths there are, and the row of each. */
function survey(paths: number, batches: Iterable<FinishedBatch>) {
  const place = new Int32Array(paths).fill(UNKNOWN);
  const failures: PathFailure[] = [];
  let probabilities: readonly number[] | undefined;
  for (const { batch, result } of batches) {
    for (const path of numbersOf(batch)) {
      if (path >= paths) continue;
      if (place[path] !== UNKNOWN) throw new RangeError(`results: path ${path} comes twice`);
      place[path] = FAILED;
    }
    for (const path of result.paths) place[path] = KEPT;
    failures.push(...result.failures.filter(({ path }) => path < paths));
    if (result.sampling && result.sampling.probabilities.length > 0) probabilities ??= result.sampling.probabilities;
  }
  let kept = 0;
  let missing = 0;
  for (let path = 0; path < paths; path++) {
    if (place[path] === KEPT) place[path] = kept++;
    else if (place[path] === UNKNOWN) missing++;
  }
  // A stable sort: failures of one path stay in the order of its strategies.
  failures.sort((a, b) => a.path - b.path);
  return { place, kept, missing, failures, probabilities };
}
