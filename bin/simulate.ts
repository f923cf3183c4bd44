/** Runs a loaded scenario: spreads its paths over threads and puts the columns back together in path order. */
import { availableParallelism } from 'node:os';
import { BATCH_SIZE, type BatchResult } from '../results/batch.ts';
import type { PathFailure, Results } from '../results/results.ts';
import { checkpoints, precisionOf, type StoppingRule } from '../results/stopping.ts';
import type { Shard } from '../results/store/plan.ts';
import type { FinishedBatch } from '../results/store/record.ts';
import type { RowStore } from '../results/store/run-folder.ts';
import { adjustScenario } from '../scenarios/adjust.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import type { Engine } from '../sim/engine/engine.ts';
import { inProcess } from '../sim/engine/in-process.ts';
import type { BatchOutcome } from '../sim/engine/outcome.ts';
import { type Batch, numbersOf, splitRemaining } from '../sim/sweep/batches.ts';
import { assemble, plannedManifest } from './assemble.ts';
import { openEngine, PATIENCE_MILLIS } from './open-engine.ts';
import { prepare } from './prepare.ts';

/** More threads than this gain nothing by default; ask for them with `workers`. */
const USUAL_WORKERS = 8;
/** A run of no more batches plays the first in this thread, to see whether the rest is worth starting others. */
const FEW_BATCHES = 16;

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
  /** Threads; 0 runs in this one. One per core, at most 8, when left out, and none for a run of well under a second. Results do not depend on it. */
  readonly workers?: number | undefined;
  /** Stops the run: what is finished comes back, marked as partial. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Paths handed to a thread at once. Results do not depend on it. */
  readonly batchSize?: number | undefined;
  /** Stops at the first of its checkpoints where the figure is known well enough; the number of paths is then the most allowed. */
  readonly until?: StoppingRule | undefined;
  /** Only the paths of this machine's share. */
  readonly shard?: Shard | undefined;
  /** Gets every batch of rows as it is finished, and says at the start which are finished already. */
  readonly store?: RowStore | undefined;
}

/**
 * Simulates every path of a scenario under every strategy.
 *
 * @throws RangeError for an option out of range; ScenarioError or DataError when the scenario or a file
 * that it names cannot be used after all; OutputError when the store cannot keep a batch
 */
export async function simulate(loaded: LoadedScenario, options: SimulateOptions = {}): Promise<Results> {
  const started = performance.now();
  const { paths, seed, strategies, signal, batchSize = BATCH_SIZE, shard, until } = options;
  const adjusted = await adjustScenario(loaded, { paths, seed, strategies });
  const total = adjusted.scenario.run.paths;
  const threads = workerCount(options.workers);
  requireShard(options);
  const prepared = await prepare(adjusted);
  const manifest = plannedManifest(adjusted, prepared.job);
  const finished = new FinishedBatches(total, options);
  finished.begin(options.store?.begin({ manifest, shard, until: until?.text }) ?? []);
  const remaining = (from: number, before: number): Batch[] =>
    splitRemaining({ from, until: before, share: shard }, (path) => finished.has(path), batchSize);
  const play = async (engine: Engine<BatchResult>, batches: readonly Batch[]): Promise<void> => {
    const onOutcome = (outcome: BatchOutcome<BatchResult>): void => finished.take(outcome);
    const outcomes = await engine.run(batches, { onOutcome, ...(signal === undefined ? {} : { signal }) });
    finished.partial ||= outcomes.some(({ status }) => status === 'aborted');
  };
  const due = remaining(0, total);
  let workers = due.length <= 1 ? 0 : Math.min(threads, due.length);
  if (options.workers === undefined && workers > 1 && due.length <= FEW_BATCHES) {
    const before = performance.now();
    await play(inProcess(prepared.run), due.slice(0, 1));
    if ((performance.now() - before) * (due.length - 1) < PATIENCE_MILLIS) workers = 0;
  }
  const engine = await openEngine(prepared.run, workers, prepared.job);
  const soFar = async (paths: number): Promise<Results> => {
    const wallSeconds = Math.round(performance.now() - started) / 1000;
    const ran = paths === total ? adjusted : await adjustScenario(adjusted, { paths });
    const environment = {
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      workers: Math.max(1, workers),
      wallSeconds,
    };
    return assemble(plannedManifest(ran, prepared.job), finished, environment);
  };
  try {
    let from = 0;
    for (const checkpoint of until === undefined ? [total] : checkpoints(total)) {
      await play(engine, remaining(from, checkpoint));
      from = checkpoint;
      if (signal?.aborted || until === undefined) continue;
      const results = await soFar(checkpoint);
      if (precisionOf(results, until).every(({ isEnough }) => isEnough)) return results;
    }
  } finally {
    await engine.close();
  }
  return soFar(total);
}

/** What is finished so far, in any order. */
class FinishedBatches {
  readonly batches: FinishedBatch[] = [];
  readonly lost: PathFailure[] = [];
  partial = false;
  readonly #isDone: Uint8Array;
  readonly #options: SimulateOptions;
  readonly #total: number;
  #done = 0;

  constructor(paths: number, options: SimulateOptions) {
    const { index, count } = options.shard ?? { index: 0, count: 1 };
    this.#isDone = new Uint8Array(paths);
    this.#options = options;
    this.#total = Math.ceil((paths - index) / count);
  }

  has(path: number): boolean {
    return this.#isDone[path] === 1;
  }

  begin(earlier: readonly FinishedBatch[]): void {
    for (const rows of earlier) this.#keep(rows);
    if (earlier.length > 0) this.#report();
  }

  take(outcome: BatchOutcome<BatchResult>): void {
    const { store } = this.#options;
    if (outcome.status === 'aborted') return;
    const { batch } = outcome;
    if (outcome.status === 'succeeded') {
      const rows = { batch, result: outcome.result };
      store?.append(rows);
      this.#keep(rows);
    } else {
      const { code, message } = outcome.failure;
      for (const path of numbersOf(batch)) this.lost.push({ path, code, message });
      store?.lost(batch);
      this.#done += batch.count;
    }
    this.#report();
  }

  #keep(rows: FinishedBatch): void {
    this.batches.push(rows);
    for (const path of numbersOf(rows.batch)) this.#isDone[path] = 1;
    this.#done += rows.batch.count;
  }

  #report(): void {
    this.#options.onProgress?.({ done: this.#done, total: this.#total });
  }
}

function requireShard({ shard, until }: SimulateOptions): void {
  if (shard === undefined) return;
  const { index, count } = shard;
  if (!(Number.isSafeInteger(count) && count >= 1 && Number.isSafeInteger(index) && index >= 0 && index < count))
    throw new RangeError(`shard must be from 0/n to n−1/n, got ${index}/${count}`);
  if (until !== undefined)
    throw new RangeError('a run that stops by itself cannot be cut into shards: none of them sees the whole');
}

function workerCount(asked: number | undefined): number {
  if (asked === undefined) return Math.min(availableParallelism(), USUAL_WORKERS);
  if (!Number.isInteger(asked) || asked < 0)
    throw new RangeError(`workers must be a whole number of 0 or more, got ${asked}`);
  return asked;
}
