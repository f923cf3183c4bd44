/** The hash that names what is simulated. */
import { canonicalJson, sha256 } from './canonical.ts';
import type { PluginReference } from './loaded-scenario.ts';
import { pluginText } from './plugins.ts';
import type { ResolvedScenario } from './schema.ts';

/**
 * SHA-256 (hex) over the resolved scenario without `run.paths`, `gates` and `sweep`, and over the content of its files and plug-ins. Layout,
 * comments and the order of keys in the file make no difference; any value does.
 *
 * @throws TypeError when the scenario holds something that JSON has no word for (a plug-in's parameter may)
 */
export async function scenarioHash(
  scenario: ResolvedScenario,
  files: Readonly<Record<string, string>>,
  plugins: readonly PluginReference[],
): Promise<string> {
  const { gates: _gates, sweep: _sweep, ...simulated } = scenario;
  const { paths: _paths, ...run } = scenario.run;
  const contents: Record<string, string> = {};
  for (const [name, text] of Object.entries(files)) contents[`file ${name}`] = sha256(text);
  for (const plugin of plugins) contents[`plugin ${plugin.specifier}`] = sha256((await pluginText(plugin)) ?? '');
  return sha256(canonicalJson({ scenario: { ...simulated, run }, contents }));
}

/** Makes a value immutable all the way down; returns it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
