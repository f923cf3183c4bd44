/** Defaults of durations are milliseconds in the schema; people write `90s`. */
import type { z } from 'zod';
import { expectation } from './schema-words.ts';

/** The value as it would be written where `schema` applies. */
export function durationText(schema: z.ZodType, value: unknown): unknown {
  if (typeof value !== 'number' || !expectation(schema).startsWith('a duration')) return value;
  return value % 1000 === 0 ? `${value / 1000}s` : `${value}ms`;
}
