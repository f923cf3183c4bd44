/**
 * Models inside models: an auction names its price curve, a venue how its depth follows volatility. Such a parameter is
 * declared as `z.looseObject({ model: z.string() })` with a description that ends in `(family <name>)`; here it is given the
 * schema of that family, so that a typo in it is found like any other and its durations are read.
 */
import { z } from 'zod';
import { type Family, type ModelDefinition, Registry } from '../models/registry.ts';
import { definitionOf, descriptionOf } from './schema-words.ts';

const MARK = /\(family ([a-z-]+)\)$/;

/** @returns a copy of the registry whose models have full schemas for the models that they name */
export function withNestedModels(registry: Registry): Registry {
  return new Registry(registry.all().map((model) => fillIn(model, registry)));
}

function fillIn(model: ModelDefinition, registry: Registry): ModelDefinition {
  const shape = model.params.shape as Record<string, z.ZodType>;
  const entries = Object.entries(shape).map(([key, schema]) => [key, nested(schema, registry) ?? schema] as const);
  if (entries.every(([key, schema]) => schema === shape[key])) return model;
  return { ...model, create: model.create.bind(model), params: z.strictObject(Object.fromEntries(entries)) };
}

/** The full schema for a reference, with its default if it has one; undefined for any other parameter. */
function nested(schema: z.ZodType, registry: Registry): z.ZodType | undefined {
  const description = descriptionOf(schema);
  const family = MARK.exec(description ?? '')?.[1] as Family | undefined;
  if (family === undefined || registry.of(family).length === 0) return undefined;
  const meaning = description!.replace(MARK, '').trim();
  const full = registry.schema(family).describe(meaning);
  const definition = definitionOf(schema);
  if (definition.type === 'default') return full.default(definition.defaultValue as never).describe(meaning);
  if (definition.type === 'optional') return full.optional().describe(meaning);
  return full;
}
