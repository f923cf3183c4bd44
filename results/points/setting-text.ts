/** How a table shows the values of a setting. */
import type { SettingValue } from '../../scenarios/sweep/plan.ts';
import { formatNumber } from '../format.ts';

/** Longest text of a value that is shown whole. */
const LONGEST = 48;

/**
 * Numbers as numbers; a model by its name, with what tells it from its namesakes among the values of the same setting; lists by their entries. Files and JSON
 * have the values in full.
 *
 * @param values all that the setting takes
 */
export function settingText(values: readonly SettingValue[]): (value: SettingValue) => string {
  const parts = values.map((value) => partsOf(value));
  return (value) => {
    if (typeof value === 'number') return formatNumber(value);
    const own = partsOf(value);
    if (own === undefined) return String(value);
    const namesakes = parts.filter((other): other is Parts => other !== undefined && other.name === own.name);
    const shown = telling(own, namesakes).map((key) =>
      `${key.replace(/\.?model$/, '')} ${own.parameters.get(key)}`.trim(),
    );
    const text = [own.name, ...shown].filter((part) => part !== '').join(', ');
    return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
  };
}

/** The parameters that tell a value from its namesakes: those that all of them have, if these do, else all that differ. */
function telling(own: Parts, namesakes: readonly Parts[]): string[] {
  const differ = [...own.parameters.keys()].filter((key) =>
    namesakes.some((other) => other.parameters.get(key) !== own.parameters.get(key)),
  );
  const common = differ.filter((key) => namesakes.every((other) => other.parameters.has(key)));
  const texts = namesakes.map((other) => common.map((key) => other.parameters.get(key)).join('\0'));
  return new Set(texts).size === new Set(namesakes.map((other) => identity(other))).size ? common : differ;
}

const identity = ({ parameters }: Parts): string => JSON.stringify([...parameters]);

interface Parts {
  readonly name: string;
  /** By the path within the value. */
  readonly parameters: ReadonlyMap<string, string>;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined where the value is a plain text or truth value. */
function partsOf(value: SettingValue): Parts | undefined {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return undefined;
  try {
    const data: unknown = JSON.parse(value);
    const entries = Array.isArray(data) ? data : [data];
    const name = entries.map((entry) => nameOf(entry)).join(' + ');
    const parameters = new Map<string, string>();
    entries.forEach((entry, index) => {
      gather(entry, entries.length > 1 ? `${index}.` : '', parameters);
    });
    return { name: entries.length === 0 ? 'none' : name, parameters };
  } catch {
    return undefined;
  }
}

const nameOf = (entry: unknown): string =>
  isMapping(entry) ? (typeof entry.model === 'string' ? entry.model : '') : String(entry);

function gather(value: unknown, prefix: string, into: Map<string, string>): void {
  if (!isMapping(value)) return;
  for (const [key, part] of Object.entries(value)) {
    if (isMapping(part)) gather(part, `${prefix}${key}.`, into);
    else into.set(`${prefix}${key}`, typeof part === 'string' ? part : JSON.stringify(part));
  }
}
