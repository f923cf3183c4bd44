/**
 * What varies in a sweep: the grammar of `--set` where it names several values, and of the `sweep:` section of a scenario.
 *
 * ```
 * key=0.75,0.8,0.85          a list; each entry is YAML, commas inside [], {} and quotes do not divide
 * key=range(0.75,0.85,0.05)  from, to, step; the end is included where a step falls on it
 * key=log(1000,64000,7)      from, to, number of values, in equal ratios
 * key=lhs(0.7,0.9,50)        from, to, number of points: Latin hypercube over all such keys together
 * key=sobol(0.7,0.9,64,log)  the same with the Sobol sequence; a last word log or whole spaces it so
 * ```
 *
 * Numbers may carry a unit, the same for all: `range(5s,60s,5s)`.
 */
import { asksForSeveral, parseSetting, type Setting } from '../override.ts';
import { type Problem, ScenarioError } from '../problem.ts';

/** Most values of one key. */
export const MOST_VALUES = 100_000;

/** A key with the values that it takes one after the other, as they would be written. */
export interface ListAxis {
  readonly kind: 'list';
  readonly key: string;
  readonly option: string;
  readonly texts: readonly string[];
}

/** A key that is spread over an interval together with others of its kind. */
export interface DesignAxis {
  readonly kind: 'lhs' | 'sobol';
  readonly key: string;
  readonly option: string;
  readonly count: number;
  /** The value at a share of the interval, as it would be written. */
  text(share: number): string;
}

export type Axis = ListAxis | DesignAxis;

const HINT = 'for example a,b,c, range(from,to,step), log(from,to,n), lhs(from,to,n) or sobol(from,to,n)';

function fail({ option, key }: Pick<Setting, 'option' | 'key'>, message: string, hint: string = HINT): never {
  const problem: Problem = { file: option, line: 0, column: 0, path: key, message, hint };
  throw new ScenarioError([problem]);
}

/** @returns an axis, or undefined where the setting has one value and is an ordinary override */
export function parseAxis(text: string): Axis | undefined {
  const setting = parseSetting(text);
  return asksForSeveral(setting.written) ? axisOf(setting) : undefined;
}

/** @throws ScenarioError when what is written is no axis */
export function axisOf(setting: Setting): Axis {
  const { key, option, written } = setting;
  const call = /^(range|log|lhs|sobol)\s*\((.*)\)$/s.exec(written);
  if (call === null) {
    if (/^(?:range|log|lhs|sobol)\s*\(/.test(written)) fail(setting, 'has a bracket that is not closed at its end');
    const texts = divided(written);
    if (texts.some((text) => text === '')) fail(setting, 'has an empty value between its commas');
    if (texts.some((text) => /^(?:range|log|lhs|sobol)\s*\(/.test(text))) fail(setting, 'mixes a list with a spread');
    return list(setting, texts);
  }
  const [, name, inside] = call as unknown as [string, string, string];
  const parts = inside.split(',').map((part) => part.trim());
  if (name === 'range') return list(setting, rangeOf(setting, parts));
  if (name === 'log') {
    if (parts.length !== 3) fail(setting, 'log takes three numbers: from, to and how many values');
    const count = countOf(setting, parts[2]!, 2);
    const spread = spreadOf(setting, parts, 'log');
    return list(
      setting,
      Array.from({ length: count }, (_, index) => spread(index / (count - 1))),
    );
  }
  const spacing = parts[3];
  if (parts.length < 3 || parts.length > 4 || (spacing !== undefined && spacing !== 'log' && spacing !== 'whole')) {
    fail(setting, `${name} takes from, to, the number of points, and then log or whole where it is meant`);
  }
  const count = countOf(setting, parts[2]!, 1);
  return { kind: name as 'lhs' | 'sobol', key, option, count, text: spreadOf(setting, parts, spacing) };
}

function list(setting: Setting, texts: readonly string[]): ListAxis {
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (twice !== undefined) fail(setting, `has the value ${twice} twice`, 'name every value once');
  return { kind: 'list', key: setting.key, option: setting.option, texts };
}

/** Cut at commas that stand outside brackets and quotes. */
function divided(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let part = '';
  for (const letter of text) {
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if ('[{'.includes(letter)) depth++;
    else if (']}'.includes(letter)) depth--;
    else if (letter === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
      continue;
    }
    part += letter;
  }
  return [...parts, part.trim()];
}

interface Quantity {
  readonly size: number;
  readonly unit: string;
}

function quantity(setting: Setting, text: string): Quantity {
  const [, digits, unit] = /^([-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)([a-z]*)$/.exec(text) ?? [];
  const size = digits === undefined ? Number.NaN : Number(digits.replaceAll('_', ''));
  if (!Number.isFinite(size)) fail(setting, `${text === '' ? 'nothing' : text} is not a number`);
  return { size, unit: unit! };
}

/** Both ends, which must have one unit and stand in order. */
function ends(setting: Setting, parts: readonly string[]): { from: number; to: number; unit: string } {
  const [from, to] = [quantity(setting, parts[0]!), quantity(setting, parts[1]!)];
  if (from.unit !== to.unit) fail(setting, `${parts[0]} and ${parts[1]} differ in their unit`);
  if (!(from.size < to.size))
    fail(setting, `must rise from its first number to its second, not from ${parts[0]} to ${parts[1]}`);
  return { from: from.size, to: to.size, unit: from.unit };
}

function countOf(setting: Setting, text: string, least: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= least && count <= MOST_VALUES))
    fail(setting, `the number of values must be whole, from ${least} to ${MOST_VALUES}, not ${text}`);
  return count;
}

function rangeOf(setting: Setting, parts: readonly string[]): string[] {
  if (parts.length !== 3) fail(setting, 'range takes three numbers: from, to and the step');
  const { from, to, unit } = ends(setting, parts);
  const step = quantity(setting, parts[2]!);
  if (step.unit !== unit) fail(setting, `the step ${parts[2]} differs from the ends in its unit`);
  if (!(step.size > 0)) fail(setting, `the step must be above 0, not ${parts[2]}`);
  const steps = Math.floor((to - from) / step.size + 1e-9);
  if (steps >= MOST_VALUES) fail(setting, `has ${steps + 1} values, more than ${MOST_VALUES}`, 'take a longer step');
  return Array.from({ length: steps + 1 }, (_, index) => written(from + index * step.size, unit));
}

function spreadOf(setting: Setting, parts: readonly string[], spacing: string | undefined): (share: number) => string {
  const { from, to, unit } = ends(setting, parts);
  if (spacing === 'log') {
    if (!(from > 0)) fail(setting, `equal ratios start above 0, not at ${parts[0]}`);
    const ratio = Math.log(to / from);
    return (share) => written(share === 0 ? from : share === 1 ? to : from * Math.exp(share * ratio), unit);
  }
  if (spacing === 'whole') {
    if (!Number.isInteger(from) || !Number.isInteger(to)) fail(setting, 'whole needs whole numbers at both ends');
    return (share) => written(Math.min(to, from + Math.floor(share * (to - from + 1))), unit);
  }
  return (share) => written(from + share * (to - from), unit);
}

/** Twelve digits: 0.1 + 0.2 is written 0.3. */
const written = (size: number, unit: string): string => `${Number(size.toPrecision(12))}${unit}`;
