import { loadScenario, type Results, simulate } from '../../../index.ts';
import { figures } from '../run-scenario.ts';
import type { Columns, Crisis, Variant } from './crisis.ts';

/** Runs a crisis, or it with another assumption. @param data folder of the data files */
export async function replayed(
  crisis: Crisis,
  data: string,
  paths: number,
  variant: Omit<Variant, 'name'> = { set: [] },
): Promise<{ values: readonly ArrayLike<number>[]; results: Results }> {
  const files = Object.entries({ ...crisis.files, ...variant.files }).map(([key, file]) => `${key}=${data}${file}`);
  const strategy = variant.strategy ?? crisis.strategy;
  const loaded = await loadScenario(crisis.scenario, {
    overrides: [...files, ...variant.set],
    strategies: [strategy],
    allowPlugins: true,
  });
  const results = await simulate(loaded, { paths, workers: paths > 100 ? 2 : 0 });
  const [failure] = results.failures;
  if (failure !== undefined) throw new Error(`${crisis.scenario}, path ${failure.path}: ${failure.message}`);
  const columns: Columns = (key) => figures(results, strategy, key);
  return { values: crisis.figures.map((figure) => figure.of(columns, results)), results };
}
