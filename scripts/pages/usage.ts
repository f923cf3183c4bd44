/** Which shipped scenario names which model, in a run or in its sweep. */
import { readFileSync } from 'node:fs';
import type { Registry } from '../../models/registry.ts';
import { ScenarioDocument } from '../../scenarios/document.ts';
import { visitModels } from '../../scenarios/model-references.ts';
import { applyOverride } from '../../scenarios/override.ts';
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
    for (const data of variants(path, readFileSync(path, 'utf8'))) {
      visitModels(await withPresetChoices(data), registry, (key, reference) => {
        const known = uses.get(key) ?? [];
        if (!known.some(({ scenario }) => scenario === name)) uses.set(key, [...known, { scenario: name, reference }]);
      });
    }
  }
  return uses;
}

/** The scenario as it runs, then with each value that its sweep lists, one at a time. */
function variants(path: string, text: string): unknown[] {
  const base = new ScenarioDocument(path, text).value() as { sweep?: Record<string, unknown> };
  const listed = Object.entries(base.sweep ?? {}).flatMap(([key, values]) =>
    Array.isArray(values) ? values.map((value) => ({ key, value })) : [],
  );
  const swept = listed.map(({ key, value }) => {
    const document = new ScenarioDocument(path, text);
    applyOverride(document, { key, value, option: key });
    return document.value();
  });
  return [base, ...swept];
}
