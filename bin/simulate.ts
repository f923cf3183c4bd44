/** Runs a loaded scenario: spreads its paths over threads and puts the columns back together in path order. */
import { availableParallelism } from 'node:os';
import { BATCH_SIZE, type BatchResult, type Job, jobFacts } from '../results/batch.ts';
import { definitionsOf } from '../results/definitions.ts';
import type { Manifest } from '../results/manifest.ts';
import type { PathFailure, Results, StrategyColumns } from '../results/results.ts';
import { adjustScenario } from '../scenarios/adjust.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import type { Engine } from '../sim/engine/engine.ts';
import { inProcess } from '../sim/engine/in-process.ts';
import type { BatchOutcome } from '../sim/engine/outcome.ts';
import { workerPool } from '../sim/engine/worker-pool.ts';
import { mathFingerprint } from '../sim/math-fingerprint.ts';
import { type Batch, splitPaths } from '../sim/sweep/batches.ts';
import { type PreparedJob, prepare } from './prepare.ts';
import { version } from './version.ts';
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
  const batches = splitPaths(total, batchSize);
  const workers = Math.min(workerCount(options.workers), batches.length);
  const prepared = await prepare(adjusted);
  const engine = openEngine(prepared, batches.length <= 1 ? 0 : workers);
  let done = 0;
  const onOutcome = ({ batch }: BatchOutcome<BatchResult>): void => {
    done += batch.count;
    onProgress?.({ done, total });
  };
  let outcomes: BatchOutcome<BatchResult>[];
  try {
    outcomes = await engine.run(batches, { onOutcome, ...(signal === undefined ? {} : { signal }) });
  } finally {
    await engine.close();
  }
  const wallSeconds = Math.round(performance.now() - started) / 1000;
  return assemble(adjusted, prepared.job, outcomes, { workers, wallSeconds });
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

function assemble(
  loaded: LoadedScenario,
  job: Job,
  outcomes: readonly BatchOutcome<BatchResult>[],
  { workers, wallSeconds }: { workers: number; wallSeconds: number },
): Results {
  const { scenario } = loaded;
  const names = Object.keys(scenario.strategies);
  const results = outcomes.flatMap((outcome) => (outcome.status === 'succeeded' ? [outcome.result] : []));
  const failures = outcomes.flatMap(failuresOf);
  const partial = outcomes.some((outcome) => outcome.status === 'aborted');
  const paths = joined(
    Int32Array,
    results.map((result) => result.paths),
  );
  const strategies = names.map((strategy, index): StrategyColumns => {
    return {
      strategy,
      paths,
      columns: joined(
        Float64Array,
        results.map((result) => result.columns[index]!),
      ),
    };
  });
  const manifest: Manifest = {
    plimsoll: version(),
    scenario: { name: scenario.name, title: scenario.title, hash: loaded.hash },
    resolved: scenario,
    seed: scenario.run.seed,
    paths: scenario.run.paths,
    horizonMillis: scenario.run.horizon,
    reference: scenario.run.reference,
    strategies: names,
    definitions: definitionsOf(scenario.run.horizon, scenario.run.paths, scenario.run.sampling !== undefined),
    mathFingerprint: mathFingerprint(),
    ...jobFacts(job),
    partial,
    failures: new Set(failures.map(({ path }) => path)).size,
    environment: { node: process.version, platform: `${process.platform}-${process.arch}`, workers, wallSeconds },
  };
  return { manifest, strategies, failures, partial, ...samplingOf(results) };
}

/** How the paths were drawn, where they were not drawn alike. */
function samplingOf(results: readonly BatchResult[]): Pick<Results, 'sampling'> {
  const parts = results.flatMap(({ sampling }) => sampling ?? []);
  const probabilities = parts.find((part) => part.probabilities.length > 0)?.probabilities;
  if (probabilities === undefined) return {};
  return {
    sampling: {
      strata: joined(
        Uint8Array,
        parts.map(({ strata }) => strata),
      ),
      likelihoods: joined(
        Float64Array,
        parts.map(({ likelihoods }) => likelihoods),
      ),
      probabilities,
    },
  };
}

/** Columns one after the other. */
function joined<T extends Int32Array | Float64Array | Uint8Array>(
  kind: new (length: number) => T,
  parts: readonly T[],
): T {
  const whole = new kind(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** A batch whose thread died takes all its paths with it: each is recorded, so that each can be replayed. */
function failuresOf(outcome: BatchOutcome<BatchResult>): PathFailure[] {
  if (outcome.status === 'succeeded') return outcome.result.failures;
  if (outcome.status === 'aborted') return [];
  const { code, message } = outcome.failure;
  return pathsOf(outcome.batch).map((path) => ({ path, code, message }));
}

function pathsOf({ from, count }: Batch): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}
