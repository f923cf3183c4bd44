/** A scenario again from what a manifest says of it, for results whose scenario file is elsewhere. */
import { builtIn } from '../models/catalogue.ts';
import { deepFreeze, scenarioHash } from './hash.ts';
import type { LoadedScenario, PluginReference } from './loaded-scenario.ts';
import { loadPlugins } from './plugins.ts';
import type { ResolvedScenario } from './schema.ts';

/** What a scenario reads beside itself. */
export interface ScenarioInputs {
  /** Texts of its files, by the path as written. */
  readonly files: Readonly<Record<string, string>>;
  /** Their code is run. */
  readonly plugins: readonly PluginReference[];
}

/**
 * @param resolved the scenario as a manifest holds it
 * @param hash of what was simulated; only that very thing is given back
 * @returns undefined where something is missing or differs
 */
export async function restoreScenario(
  resolved: unknown,
  hash: string,
  { files, plugins }: ScenarioInputs,
): Promise<LoadedScenario | undefined> {
  try {
    const scenario = deepFreeze(structuredClone(resolved)) as ResolvedScenario;
    if ((await scenarioHash(scenario, files, plugins)) !== hash) return undefined;
    const registry = await loadPlugins(builtIn(), plugins);
    return { scenario, hash, files, plugins, source: { path: '', text: '' }, warnings: [], registry };
  } catch {
    return undefined;
  }
}
