/** Runs a scenario of an experiment and reads figures from it. */
import { fileURLToPath } from 'node:url';
import { column, loadScenario, type OutcomeKey, type Results, simulate } from '../../index.ts';

/** @param file name of a scenario beside this file */
export async function runScenario(
  file: string,
  options: {
    readonly overrides?: readonly string[];
    readonly paths?: number;
    readonly seed?: string;
    readonly strategies?: readonly string[];
    readonly plugins?: boolean;
  } = {},
): Promise<Results> {
  const { overrides, paths, seed, strategies, plugins = false } = options;
  const path = fileURLToPath(new URL(file, import.meta.url));
  const loaded = await loadScenario(path, { overrides, strategies, allowPlugins: plugins });
  const results = await simulate(loaded, { paths, seed, workers: (paths ?? loaded.scenario.run.paths) > 500 ? 2 : 0 });
  const [failure] = results.failures;
  if (failure !== undefined) throw new Error(`path ${failure.path} failed: ${failure.message}`);
  return results;
}

/** One figure of one strategy, a value per path. */
export function figures(results: Results, strategy: string, key: OutcomeKey): Float64Array {
  const found = results.strategies.find((one) => one.strategy === strategy);
  if (found === undefined) throw new RangeError(`there is no strategy ${strategy}`);
  return column(found, key);
}

export interface Mean {
  readonly mean: number;
  readonly standardError: number;
}

/** Mean of values, with its standard error; those that are not there are left out. */
export function meanOf(values: ArrayLike<number>): Mean {
  const there = Array.from(values).filter((value) => !Number.isNaN(value));
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  const squares = there.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, standardError: Math.sqrt(squares / (there.length - 1) / there.length) };
}
