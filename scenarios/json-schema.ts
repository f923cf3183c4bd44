/** The scenario schema as JSON Schema, for editors: completion and hover texts come from the registry. */
import { z } from 'zod';
import { STRATEGY_CHOICES } from '../models/liquidation/choices.ts';
import type { Registry } from '../models/registry.ts';
import { durationText } from './duration-text.ts';
import { withNestedModels } from './nested-models.ts';
import { scenarioSchema } from './schema.ts';
import { definitionOf } from './schema-words.ts';

interface JsonSchema {
  properties: Record<string, { additionalProperties: { properties: Record<string, unknown> } }>;
}

/** A choice without a `model` changes parameters of the preset's. */
function allowRefinedChoices(schema: JsonSchema): void {
  const strategy = schema.properties.strategies?.additionalProperties.properties ?? {};
  for (const choice of STRATEGY_CHOICES) {
    const refined = { type: 'object', properties: { model: false }, description: "parameters put over the preset's" };
    strategy[choice] = { anyOf: [strategy[choice], refined] };
  }
}

/** @returns the text of `scenario.schema.json`: the same for the same registry, on every machine */
export function jsonSchemaText(registry: Registry): string {
  const schema = z.toJSONSchema(scenarioSchema(withNestedModels(registry)), {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      // A default is what the schema gives out, milliseconds; an editor shows what to write.
      const schemaHere = zodSchema as unknown as z.ZodType;
      const { type, defaultValue } = definitionOf(schemaHere);
      if (type !== 'default') return;
      const written = durationText(schemaHere, defaultValue);
      if (written !== defaultValue) jsonSchema.default = written as typeof jsonSchema.default;
    },
  });
  allowRefinedChoices(schema as unknown as JsonSchema);
  return `${JSON.stringify({ ...schema, title: 'Plimsoll scenario' }, null, 2)}\n`;
}
