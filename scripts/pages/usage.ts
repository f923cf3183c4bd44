/** Which shipped scenario names which model, found by walking each file along the schema. */
import { readFileSync } from 'node:fs';
import { LineCounter } from 'yaml';
import type { z } from 'zod';
import type { Registry } from '../../models/registry.ts';
import { parseYaml } from '../../scenarios/document.ts';
import { withNestedModels } from '../../scenarios/nested-models.ts';
import { withPresetChoices } from '../../scenarios/presets.ts';
import { scenarioSchema } from '../../scenarios/schema.ts';
import { definitionOf, unwrap } from '../../scenarios/schema-words.ts';
import { shippedScenarios } from '../../scenarios/shipped.ts';

export interface Use {
  readonly scenario: string;
  /** As the scenario writes it. */
  readonly reference: Readonly<Record<string, unknown>>;
}

/** By `family/name`, in the order of the scenarios' names. */
export async function modelUses(registry: Registry): Promise<Map<string, Use[]>> {
  const full = withNestedModels(registry);
  const schema = scenarioSchema(full);
  const families = familiesByChoices(registry);
  const uses = new Map<string, Use[]>();
  for (const { name, path } of await shippedScenarios()) {
    const data = await withPresetChoices(parseYaml(readFileSync(path, 'utf8'), new LineCounter()).toJS());
    walk(schema, data, families, (key, reference) => {
      const known = uses.get(key) ?? [];
      if (!known.some(({ scenario }) => scenario === name)) uses.set(key, [...known, { scenario: name, reference }]);
    });
  }
  return uses;
}

/** Names of the models of a union, joined: enough to tell one family from another. */
type Choices = string;
type Visit = (key: string, reference: Readonly<Record<string, unknown>>) => void;

function familiesByChoices(registry: Registry): Map<Choices, string> {
  const families = [...new Set(registry.all().map(({ family }) => family))];
  return new Map(families.map((family) => [titles(registry.of(family)), family]));
}

const titles = (models: readonly { readonly name: string; readonly title: string }[]): Choices =>
  models.map(({ name, title }) => `${name}\n${title}`).join('\n');

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function walk(schema: z.ZodType, data: unknown, families: ReadonlyMap<Choices, string>, visit: Visit): void {
  const below = (part: z.ZodType, value: unknown) => walk(part, value, families, visit);
  const definition = definitionOf(unwrap(schema));
  if (definition.options !== undefined) {
    const family = families.get(titles(definition.options.map(describedOption)));
    if (family === undefined) for (const option of definition.options) below(option, data);
    else if (isMapping(data) && typeof data.model === 'string') {
      visit(`${family}/${data.model}`, data);
      const chosen = definition.options.find((option) => describedOption(option).name === data.model);
      if (chosen !== undefined) below(chosen, data);
    } else if (family === 'delay' && typeof data === 'string')
      visit('delay/constant', { model: 'constant', delay: data });
  } else if (definition.shape !== undefined && isMapping(data)) {
    for (const [key, part] of Object.entries(definition.shape)) if (Object.hasOwn(data, key)) below(part, data[key]);
  } else if (definition.valueType !== undefined && isMapping(data)) {
    for (const value of Object.values(data)) below(definition.valueType, value);
  } else if (definition.element !== undefined && Array.isArray(data)) {
    for (const value of data) below(definition.element, value);
  }
}

function describedOption(option: z.ZodType): { name: string; title: string } {
  const { title, description } = (option.meta() ?? {}) as { title?: string; description?: string };
  return { name: title ?? '', title: description ?? '' };
}
