/** The scenario schema as JSON Schema, for editors: completion and hover texts come from the registry. */
import { z } from 'zod';
import type { Registry } from '../models/registry.ts';
import { durationText } from './duration-text.ts';
import { withNestedModels } from './nested-models.ts';
import { scenarioSchema } from './schema.ts';
import { definitionOf } from './schema-words.ts';

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
  return `${JSON.stringify({ ...schema, title: 'Plimsoll scenario' }, null, 2)}\n`;
}
