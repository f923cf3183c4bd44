/** Every model that a scenario names, found by walking its data along the schema. */
import type { z } from 'zod';
import type { Registry } from '../models/registry.ts';
import { withNestedModels } from './nested-models.ts';
import { scenarioSchema } from './schema.ts';
import { definitionOf, unwrap } from './schema-words.ts';

/** @param key `family/name` @param reference as the data has it */
export type Visit = (key: string, reference: Readonly<Record<string, unknown>>) => void;

/** Names and titles of the models of a union, joined: enough to tell one family from another. */
type Choices = string;

/**
 * @param data a scenario as written, presets filled in, or as resolved
 * @param registry the models that it may name; a name that is not in it is visited all the same
 */
export function visitModels(data: unknown, registry: Registry, visit: Visit): void {
  const families = [...new Set(registry.all().map(({ family }) => family))];
  const byChoices = new Map<Choices, string>(families.map((family) => [titles(registry.of(family)), family]));
  walk(scenarioSchema(withNestedModels(registry)), data, byChoices, visit);
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
