/** What a schema accepts at a place, in words: errors and `plimsoll list` say it alike because both ask here. */
import type { z } from 'zod';
import type { Path } from './problem.ts';

/** The part of a zod schema's definition that is read here. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly options?: readonly z.ZodType[];
  readonly discriminator?: string;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly defaultValue?: unknown;
}

export function definitionOf(schema: z.ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}

const WRAPPERS = new Set(['optional', 'default', 'prefault', 'nullable', 'readonly', 'nonoptional', 'catch']);

/** The schema below `optional`, `default`, `transform` and their like: what the user writes. */
export function unwrap(schema: z.ZodType): z.ZodType {
  const definition = definitionOf(schema);
  if (WRAPPERS.has(definition.type) && definition.innerType) return unwrap(definition.innerType);
  if (definition.type === 'pipe' && definition.in) {
    const isPreprocess = definitionOf(definition.in).type === 'transform';
    return unwrap(isPreprocess && definition.out ? definition.out : definition.in);
  }
  return schema;
}

/** What the key means, from the outermost layer that says so. */
export function descriptionOf(schema: z.ZodType): string | undefined {
  if (schema.description !== undefined) return schema.description;
  const definition = definitionOf(schema);
  const inner = definition.innerType ?? definition.in;
  return inner === undefined ? undefined : descriptionOf(inner);
}

/** The models among which a schema lets the user choose, with the keys of each; empty when it is no such choice. */
export function modelChoices(schema: z.ZodType): Map<string, string[]> {
  const { discriminator, options } = definitionOf(unwrap(schema));
  const choices = new Map<string, string[]>();
  for (const option of options ?? []) {
    if (discriminator === undefined) {
      for (const [name, keys] of modelChoices(option)) choices.set(name, keys);
      continue;
    }
    const shape = definitionOf(option).shape ?? {};
    for (const name of literals(shape[discriminator])) choices.set(name, Object.keys(shape));
  }
  return choices;
}

function literals(schema: z.ZodType | undefined): string[] {
  return schema === undefined ? [] : (definitionOf(schema).values ?? []).map(String);
}

/** What the schema accepts, as a noun: `a number`, `duration, e.g. 12s or one of …`. */
export function expectation(schema: z.ZodType): string {
  const plain = unwrap(schema);
  const definition = definitionOf(plain);
  if (definition.type === 'union') {
    const options = definition.options ?? [];
    const names = [...modelChoices(plain).keys()];
    if (definition.discriminator !== undefined) {
      return `{ model: ${names.slice(0, 12).join(' | ')}${names.length > 12 ? ' | …' : ''} }`;
    }
    // Where models can be chosen, the description says what the key means and not what it accepts.
    if (plain.description !== undefined && names.length === 0) return withArticle(plain.description);
    return [...new Set(options.map(expectation))].join(' or ');
  }
  if (definition.type === 'literal')
    return (definition.values ?? []).map((value) => JSON.stringify(value)).join(' or ');
  if (definition.type === 'enum') return `one of ${Object.values(definition.entries ?? {}).join(', ')}`;
  if (definition.type === 'string') return formatOf(plain) ?? typeWords('string');
  if (definition.type === 'number' && plain.description !== undefined) return withArticle(plain.description);
  return typeWords(definition.type);
}

/** What a text must look like, if its schema says so: asked by offering it a text that nobody would accept. */
function formatOf(schema: z.ZodType): string | undefined {
  const issue = schema.safeParse('\0').error?.issues[0];
  if (issue?.code !== 'invalid_format' || issue.message.startsWith('Invalid')) return undefined;
  return issue.message.replace(/^must be /, '');
}

function withArticle(description: string): string {
  return /^(?:duration|fraction|number|whole number|name|path)\b/.test(description) ? `a ${description}` : description;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping of names to values',
  array: 'a list',
  tuple: 'a list',
};

export function typeWords(type: string): string {
  return TYPE_WORDS[type] ?? type;
}

/** The keys known in a mapping; `undefined` when it is open. */
export function knownKeys(schema: z.ZodType): string[] | undefined {
  const { shape } = definitionOf(unwrap(schema));
  return shape === undefined ? undefined : Object.keys(shape);
}

/**
 * The schema that governs a place. Where there is a choice of models, the data say which one was meant.
 *
 * @returns `undefined` when no part of the schema reaches there
 */
export function schemaAt(schema: z.ZodType, path: Path, data: unknown): z.ZodType | undefined {
  if (path.length === 0) return schema;
  const definition = definitionOf(unwrap(schema));
  const [part, ...rest] = path as [string | number, ...(string | number)[]];
  if (definition.type === 'union') {
    for (const option of definition.options ?? []) {
      if (definition.discriminator !== undefined && part !== definition.discriminator) {
        const chosen = member(data, definition.discriminator);
        if (!literals(definitionOf(option).shape?.[definition.discriminator]).includes(String(chosen))) continue;
      }
      const found = schemaAt(option, path, data);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const shape = definition.shape;
  const inObject = shape !== undefined && Object.hasOwn(shape, String(part)) ? shape[String(part)] : undefined;
  const next = inObject ?? definition.valueType ?? definition.element ?? definition.items?.[Number(part)];
  return next === undefined ? undefined : schemaAt(next, rest, member(data, part));
}

/** The value under a key, if there is one of its own. */
export function member(data: unknown, key: string | number): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return undefined;
  return (data as Record<string, unknown>)[key];
}

export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((holder, part) => member(holder, part), data);
}
