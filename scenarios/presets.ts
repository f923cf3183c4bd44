/**
 * Presets: liquidation designs as points in the space of choices, one YAML file each in `scenarios/presets/`, whose second
 * document is for its page in docs/presets/. When a scenario is loaded, the choices of a preset are written into every strategy that names it, so that the resolved scenario,
 * its hash and its manifest hold every parameter.
 *
 * A choice that a strategy states itself replaces the preset's if it names a `model`; without one it changes parameters of
 * the preset's model: `execution: { buffer: 1.3 }`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { LineCounter } from 'yaml';
import { z } from 'zod';
import { STRATEGY_CHOICES } from '../models/liquidation/choices.ts';
import { zName } from '../models/parameters.ts';
import { parseYaml } from './document.ts';
import { PARSE_ONCE } from './schema.ts';
import { shippedFolder } from './shipped.ts';

const zChoice = z.looseObject({ model: z.string() });

const presetSchema = z.strictObject({
  name: zName,
  title: z.string().min(1),
  sources: z.array(z.string().min(1)).default([]),
  misleads: z.string().optional(),
  ...(Object.fromEntries(STRATEGY_CHOICES.map((choice) => [choice, zChoice.optional()])) as Record<
    (typeof STRATEGY_CHOICES)[number],
    z.ZodOptional<typeof zChoice>
  >),
});

/** What it is, where its parameters come from, and its choices as a scenario would write them. */
export type Preset = z.output<typeof presetSchema>;

const folder = (): string => `${shippedFolder()}presets/`;

let names: Promise<readonly string[]> | undefined;
const read = new Map<string, Promise<Preset>>();

/** Names in alphabetical order. Presets are read once: a sweep loads its scenario hundreds of times. */
export function presetNames(): Promise<readonly string[]> {
  names ??= listNames();
  return names;
}

async function listNames(): Promise<string[]> {
  const files = await readdir(folder());
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** @param name one of `presetNames()` @throws ZodError when the file is not a preset, Error when it cannot be read */
export function readPreset(name: string): Promise<Preset> {
  const preset = read.get(name) ?? readFromFile(name);
  read.set(name, preset);
  return preset;
}

async function readFromFile(name: string): Promise<Preset> {
  const text = await readFile(`${folder()}${name}.yaml`, 'utf8');
  const [preset] = text.split(PAGE_BELOW) as [string];
  return presetSchema.parse(parseYaml(preset, new LineCounter()).toJS(), PARSE_ONCE);
}

/** Stands between a preset and what its file says for its page. */
const PAGE_BELOW = '\n---\n';

/** What the file of a preset says for its page in docs/presets/, as YAML. */
export async function presetPageText(name: string): Promise<string> {
  const text = await readFile(`${folder()}${name}.yaml`, 'utf8');
  const end = text.indexOf(PAGE_BELOW);
  return end < 0 ? '' : text.slice(end + PAGE_BELOW.length);
}

/** Every preset that comes with Plimsoll. */
export async function shippedPresets(): Promise<Preset[]> {
  return Promise.all((await presetNames()).map(readPreset));
}

/** Writes the choices of presets into the strategies of a scenario, as read from YAML; whatever is malformed is left alone. */
export async function withPresetChoices(data: unknown): Promise<unknown> {
  if (!isMapping(data) || !isMapping(data.strategies)) return data;
  const known = await presetNames();
  const strategies: Record<string, unknown> = {};
  for (const [name, strategy] of Object.entries(data.strategies)) {
    const preset = isMapping(strategy) ? known.find((one) => one === strategy.preset) : undefined;
    strategies[name] = preset === undefined ? strategy : filledIn(strategy as Mapping, await readPreset(preset));
  }
  return { ...data, strategies };
}

type Mapping = Record<string, unknown>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A strategy with every choice of its preset that it does not state itself. */
export function filledIn(strategy: Mapping, preset: Pick<Preset, (typeof STRATEGY_CHOICES)[number]>): Mapping {
  const filled: Mapping = { ...strategy };
  for (const choice of STRATEGY_CHOICES) {
    const merged = refined(preset[choice], strategy[choice]);
    if (merged !== undefined) filled[choice] = merged;
  }
  return filled;
}

/** The preset's value with what is stated put over it: whole where a model is named, parameter by parameter where not. */
function refined(preset: unknown, stated: unknown): unknown {
  if (stated === undefined) return preset;
  if (!isMapping(stated) || !isMapping(preset) || Object.hasOwn(stated, 'model')) return stated;
  const merged: Mapping = { ...preset };
  for (const [key, value] of Object.entries(stated)) merged[key] = refined(preset[key], value);
  return merged;
}
