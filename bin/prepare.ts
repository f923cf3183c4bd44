/** Makes everything ready for a run, and finds what only shows when the models are made: in this thread, before any other. */
import { type BatchResult, type Job, openJob, prepareJob } from '../results/batch.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { ScenarioError } from '../scenarios/problem.ts';
import type { Batch } from '../sim/sweep/batches.ts';

export interface PreparedJob {
  readonly job: Job;
  /** Runs batches in this thread. */
  run(batch: Batch): BatchResult;
}

/**
 * Builds the book, makes every model, and writes the tape of path 0: a price file that is too short for the horizon
 * is found here, once, and not on every path.
 *
 * @throws DataError for a data file, ScenarioError for parameters that a model refuses
 */
export async function prepare(loaded: LoadedScenario): Promise<PreparedJob> {
  try {
    const job = await prepareJob(loaded);
    const { run, tryTape } = await openJob(job);
    tryTape();
    return { job, run };
  } catch (error) {
    throw refusal(loaded, error);
  }
}

/** What a model refuses when it is made is the scenario's fault. */
export function refusal(loaded: LoadedScenario, error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  const place = { file: loaded.source.path, line: 0, column: 0, path: '' };
  return new ScenarioError([{ ...place, message: `cannot be simulated: ${error.message}` }]);
}
