/** Finds or makes the anatomy of a few paths for the report of a run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Anatomy } from '../results/anatomy/anatomy.ts';
import { makeAnatomy } from '../results/anatomy/make-anatomy.ts';
import { prepareJob } from '../results/batch.ts';
import type { Results } from '../results/results.ts';
import { writeAtomically } from '../results/write/atomic-file.ts';
import { jsonText } from '../results/write/json.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { restoreScenario, type ScenarioInputs } from '../scenarios/restore.ts';
import { version } from './version.ts';

const INPUTS_FILE = 'inputs.json';

/** For the folder of a shard: what its scenario reads beside itself, where that is anything. */
export function writeInputs(folder: string, { files, plugins }: LoadedScenario): void {
  if (Object.keys(files).length + plugins.length === 0) return;
  writeAtomically(join(folder, INPUTS_FILE), [jsonText({ files, plugins })]);
}

function readInputs(folder: string): ScenarioInputs {
  try {
    const { files = {}, plugins = [] } = JSON.parse(readFileSync(join(folder, INPUTS_FILE), 'utf8')) as ScenarioInputs;
    return { files, plugins };
  } catch {
    return { files: {}, plugins: [] };
  }
}

/**
 * The anatomy of results whose scenario is not at hand: from their manifest, and from the inputs that a shard keeps.
 *
 * @param folder where inputs may be
 * @param allowPlugins whether the code of plug-ins that they name may be run
 * @returns undefined where the scenario cannot be had again, or is not that of this version
 */
export async function restoredAnatomy(
  results: Results,
  folder: string,
  allowPlugins: boolean,
): Promise<Anatomy | undefined> {
  const { resolved, scenario, plimsoll } = results.manifest;
  if (plimsoll !== version()) return undefined;
  const inputs = readInputs(folder);
  if (inputs.plugins.length > 0 && !allowPlugins) return undefined;
  const loaded = await restoreScenario(resolved, scenario.hash, inputs);
  return loaded === undefined ? undefined : makeAnatomy(loaded, await prepareJob(loaded), results);
}
