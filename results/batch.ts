/**
 * One batch of paths: the unit of work that engines spread over threads. A job is everything that a thread needs, with the
 * book in shared memory; what comes back are columns.
 */
import { builtIn } from '../models/catalogue.ts';
import { OUTCOME_KEYS } from '../models/outcome.ts';
import { buildSharedBook, type SharedBook, World } from '../models/world/world.ts';
import type { LoadedScenario, PluginReference } from '../scenarios/loaded-scenario.ts';
import { loadPlugins } from '../scenarios/plugins.ts';
import type { ResolvedScenario } from '../scenarios/schema.ts';
import { failureOf } from '../sim/engine/outcome.ts';
import { type Batch, numbersOf } from '../sim/sweep/batches.ts';

/** Paths handed to a thread at once: tens of milliseconds of work. Results do not depend on it. */
export const BATCH_SIZE = 32;

export interface Job {
  readonly scenario: ResolvedScenario;
  readonly files: Readonly<Record<string, string>>;
  readonly plugins: readonly PluginReference[];
  readonly book: SharedBook;
}

export interface BatchResult {
  /** Numbers of the paths that went through under every strategy, ascending. */
  readonly paths: Int32Array;
  /** One per strategy, row-major: paths × `OUTCOME_KEYS.length`. */
  readonly columns: Float64Array[];
  readonly failures: { path: number; strategy: string; code: string; message: string }[];
  /** Where paths are not drawn alike: how each of them was. */
  readonly sampling?: BatchSampling;
}

/** How the paths of a batch were drawn. */
export interface BatchSampling {
  /** Per path kept: its stratum. */
  readonly strata: Uint8Array;
  /** Per path kept: likelihood ratio within its stratum. */
  readonly likelihoods: Float64Array;
  /** Probability of each stratum. */
  readonly probabilities: readonly number[];
}

export function texts(files: Readonly<Record<string, string>>) {
  return {
    text(file: string): string {
      const text = files[file];
      if (text === undefined) throw new RangeError(`file ${file} was not loaded with the scenario`);
      return text;
    },
  };
}

/** @throws DataError when a file that the scenario names is malformed */
export async function prepareJob(loaded: LoadedScenario): Promise<Job> {
  const { scenario, files, plugins, registry } = loaded;
  const book = buildSharedBook(scenario, scenario.run, scenario.run.seed, registry, texts(files));
  return { scenario, files, plugins, book };
}

/** What there is to say of the book of a job. */
export interface BookFacts {
  readonly book: {
    readonly columns: { readonly accounts: number };
    readonly debtUsd: number;
    readonly collateralUsd: number;
  };
}

/** What the manifest says of the book. */
export function jobFacts(job: BookFacts): { accounts: number; initialDebtUsd: number; initialCollateralUsd: number } {
  const { book } = job;
  return { accounts: book.columns.accounts, initialDebtUsd: book.debtUsd, initialCollateralUsd: book.collateralUsd };
}

/**
 * Wires the world of a job once; `run` then simulates batch after batch on it. `tryTape` writes the tape of path 0 and
 * throws what is wrong with it: a DataError for a price file that has a gap or is too short for the horizon.
 */
export async function openJob(job: Job): Promise<{ run(batch: Batch): BatchResult; tryTape(): void }> {
  const { scenario, files, plugins, book } = job;
  const registry = await loadPlugins(builtIn(), plugins);
  const world = new World(scenario, scenario.run, registry, texts(files), book);
  const { seed } = scenario.run;
  return { run: (batch) => runBatch(world, seed, batch), tryTape: () => world.write(seed, 0) };
}

function runBatch(world: World, seed: string, batch: Batch): BatchResult {
  const rows = new BatchRows(world, batch);
  for (const path of numbersOf(batch)) {
    const failure = attempt(() => world.write(seed, path));
    if (failure === undefined) rows.react(path);
    else rows.fail(path, '(tape)', failure);
  }
  return rows.result();
}

interface Reason {
  readonly code: string;
  readonly message: string;
}

/** What a piece of work threw, if anything. */
export function attempt(work: () => void): Reason | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    const { code, message } = failureOf(error);
    return { code, message };
  }
}

/** The rows that the strategies of one world leave in a batch, path after path. */
export class BatchRows {
  readonly #world: World;
  readonly #paths: Int32Array;
  readonly #columns: Float64Array[];
  readonly #failures: BatchResult['failures'] = [];
  readonly #strata: Uint8Array;
  readonly #likelihoods: Float64Array;
  #kept = 0;

  constructor(world: World, { count }: Batch) {
    this.#world = world;
    this.#paths = new Int32Array(count);
    this.#columns = world.strategies.map(() => new Float64Array(count * OUTCOME_KEYS.length));
    this.#strata = new Uint8Array(world.sampled ? count : 0);
    this.#likelihoods = new Float64Array(world.sampled ? count : 0);
  }

  fail(path: number, strategy: string, { code, message }: Reason): void {
    this.#failures.push({ path, strategy, code, message });
  }

  /** Runs every strategy on the path that the tape holds. */
  react(path: number): void {
    const offset = this.#kept * OUTCOME_KEYS.length;
    let whole = true;
    this.#world.strategies.forEach((strategy, index) => {
      const failure = attempt(() => (this.#columns[index] as Float64Array).set(strategy.run(), offset));
      if (failure === undefined) return;
      this.fail(path, strategy.name, failure);
      whole = false;
    });
    // A path counts only if every strategy ran on it: figures are compared path by path.
    if (!whole) return;
    const { sampled } = this.#world;
    if (sampled !== undefined) {
      this.#strata[this.#kept] = sampled.stratum;
      this.#likelihoods[this.#kept] = sampled.likelihood;
    }
    this.#paths[this.#kept++] = path;
  }

  result(): BatchResult {
    const kept = this.#kept;
    const { sampled } = this.#world;
    return {
      paths: this.#paths.slice(0, kept),
      columns: this.#columns.map((column) => column.slice(0, kept * OUTCOME_KEYS.length)),
      failures: this.#failures,
      ...(sampled && {
        sampling: {
          strata: this.#strata.slice(0, kept),
          likelihoods: this.#likelihoods.slice(0, kept),
          probabilities: sampled.probabilities,
        },
      }),
    };
  }
}
