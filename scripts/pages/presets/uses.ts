/** Shipped scenarios that run a preset as it is, and what it says to settings that do not suit it. */
import { readFileSync } from 'node:fs';
import { prepare } from '../../../bin/prepare.ts';
import { ScenarioDocument } from '../../../scenarios/document.ts';
import { loadScenario } from '../../../scenarios/load.ts';
import { ScenarioError } from '../../../scenarios/problem.ts';
import { shippedScenarios } from '../../../scenarios/shipped.ts';

export interface PresetUse {
  readonly scenario: string;
  /** What the scenario calls the strategy. */
  readonly strategy: string;
  /** It changes some choice of the preset. */
  readonly isChanged: boolean;
}

/** Where a reader may find most presets side by side, best first. */
const FIRST = ['protocols', 'black-thursday', 'bonus-rules', 'auction-curves'];

/** By preset, best first. */
export async function presetUses(): Promise<Map<string, PresetUse[]>> {
  const uses = new Map<string, PresetUse[]>();
  for (const { name: scenario, path } of await shippedScenarios()) {
    const data = new ScenarioDocument(path, readFileSync(path, 'utf8')).value() as {
      readonly strategies: Record<string, { readonly preset?: string }>;
    };
    for (const [strategy, { preset, ...changes }] of Object.entries(data.strategies)) {
      if (preset === undefined) continue;
      const isChanged = Object.keys(changes).length > 0;
      uses.set(preset, [...(uses.get(preset) ?? []), { scenario, strategy, isChanged }]);
    }
  }
  const rank = ({ scenario }: PresetUse) => (FIRST.indexOf(scenario) + FIRST.length + 1) % (FIRST.length + 1);
  for (const list of uses.values()) list.sort((a, b) => rank(a) - rank(b));
  return uses;
}

/** @param setting `key=value` @returns what a run says @throws Error where it says nothing */
export async function refusalOf({ scenario, strategy }: PresetUse, setting: string): Promise<string> {
  try {
    const loaded = await loadScenario(scenario, { overrides: [setting], strategies: [strategy] });
    await prepare(loaded);
    const [warning] = loaded.warnings.filter((sentence) => sentence.startsWith(`strategies.${strategy}:`));
    if (warning !== undefined) return `warning: ${warning}`;
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(({ message }) => `error: ${message}`).join('\n');
    throw error;
  }
  throw new Error(`${strategy} in ${scenario} says nothing to ${setting}`);
}
