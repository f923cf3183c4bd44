import { OUTCOME_INDEX, OUTCOME_KEYS, type OutcomeKey } from '../models/outcome.ts';
import type { Manifest } from './manifest.ts';

/** What one strategy left behind: a row of figures for each path that finished. */
export interface StrategyColumns {
  readonly strategy: string;
  /** Path numbers, ascending, the same for all strategies of a run. */
  readonly paths: Int32Array | readonly number[];
  /** Row-major, `paths.length` × `OUTCOME_KEYS.length`; NaN where a figure is absent. */
  readonly columns: Float64Array;
}

/** A path that did not finish; it is missing from the rows of all strategies. */
export interface PathFailure {
  readonly path: number;
  readonly strategy?: string;
  readonly code: string;
  readonly message: string;
}

/** How the paths of a run were drawn: one entry per row, the same for all strategies. */
export interface Sampling {
  readonly strata: Uint8Array;
  readonly likelihoods: Float64Array;
  /** Probability of each stratum. */
  readonly probabilities: readonly number[];
}

/** Everything that a run produced, before any statistics. */
export interface Results {
  readonly manifest: Manifest;
  readonly strategies: readonly StrategyColumns[];
  readonly failures: readonly PathFailure[];
  /** How each path was drawn, where they are not drawn alike (`run.sampling`); then they do not count alike either. */
  readonly sampling?: Sampling | undefined;
  /** Whether the run was stopped before all paths were done. */
  readonly partial: boolean;
}

/** One figure over all paths, in path order; NaN where it is absent. A copy. */
export function column(from: StrategyColumns, key: OutcomeKey): Float64Array {
  const width = OUTCOME_KEYS.length;
  const offset = OUTCOME_INDEX[key];
  const figures = new Float64Array(from.paths.length);
  for (let row = 0; row < figures.length; row++) figures[row] = from.columns[row * width + offset]!;
  return figures;
}

/**
 * Refuses results that do not hold together, because every figure made of them would look right all the same.
 *
 * @throws RangeError when there is no strategy or a name comes twice, a block has the wrong size, path numbers are not
 *   ascending, strategies do not share their paths, the reference is missing, or a figure is infinite
 */
export function checkResults(results: Results): void {
  const [first] = results.strategies;
  if (first === undefined) throw new RangeError('results: there is no strategy');
  const names = results.strategies.map(({ strategy }) => strategy);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`results: strategy ${twice} comes twice`);
  const { reference } = results.manifest;
  if (!names.includes(reference)) {
    throw new RangeError(`results: reference ${reference} is not among the strategies ${names.join(', ')}`);
  }
  for (const strategy of results.strategies) {
    checkBlock(strategy);
    if (!samePaths(strategy.paths, first.paths)) {
      throw new RangeError(
        `results: ${strategy.strategy} and ${first.strategy} hold different paths; pairs need the same`,
      );
    }
  }
}

function checkBlock({ strategy, paths, columns }: StrategyColumns): void {
  const due = paths.length * OUTCOME_KEYS.length;
  if (columns.length !== due) {
    throw new RangeError(
      `results: ${strategy} holds ${columns.length} figures, due are ${due} (${paths.length} paths)`,
    );
  }
  for (let row = 1; row < paths.length; row++) {
    if (paths[row]! <= paths[row - 1]!)
      throw new RangeError(`results: ${strategy}: path ${paths[row]} is out of order`);
  }
  const infinite = columns.findIndex((value) => value === Infinity || value === -Infinity);
  if (infinite >= 0) {
    const key = OUTCOME_KEYS[infinite % OUTCOME_KEYS.length];
    const path = paths[Math.floor(infinite / OUTCOME_KEYS.length)];
    throw new RangeError(`results: ${strategy}, path ${path}: ${key} is ${columns[infinite]}`);
  }
}

function samePaths(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
  return true;
}
