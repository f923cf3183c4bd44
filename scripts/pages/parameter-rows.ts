/** Every parameter of a model with what it means and what may be written, down to the keys of mappings and lists. */
import { z } from 'zod';
import type { ModelDefinition } from '../../models/registry.ts';
import { durationText } from '../../scenarios/duration-text.ts';
import { definitionOf } from '../../scenarios/schema-words.ts';

export interface ParameterRow {
  /** `debt.median`, `regimes[].volatility`. */
  readonly name: string;
  readonly meaning: string;
  readonly accepts: string;
  /** As it would be written; undefined where there is none. */
  readonly fallback: unknown;
  readonly isRequired: boolean;
}

/** The part of JSON Schema that zod writes for our kinds. */
interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/** @param model with the full schemas of the models that it names */
export function parameterRows(model: ModelDefinition): ParameterRow[] {
  const schema = z.toJSONSchema(model.params, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const here = zodSchema as unknown as z.ZodType;
      const { type, defaultValue } = definitionOf(here);
      if (type === 'default') jsonSchema.default = durationText(here, defaultValue) as never;
    },
  });
  return rowsBelow('', schema as Shape);
}

function rowsBelow(prefix: string, shape: Shape): ParameterRow[] {
  return Object.entries(shape.properties ?? {}).flatMap(([key, part]) => {
    const name = `${prefix}${key}`;
    const row = {
      name,
      meaning: part.description ?? '',
      accepts: accepts(part),
      fallback: part.default,
      isRequired: shape.required?.includes(key) === true && part.default === undefined,
    };
    if (isModel(part)) return [row];
    const mapping = part.properties === undefined ? part.anyOf?.find(hasKeys) : part;
    const list = part.items ?? part.anyOf?.find(({ items }) => items !== undefined)?.items;
    return [
      row,
      ...(mapping === undefined ? [] : rowsBelow(`${name}.`, mapping)),
      ...(list !== undefined && hasKeys(list) ? rowsBelow(`${name}[].`, list) : []),
    ];
  });
}

const hasKeys = ({ properties }: Shape): boolean => properties !== undefined;

/** One of several mappings that each say which model they are. */
const modelNames = ({ oneOf, anyOf }: Shape): string[] =>
  (oneOf ?? anyOf ?? []).flatMap((option) => [
    ...(option.properties?.model?.const === undefined ? [] : [String(option.properties.model.const)]),
    ...modelNames(option),
  ]);
const isModel = (shape: Shape): boolean => modelNames(shape).length > 0;

function accepts(shape: Shape): string {
  if (isModel(shape)) return `a model: ${modelNames(shape).join(', ')}`;
  const options = shape.oneOf ?? shape.anyOf;
  if (options !== undefined) return [...new Set(options.map(accepts))].join(' or ');
  if (shape.enum !== undefined) return shape.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (shape.const !== undefined) return `\`${String(shape.const)}\``;
  switch (shape.type) {
    case 'integer':
      return `whole number${range(shape)}`;
    case 'number':
      return `number${range(shape)}`;
    case 'string':
      return shape.pattern?.includes('(ms|s|m|h|d)') ? 'duration' : 'text';
    case 'boolean':
      return 'true or false';
    case 'array':
      return shape.items === undefined ? 'list' : `list of: ${accepts(shape.items)}`;
    case 'object':
      return typeof shape.additionalProperties === 'object'
        ? `mapping of names to: ${accepts(shape.additionalProperties)}`
        : 'mapping';
    default:
      return 'anything';
  }
}

/** `, 0 to 1`, `, above 0`, `, at least 0 and below 1`. */
function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Shape): string {
  const isReal = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) !== Number.MAX_SAFE_INTEGER;
  if (isReal(minimum) && isReal(maximum)) return `, ${short(minimum)} to ${short(maximum)}`;
  const [above, least] = [exclusiveMinimum, minimum].map((bound) => (isReal(bound) ? short(bound) : undefined));
  const [below, most] = [exclusiveMaximum, maximum].map((bound) => (isReal(bound) ? short(bound) : undefined));
  const parts = [
    ...(above !== undefined ? [`above ${above}`] : least !== undefined ? [`at least ${least}`] : []),
    ...(below !== undefined ? [`below ${below}`] : most !== undefined ? [`at most ${most}`] : []),
  ];
  return parts.length === 0 ? '' : `, ${parts.join(' and ')}`;
}

/** `1e18` rather than its nineteen digits. */
const short = (bound: number): string =>
  Math.abs(bound) < 1e15 ? String(bound) : bound.toExponential().replace('e+', 'e');
