/**
 * A user's own model, loaded from a file that the scenario names: `model: ./my-size.mjs` or `preset: ./my-strategy.mjs`.
 *
 * Its default export is a model definition, or a function that is handed the `PluginKit` and returns one.
 * It is registered under the text written in the scenario. Loading runs its code, so the loader asks for leave first.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { BookBuilder } from '../models/book/book.ts';
import { HOLDERS, type Holder } from '../models/ledger/ledger.ts';
import { OUTCOME_INDEX } from '../models/outcome.ts';
import * as parameters from '../models/parameters.ts';
import { defineModel, type Family, type ModelDefinition, type Registry } from '../models/registry.ts';
import type { PluginReference } from './loaded-scenario.ts';
import { definitionOf } from './schema-words.ts';

export type { PluginReference } from './loaded-scenario.ts';

/** What a plug-in's function is handed, so that its file needs to import nothing. */
export interface PluginKit {
  readonly z: typeof z;
  readonly defineModel: typeof defineModel;
  readonly parameters: typeof parameters;
  /** Lays out the accounts of a book. */
  readonly BookBuilder: typeof BookBuilder;
  /** Position of each figure in a path's tally. */
  readonly OUTCOME_INDEX: typeof OUTCOME_INDEX;
  /** Position of each holder in the ledger. */
  readonly HOLDER_INDEX: Readonly<Record<Holder, number>>;
}

const KIT: PluginKit = {
  z,
  defineModel,
  parameters,
  BookBuilder,
  OUTCOME_INDEX,
  HOLDER_INDEX: Object.fromEntries(HOLDERS.map((name, index) => [name, index])) as Record<Holder, number>,
};

/** Shown when a plug-in is not in the right form. */
export const PLUGIN_SHAPE = `a plug-in looks like this:
  export default ({ z, defineModel, parameters }) => defineModel({
    family: 'size', name: 'half', title: 'repays half of the debt',
    params: z.object({ share: parameters.zFraction.default(0.5) }),
    create: (params) => ({ repayUsd: (account) => account.pairDebtUsd * params.share }),
  });`;

/** A plug-in that cannot be used. `hint` is the way out. */
export class PluginError extends Error {
  readonly specifier: string;
  readonly hint: string | undefined;

  constructor(specifier: string, message: string, hint?: string) {
    super(message);
    this.name = 'PluginError';
    this.specifier = specifier;
    this.hint = hint;
  }
}

/** Whether a model's name means a file: starts with `./`, `../` or `/` and ends in `.mjs` or `.js`. */
export function isPluginSpecifier(name: unknown): boolean {
  return typeof name === 'string' && /^\.{0,2}\/.*\.m?js$/s.test(name);
}

/** @throws PluginError naming every member that is missing or wrong */
function asDefinition(specifier: string, made: unknown, families: ReadonlySet<string>): ModelDefinition {
  if (typeof made !== 'object' || made === null) {
    throw new PluginError(specifier, 'its default export is not a model definition', PLUGIN_SHAPE);
  }
  const { family, name, title, params = z.object({}), create, ...rest } = made as Record<string, unknown>;
  const wrong: string[] = [];
  if (typeof family !== 'string') wrong.push('family (a text)');
  else if (!families.has(family))
    wrong.push(`family (${JSON.stringify(family)} is not one of ${[...families].join(', ')})`);
  if (typeof name !== 'string' || name === '') wrong.push('name (a text)');
  if (!isZodObject(params)) wrong.push('params (a zod object, made with the z that is handed in)');
  if (typeof create !== 'function') wrong.push('create (a function)');
  if (wrong.length > 0)
    throw new PluginError(specifier, `the plug-in lacks, or has in another form: ${wrong.join(', ')}`, PLUGIN_SHAPE);
  const says = typeof title === 'string' ? title : `plug-in ${String(name)}`;
  return {
    ...rest,
    family: family as Family,
    name: specifier,
    title: says,
    params,
    create,
  } as unknown as ModelDefinition;
}

function isZodObject(value: unknown): value is z.ZodObject {
  if (typeof value !== 'object' || value === null || !('_zod' in value)) return false;
  const definition = definitionOf(value as z.ZodType);
  return definition.type === 'object' && definition.shape !== undefined && !('model' in definition.shape);
}

async function loadPlugin(reference: PluginReference, families: ReadonlySet<string>): Promise<ModelDefinition> {
  let made: unknown;
  try {
    const module = (await import(/* @vite-ignore */ reference.url)) as { default?: unknown };
    made = module.default;
    if (typeof made === 'function') made = await made(KIT);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
    throw new PluginError(reference.specifier, `the plug-in could not be loaded: ${reason}`);
  }
  return asDefinition(reference.specifier, made, families);
}

/**
 * Imports plug-ins and adds them to a copy of the registry. Runs their code: call it only where the user has allowed that.
 *
 * @param registry the models there are; a plug-in belongs to one of their families
 * @param references what the scenario names, each once
 * @throws PluginError when a file cannot be imported or does not hold a model
 */
export async function loadPlugins(registry: Registry, references: readonly PluginReference[]): Promise<Registry> {
  // No strategy is registered but by plug-ins: presets are data.
  const families = new Set<string>([...registry.all().map((model) => model.family), 'strategy']);
  const definitions: ModelDefinition[] = [];
  for (const reference of references) definitions.push(await loadPlugin(reference, families));
  return registry.extended(definitions);
}

/** Source text of a plug-in, for the scenario's hash. Undefined when it cannot be read. */
export async function pluginText(reference: PluginReference): Promise<string | undefined> {
  return readFile(fileURLToPath(reference.url), 'utf8').catch(() => undefined);
}
