/** Turns what zod found wrong into problems that a person can act on: place, rule, value, way out. */
import type { z } from 'zod';
import type { Registry } from '../models/registry.ts';
import type { ScenarioDocument } from './document.ts';
import { suggestion } from './nearest.ts';
import { isPluginSpecifier } from './plugins.ts';
import { type Path, type Problem, valueText } from './problem.ts';
import {
  descriptionOf,
  expectation,
  knownKeys,
  member,
  modelChoices,
  schemaAt,
  typeWords,
  valueAt,
} from './schema-words.ts';

type Issue = z.core.$ZodIssue;

/** What is needed to look from an issue back to the file and the schema. */
interface Background {
  readonly schema: z.ZodType;
  readonly data: unknown;
  readonly document: ScenarioDocument;
  readonly registry: Registry;
}

/** @returns one problem per thing to fix; an unknown key is one each */
export function explain(issues: readonly Issue[], background: Background): Problem[] {
  return issues.filter((issue) => !isCovered(issue, issues)).flatMap((issue) => explainOne(issue, background));
}

/** Whether a stricter bound on the same value is broken too: one is enough to read. */
function isCovered(issue: Issue, issues: readonly Issue[]): boolean {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return false;
  const strictness = (other: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): number =>
    other.code === 'too_small' ? Number(other.minimum) : -Number(other.maximum);
  return issues.some((other) => {
    if (other === issue || other.code !== issue.code || other.path.join('\0') !== issue.path.join('\0')) return false;
    const difference = strictness(other) - strictness(issue);
    return difference > 0 || (difference === 0 && other.inclusive === false && issue.inclusive !== false);
  });
}

function explainOne(issue: Issue, background: Background): Problem[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, background));
  if (issue.code === 'invalid_key') return [wrongKey(issue, background)];
  if (issue.code === 'invalid_union') {
    if (issue.errors.length === 0) return unknownModel(path, background);
    return explainUnion(issue, background);
  }
  const value = valueAt(background.data, path);
  const wanted = schemaAt(background.schema, path, background.data);
  const meaning = wanted === undefined ? undefined : descriptionOf(wanted);
  if (value === undefined) return [missing(path, wanted, background)];
  const hint = wayOut(issue, value, meaning);
  const isWrongType = issue.code === 'invalid_type' && issue.expected === 'string' && wanted !== undefined;
  const message = isWrongType ? `must be ${expectation(wanted)}` : rule(issue);
  return [{ ...background.document.place(path), message, value: valueText(value), hint }];
}

function missing(path: Path, wanted: z.ZodType | undefined, { document }: Background): Problem {
  const hint = wanted === undefined ? undefined : sentence(descriptionOf(wanted), expectation(wanted));
  return { ...document.place(path), message: 'is missing', hint };
}

/** `meaning: accepted`, or whichever there is. */
function sentence(meaning: string | undefined, accepted: string): string {
  return meaning === undefined || accepted.endsWith(meaning) ? accepted : `${meaning}: ${accepted}`;
}

/** The rule that an issue says was broken, in our words. */
function rule(issue: Issue): string {
  if (issue.code === 'too_small' || issue.code === 'too_big') return bound(issue);
  if (issue.code === 'invalid_type') return `must be ${typeWords(issue.expected)}`;
  if (issue.code === 'invalid_value')
    return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
  if (issue.code === 'not_multiple_of') return `must be a multiple of ${issue.divisor}`;
  return issue.message.startsWith('Invalid') ? 'is not in the right form' : issue.message;
}

function bound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const least = issue.code === 'too_small' ? 'at least' : 'at most';
  if (issue.origin === 'string') return limit === 1 ? 'must not be empty' : `must have ${least} ${limit} characters`;
  if (issue.origin === 'array') return `must have ${least} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  if (issue.inclusive) return `must be ${least} ${limit}`;
  return `must be ${issue.code === 'too_small' ? 'above' : 'below'} ${limit}`;
}

function wayOut(issue: Issue, value: unknown, meaning: string | undefined): string | undefined {
  if (issue.code === 'invalid_value') return suggestion(String(value), issue.values.map(String)) ?? meaning;
  const wantsNumber = issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int');
  if (wantsNumber && typeof value === 'string') {
    const percent = /^(-?\d+(?:\.\d+)?)\s*%$/.exec(value.trim());
    if (percent !== null) return `fractions are written as fractions: ${Number(percent[1]) / 100}`;
    if (value.trim() !== '' && Number.isFinite(Number(value))) return 'take the quotation marks away';
  }
  const message = issue.code === 'custom' || issue.code === 'invalid_format' ? issue.message : undefined;
  return meaning === message ? undefined : meaning;
}

function unknownKey(path: Path, key: string, { schema, data, document }: Background): Problem {
  const holder = schemaAt(schema, path, data);
  const model = member(valueAt(data, path), 'model');
  const parameters = holder === undefined ? undefined : modelChoices(holder).get(String(model));
  const known = (parameters ?? (holder === undefined ? [] : (knownKeys(holder) ?? []))).filter(
    (name) => name !== 'model',
  );
  const message =
    parameters === undefined ? 'is not a key that is known here' : `is not a parameter of ${String(model)}`;
  const hint = known.length === 0 ? 'it has no parameters' : suggestion(key, known, 'known are');
  return { ...document.place([...path, key], 'key'), message, hint };
}

function wrongKey(issue: z.core.$ZodIssueInvalidKey, { document }: Background): Problem {
  const path = issue.path as Path;
  const message = issue.issues[0]?.message ?? 'is not a name';
  return { ...document.place(path, 'key'), message: `the name ${message}`, value: valueText(path.at(-1)) };
}

/** A `model:` that is not there or that nobody knows. */
function unknownModel(path: Path, background: Background): Problem[] {
  const { schema, data, document, registry } = background;
  const holder = schemaAt(schema, path.slice(0, -1), data);
  const known = holder === undefined ? [] : [...modelChoices(holder).keys()];
  const names = known.filter((name) => !isPluginSpecifier(name));
  const value = valueAt(data, path);
  const place = document.place(path);
  if (value === undefined)
    return [{ ...place, message: 'is missing', hint: `names the model: one of ${names.join(', ')}` }];
  const owner = registry.all().find((model) => model.name === value);
  // The loader has refused the plug-in already.
  if (owner === undefined && isPluginSpecifier(value)) return [];
  const family = registry
    .all()
    .find((model) => names.includes(model.name) && names.every((name) => registry.has(model.family, name)))?.family;
  const message = `no ${family === undefined ? '' : `${family} `}model is called ${valueText(value)}`;
  const stray =
    owner && `it is a model of the family ${owner.family}, which does not fit here; known are ${names.join(', ')}`;
  return [{ ...place, message, hint: stray ?? suggestion(String(value), names, 'known are') }];
}

/** Of the branches of a union, reports the one that was meant; when none stands out, says what would be accepted. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, background: Background): Problem[] {
  const path = issue.path as Path;
  const value = valueAt(background.data, path);
  const wanted = schemaAt(background.schema, path, background.data);
  if (value === undefined) return [missing(path, wanted, background)];
  const isWrongKind = (branch: readonly Issue[]): boolean =>
    branch.every((found) => found.path.length === 0 && found.code !== 'unrecognized_keys' && found.code !== 'custom');
  const meant = issue.errors.filter((branch) => !isWrongKind(branch));
  if (meant.length === 1) {
    const branch = meant[0]!.map((found) => ({ ...found, path: [...path, ...found.path] }) as Issue);
    return explain(branch, background);
  }
  const accepted = wanted === undefined ? 'something else' : expectation(wanted);
  const meaning = wanted === undefined ? undefined : descriptionOf(wanted);
  const hint = meaning === accepted ? undefined : meaning;
  return [{ ...background.document.place(path), message: `must be ${accepted}`, value: valueText(value), hint }];
}
