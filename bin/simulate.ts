/** Runs a loaded scenario: spreads its paths over threads and puts the columns back together in path order. */
import { availableParallelism } from 'node:os';
import { BATCH_SIZE, type BatchResult } from '../results/batch.ts';
import type { Results } from '../results/results.ts';
import { checkpoints, precisionOf, type StoppingRule } from '../results/stopping.ts';
import { adjustScenario } from '../scenarios/adjust.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import type { Engine } from '../sim/engine/engine.ts';
import { inProcess } from '../sim/engine/in-process.ts';
import type { BatchOutcome } from '../sim/engine/outcome.ts';
import { workerPool } from '../sim/engine/worker-pool.ts';
import { splitPaths } from '../sim/sweep/batches.ts';
import { assemble } from './assemble.ts';
import { type PreparedJob, prepare } from './prepare.ts';
import { workerEntry } from './worker-entry.ts';

/** More threads than this gain nothing by default; ask for them with `workers`. */
const USUAL_WORKERS = 8;

export interface Progress {
  /** Paths finished or failed so far. */
  readonly done: number;
  readonly total: number;
}

export interface SimulateOptions {
  /** Replaces the scenario's number of paths. */
  readonly paths?: number | undefined;
  /** Replaces the scenario's seed. */
  readonly seed?: string | number | undefined;
  /** Keeps only these strategies. */
  readonly strategies?: readonly string[] | undefined;
  /** Threads; 0 runs in this one. One per core, at most 8, when left out. Results do not depend on it. */
  readonly workers?: number | undefined;
  /** Stops the run: what is finished comes back, marked as partial. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Paths handed to a thread at once. Results do not depend on it. */
  readonly batchSize?: number | undefined;
  /** Stops at the first of its checkpoints where the figure is known well enough; the number of paths is then the most allowed. */
  readonly until?: StoppingRule | undefined;
}

/**
 * Simulates every path of a scenario under every strategy.
 *
 * @throws RangeError for an option out of range; ScenarioError or DataError when the scenario or a file
 * that it names cannot be used after all
 */
export async function simulate(loaded: LoadedScenario, options: SimulateOptions = {}): Promise<Results> {
  const started = performance.now();
  const { paths, seed, strategies, signal, onProgress, batchSize = BATCH_SIZE } = options;
  const adjusted = await adjustScenario(loaded, { paths, seed, strategies });
  const total = adjusted.scenario.run.paths;
  const workers = Math.min(workerCount(options.workers), Math.ceil(total / batchSize));
  const prepared = await prepare(adjusted);
  const engine = openEngine(prepared, total <= batchSize ? 0 : workers);
  const { job } = prepared;
  let outcomes: BatchOutcome<BatchResult>[] = [];
  let done = 0;
  const onOutcome = ({ batch }: BatchOutcome<BatchResult>): void => {
    done += batch.count;
    onProgress?.({ done, total });
  };
  const soFar = async (finished: number): Promise<Results> => {
    const wallSeconds = Math.round(performance.now() - started) / 1000;
    const ran = finished === total ? adjusted : await adjustScenario(adjusted, { paths: finished });
    return assemble(ran, job, outcomes, { workers, wallSeconds });
  };
  try {
    for (const until of options.until === undefined ? [total] : checkpoints(total)) {
      const from = outcomes.reduce((paths, { batch }) => paths + batch.count, 0);
      const batches = splitPaths(until - from, batchSize, from);
      outcomes = outcomes.concat(await engine.run(batches, { onOutcome, ...(signal === undefined ? {} : { signal }) }));
      if (signal?.aborted || options.until === undefined) continue;
      const results = await soFar(until);
      if (precisionOf(results, options.until).every(({ isEnough }) => isEnough)) return results;
    }
  } finally {
    await engine.close();
  }
  return soFar(total);
}

function workerCount(asked: number | undefined): number {
  if (asked === undefined) return Math.min(availableParallelism(), USUAL_WORKERS);
  if (!Number.isInteger(asked) || asked < 0)
    throw new RangeError(`workers must be a whole number of 0 or more, got ${asked}`);
  return asked;
}

function openEngine({ job, run }: PreparedJob, workers: number): Engine<BatchResult> {
  if (workers === 0) return inProcess<BatchResult>(run);
  return workerPool<BatchResult>({ ...workerEntry(), workers, workerData: job });
}
