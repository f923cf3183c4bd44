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
import type { Batch } from '../sim/sweep/batches.ts';

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

/** What the manifest says of the book. */
export function jobFacts(job: Job): { accounts: number; initialDebtUsd: number; initialCollateralUsd: number } {
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
  const width = OUTCOME_KEYS.length;
  const paths = new Int32Array(batch.count);
  const columns = world.strategies.map(() => new Float64Array(batch.count * width));
  const failures: { path: number; strategy: string; code: string; message: string }[] = [];
  const { sampled } = world;
  const strata = new Uint8Array(sampled ? batch.count : 0);
  const likelihoods = new Float64Array(sampled ? batch.count : 0);
  let kept = 0;
  for (let path = batch.from; path < batch.from + batch.count; path++) {
    let whole = true;
    const attempt = (strategy: string, work: () => void) => {
      try {
        work();
      } catch (error) {
        const { code, message } = failureOf(error);
        failures.push({ path, strategy, code, message });
        whole = false;
      }
    };
    attempt('(tape)', () => world.write(seed, path));
    if (!whole) continue;
    world.strategies.forEach((strategy, index) => {
      attempt(strategy.name, () => (columns[index] as Float64Array).set(strategy.run(), kept * width));
    });
    // A path counts only if every strategy ran on it: figures are compared path by path.
    if (!whole) continue;
    if (sampled !== undefined) {
      strata[kept] = sampled.stratum;
      likelihoods[kept] = sampled.likelihood;
    }
    paths[kept++] = path;
  }
  return {
    paths: paths.slice(0, kept),
    columns: columns.map((column) => column.slice(0, kept * width)),
    failures,
    ...(sampled && {
      sampling: {
        strata: strata.slice(0, kept),
        likelihoods: likelihoods.slice(0, kept),
        probabilities: sampled.probabilities,
      },
    }),
  };
}
