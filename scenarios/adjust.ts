/** The same scenario with another number of paths, another seed, or fewer strategies. */
import { deepFreeze, scenarioHash } from './hash.ts';
import type { LoadedScenario } from './loaded-scenario.ts';
import { MAX_PATHS } from './schema.ts';
import { selectStrategies } from './select-strategies.ts';

export interface RunAdjustments {
  readonly paths?: number | undefined;
  readonly seed?: string | number | undefined;
  readonly strategies?: readonly string[] | undefined;
}

/**
 * @throws RangeError when `paths` is not a whole number from 1 to ten million or `seed` is empty; ScenarioError for unknown strategies
 */
export async function adjustScenario(loaded: LoadedScenario, adjustments: RunAdjustments): Promise<LoadedScenario> {
  const { paths, seed, strategies } = adjustments;
  if (paths === undefined && seed === undefined && strategies === undefined) return loaded;
  if (paths !== undefined && !(Number.isInteger(paths) && paths >= 1 && paths <= MAX_PATHS)) {
    throw new RangeError(`paths must be a whole number from 1 to ${MAX_PATHS}, got ${paths}`);
  }
  if (seed !== undefined && String(seed) === '') throw new RangeError('seed must not be empty');
  const selected = selectStrategies(loaded.scenario, strategies);
  const run = {
    ...selected.scenario.run,
    ...(paths === undefined ? {} : { paths }),
    ...(seed === undefined ? {} : { seed: String(seed) }),
  };
  const scenario = deepFreeze({ ...selected.scenario, run });
  const hash = await scenarioHash(scenario, loaded.files, loaded.plugins);
  return { ...loaded, scenario, hash, warnings: [...loaded.warnings, ...selected.warnings] };
}
