/**
 * Settings that replace values of a scenario before it is checked: `key.path=value`.
 *
 * The path goes through mappings by key and through lists by index (`keepers.0.count`) or by the `name` of an entry
 * (`keepers.professional.count`). The value is YAML: `0.05`, `12s`, `[a, b]`, `{ model: gbm, start: 100 }`.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  Scalar,
  visit,
  YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { isMergeKey, parseYaml, type ScenarioDocument } from './document.ts';
import { suggestion } from './nearest.ts';
import { type Path, type Problem, pathText, ScenarioError } from './problem.ts';

/** Characters of a setting that problems repeat. */
const MAX_SHOWN = 70;

/** One setting, read but not yet applied. */
export interface Override {
  /** As written before the `=`. */
  readonly key: string;
  readonly value: unknown;
  /** What problems name as the origin of the value, e.g. `--set run.paths=0`. */
  readonly option: string;
  /** Whether the scenario's own sweep says it, and nobody typed it. */
  readonly isOfFile?: boolean;
}

function fail(option: string, path: string, message: string, hint?: string): never {
  const problem: Problem = { file: option, line: 0, column: 0, path, message, ...(hint === undefined ? {} : { hint }) };
  throw new ScenarioError([problem]);
}

/** Whether a plain text asks for several values: the grammar of sweeps (`sweep/axis.ts`). */
export function asksForSeveral(text: string): boolean {
  if (/^["'[{]/.test(text)) return false;
  return text.includes(',') || /^(?:range|log|lhs|sobol)\s*\(/.test(text);
}

/** A setting cut at its `=`. */
export interface Setting {
  readonly key: string;
  /** What stands behind the `=`. */
  readonly written: string;
  readonly option: string;
}

/** @throws ScenarioError when it is not `key.path=value` */
export function parseSetting(text: string): Setting {
  const option = `--set ${text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN - 1)}…`}`;
  const equals = text.indexOf('=');
  const key = text.slice(0, Math.max(0, equals)).trim();
  if (key === '') fail(option, '', 'must be key.path=value', 'for example run.horizon=12h or keepers.0.count=3');
  const written = text.slice(equals + 1).trim();
  if (written === '') fail(option, key, 'has no value', `for example ${key}=0.05`);
  if (key.includes('<<')) fail(option, key, '<< cannot be set');
  if (`${key}=${written}`.includes('__proto__')) fail(option, key, '__proto__ cannot be a key');
  return { key, written, option };
}

/**
 * Reads one setting.
 *
 * @throws ScenarioError when it is not `key.path=value`, when the value is not YAML, or when it lists several values
 */
export function parseOverride(text: string): Override {
  const { key, written, option } = parseSetting(text);
  if (asksForSeveral(written)) {
    const hint = `a run takes one value; a text that holds a comma is quoted: '${key}="…, …"'`;
    fail(option, key, 'lists several values, which is for sweeps', hint);
  }
  return { key, value: parseValue(option, key, written), option };
}

/** @throws ScenarioError when it is not YAML */
export function parseValue(option: string, key: string, written: string): unknown {
  try {
    const document = parseYaml(written, new LineCounter());
    const error = document.errors[0] ?? document.warnings[0];
    if (error === undefined) return document.toJS({ maxAliasCount: 0 });
  } catch {
    // Deep nesting overflows the parser; aliases and wrong merge keys are refused. All are said in the same words.
  }
  return fail(
    option,
    key,
    'has a value that is not YAML',
    'values are written as in the file: 0.05, 12s, [a, b], { model: gbm }',
  );
}

/**
 * Puts a setting into the document. The last key may be new; everything above it must exist, but for the choices of a
 * strategy, which its preset states.
 *
 * @throws ScenarioError when the path leads nowhere, with the nearest key that exists
 */
export function applyOverride(target: ScenarioDocument, override: Override): void {
  const { document } = target;
  expandAliases(target);
  const path: (string | number)[] = [];
  let holder: unknown = document.contents;
  let rest = override.key.replaceAll(/\[(\d+)\]/g, '.$1');
  for (;;) {
    const step = nextStep(holder, rest, path, override);
    path.push(step.part);
    if (step.rest === '') {
      const node = document.createNode(override.value) as Node;
      // A key is a node too, or the next setting would not find it.
      if (isMap(holder) && !holder.has(step.part)) holder.set(new Scalar(step.part), node);
      else (holder as YAMLMap | YAMLSeq).set(step.part, node);
      target.markOrigin(path, override.option, override.isOfFile);
      return;
    }
    holder = step.node;
    rest = step.rest;
  }
}

interface Step {
  readonly part: string | number;
  readonly node: unknown;
  readonly rest: string;
}

function nextStep(holder: unknown, rest: string, path: Path, { option, key }: Override): Step {
  const dot = rest.indexOf('.');
  const word = dot < 0 ? rest : rest.slice(0, dot);
  const after = dot < 0 ? '' : rest.slice(dot + 1);
  const where = path.length === 0 ? 'the scenario' : pathText(path);
  if (word === '' || rest.endsWith('.')) return fail(option, key, 'has an empty part between its dots');
  if (isMap(holder)) {
    const known = ownAndMergedKeys(holder);
    // Names may hold dots themselves: the longest one that fits is meant.
    const named = [...known.keys()].filter((name) => rest === name || rest.startsWith(`${name}.`));
    const name = named.reduce((longest, next) => (next.length > longest.length ? next : longest), '');
    if (name !== '') return { part: name, node: known.get(name), rest: rest.slice(name.length + 1) };
    if (after === '') return { part: word, node: undefined, rest: '' };
    if (isChoiceOfStrategy(path)) {
      const node = new YAMLMap();
      holder.set(new Scalar(word), node);
      return { part: word, node, rest: after };
    }
    return fail(option, key, `there is no ${word} in ${where}`, suggestion(word, [...known.keys()], 'there is'));
  }
  if (isSeq(holder)) {
    const names = holder.items.map((item) => (isMap(item) ? String(item.get('name') ?? '') : ''));
    const index = /^\d+$/.test(word) ? Number(word) : names.indexOf(word);
    if (index >= 0 && index < holder.items.length) return { part: index, node: holder.items[index], rest: after };
    const count = `${where} has ${holder.items.length} ${holder.items.length === 1 ? 'entry' : 'entries'}, counted from 0`;
    const listed = names.filter((name) => name !== '');
    return fail(option, key, `there is no entry ${word} in ${where}`, suggestion(word, listed, 'there is') ?? count);
  }
  return fail(option, key, `${where} holds a single value and no keys`, `set it as a whole: ${pathText(path)}={ … }`);
}

/** Below a strategy, what the preset states need not stand in the file: `strategies.a.execution.curve.cut=0.98`. */
function isChoiceOfStrategy(path: Path): boolean {
  return path.length >= 2 && path[0] === 'strategies';
}

function ownAndMergedKeys(map: YAMLMap): Map<string, unknown> {
  const keys = new Map<string, unknown>();
  for (const pair of map.items as Pair[]) {
    if (!isScalar(pair.key)) continue;
    if (!isMergeKey(pair.key)) {
      keys.set(String(pair.key.value), pair.value);
      continue;
    }
    for (const source of isSeq(pair.value) ? pair.value.items : [pair.value]) {
      if (!isMap(source)) continue;
      for (const [key, value] of ownAndMergedKeys(source)) if (!keys.has(key)) keys.set(key, value);
    }
  }
  return keys;
}

/** Writes out what anchors repeat, so that a setting changes one place and not all that share it. */
function expandAliases(target: ScenarioDocument): void {
  const { document } = target;
  target.value(); // refuses aliases that multiply, before they are written out
  visit(document, {
    Alias: (_, alias) => {
      const source = alias.resolve(document);
      return source === undefined || isAlias(source) ? undefined : (source.clone() as Node);
    },
  });
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) delete node.anchor;
    },
  });
}
