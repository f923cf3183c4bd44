/** Every registered model with its parameters, as data: what `plimsoll list` prints. */
import type { z } from 'zod';
import type { ModelDefinition, Registry } from '../models/registry.ts';
import { durationText } from './duration-text.ts';
import { withNestedModels } from './nested-models.ts';
import { definitionOf, descriptionOf, expectation } from './schema-words.ts';

export interface ParameterDescription {
  readonly name: string;
  /** What it means. */
  readonly meaning: string;
  /** What may be written. */
  readonly accepts: string;
  readonly required: boolean;
  /** As it would be written in a scenario; undefined when there is none. */
  readonly default: unknown;
}

export interface ModelDescription {
  readonly family: string;
  readonly name: string;
  readonly title: string;
  readonly source: string | undefined;
  readonly misleads: string | undefined;
  readonly parameters: readonly ParameterDescription[];
}

/** In the order of registration. */
export function describeModels(registry: Registry): ModelDescription[] {
  return withNestedModels(registry).all().map(describeModel);
}

function describeModel({ family, name, title, source, misleads, params }: ModelDefinition): ModelDescription {
  const parameters = Object.entries(params.shape as Record<string, z.ZodType>).map(describeParameter);
  return { family, name, title, source, misleads, parameters };
}

function describeParameter([name, schema]: [string, z.ZodType]): ParameterDescription {
  const accepts = expectation(schema);
  const fallback = defaultOf(schema);
  const required = fallback === undefined && !isOptional(schema);
  return {
    name,
    meaning: descriptionOf(schema) ?? accepts,
    accepts,
    required,
    default: durationText(schema, fallback),
  };
}

function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}

function defaultOf(schema: z.ZodType): unknown {
  const definition = definitionOf(schema);
  if (definition.type === 'default' || definition.type === 'prefault') return definition.defaultValue;
  return definition.innerType === undefined ? undefined : defaultOf(definition.innerType);
}
