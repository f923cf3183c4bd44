/** Which shipped scenario names which model. */
import { readFileSync } from 'node:fs';
import { LineCounter } from 'yaml';
import type { Registry } from '../../models/registry.ts';
import { parseYaml } from '../../scenarios/document.ts';
import { visitModels } from '../../scenarios/model-references.ts';
import { withPresetChoices } from '../../scenarios/presets.ts';
import { shippedScenarios } from '../../scenarios/shipped.ts';

export interface Use {
  readonly scenario: string;
  /** As the scenario writes it. */
  readonly reference: Readonly<Record<string, unknown>>;
}

/** By `family/name`, in the order of the scenarios' names. */
export async function modelUses(registry: Registry): Promise<Map<string, Use[]>> {
  const uses = new Map<string, Use[]>();
  for (const { name, path } of await shippedScenarios()) {
    const data = await withPresetChoices(parseYaml(readFileSync(path, 'utf8'), new LineCounter()).toJS());
    visitModels(data, registry, (key, reference) => {
      const known = uses.get(key) ?? [];
      if (!known.some(({ scenario }) => scenario === name)) uses.set(key, [...known, { scenario: name, reference }]);
    });
  }
  return uses;
}
