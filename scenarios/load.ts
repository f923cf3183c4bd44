/** Reads a scenario: file → YAML → overrides → plug-ins → schema → cross-checks → frozen scenario with its hash. */
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { z } from 'zod';
import { builtIn } from '../models/catalogue.ts';
import type { Registry } from '../models/registry.ts';
import { checkScenario } from './checks/check-scenario.ts';
import { ScenarioDocument } from './document.ts';
import { explain } from './explain.ts';
import { mentions, readFiles } from './files.ts';
import { deepFreeze, scenarioHash } from './hash.ts';
import type { LoadedScenario, PluginReference } from './loaded-scenario.ts';
import { withNestedModels } from './nested-models.ts';
import { applyOverride, parseOverride } from './override.ts';
import { isPluginSpecifier, loadPlugins, PluginError } from './plugins.ts';
import { presetNames, withPresetChoices } from './presets.ts';
import { type Problem, ScenarioError, valueText } from './problem.ts';
import { PARSE_ONCE, type ResolvedScenario, scenarioSchema } from './schema.ts';
import { selectStrategies } from './select-strategies.ts';
import { readScenarioText } from './source.ts';

export type { LoadedScenario } from './loaded-scenario.ts';

export interface LoadOptions {
  /** Settings `key.path=value`, applied in order before anything is checked. */
  readonly overrides?: readonly string[] | undefined;
  /** Settings out of the scenario's own sweep, applied after those: files that they name lie where the scenario lies. */
  readonly sweepSettings?: readonly string[] | undefined;
  /** Leave to run the code of plug-ins that the scenario names; false when left out. */
  readonly allowPlugins?: boolean | undefined;
  /** Replaces `run.paths`. */
  readonly paths?: number | undefined;
  /** Replaces `run.seed`. */
  readonly seed?: string | number | undefined;
  /** Keeps only these strategies, in the order of the scenario. */
  readonly strategies?: readonly string[] | undefined;
}

/**
 * @param fileOrName path of a YAML or JSON file, or the name of a shipped scenario
 * @throws ScenarioError with every problem found, each with file, line, column, rule, value and way out
 */
export async function loadScenario(fileOrName: string, options: LoadOptions = {}): Promise<LoadedScenario> {
  const source = await readScenarioText(fileOrName);
  const document = new ScenarioDocument(source.name, source.text);
  applyOptions(document, options);
  const data = await withPresetChoices(document.value());
  const folder = dirname(resolve(source.path));
  const { registry, plugins, problems } = await resolvePlugins(
    data,
    folder,
    document,
    builtIn(),
    options.allowPlugins ?? false,
  );

  const schema = plugins.length === 0 ? schemaOfBuiltIn() : scenarioSchema(withNestedModels(registry));
  const parsed = schema.safeParse(data, PARSE_ONCE);
  const read = await readFiles(data, folder, document);
  problems.push(...read.problems);
  if (!parsed.success) problems.push(...explain(parsed.error.issues, { schema, data, document, registry }));
  const shaped = parsed.success ? withReference(parsed.data) : undefined;
  const checked = shaped === undefined ? undefined : checkScenario(shaped, registry, await presetNames());
  for (const { path, at, value, ...finding } of checked?.findings ?? []) {
    problems.push({
      ...document.place(path, at),
      ...finding,
      ...(value === undefined ? {} : { value: valueText(value) }),
    });
  }
  if (problems.length > 0 || shaped === undefined) throw new ScenarioError(problems);

  const { scenario, warnings } = selectStrategies(shaped, options.strategies);
  return {
    scenario: deepFreeze(scenario),
    hash: await hashOrProblem(scenario, read.files, plugins, source.name),
    files: read.files,
    plugins,
    source: { path: source.path, text: source.text },
    warnings: [...checked!.warnings, ...warnings],
    registry,
  };
}

let builtInSchema: ReturnType<typeof scenarioSchema> | undefined;

/** Made once: a sweep loads its scenario hundreds of times. */
function schemaOfBuiltIn(): ReturnType<typeof scenarioSchema> {
  builtInSchema ??= scenarioSchema(withNestedModels(builtIn()));
  return builtInSchema;
}

function applyOptions(document: ScenarioDocument, options: LoadOptions): void {
  for (const text of options.overrides ?? []) applyOverride(document, parseOverride(text));
  for (const text of options.sweepSettings ?? []) applyOverride(document, { ...parseOverride(text), isOfFile: true });
  for (const name of ['paths', 'seed'] as const) {
    const value = options[name];
    // Where there is no `run`, the schema says so.
    if (value === undefined || !document.document.hasIn(['run'])) continue;
    applyOverride(document, { key: `run.${name}`, value, option: `--${name} ${value}` });
  }
}

/** The first strategy is the reference when none is named. */
function withReference(scenario: z.output<ReturnType<typeof scenarioSchema>>): ResolvedScenario {
  const reference = scenario.run.reference ?? Object.keys(scenario.strategies)[0] ?? '';
  return { ...scenario, run: { ...scenario.run, reference } };
}

async function resolvePlugins(
  data: unknown,
  folder: string,
  document: ScenarioDocument,
  base: Registry,
  allowed: boolean,
): Promise<{ registry: Registry; plugins: PluginReference[]; problems: Problem[] }> {
  const problems: Problem[] = [];
  const plugins: PluginReference[] = [];
  let registry = base;
  const seen = new Set<string>();
  const named = mentions(data, (key, value) => (key === 'model' || key === 'preset') && isPluginSpecifier(value));
  for (const { text, path } of named) {
    const file = resolve(folder, text);
    const place = { ...document.place(path), value: valueText(text) };
    if (!allowed) {
      const hint = `it would run the code in ${file}; if you trust it, add --allow-plugins`;
      problems.push({ ...place, message: 'names a plug-in, and plug-ins are not allowed', hint });
    } else if (!seen.has(text)) {
      seen.add(text);
      const plugin = { specifier: text, url: pathToFileURL(file).href };
      try {
        registry = await loadPlugins(registry, [plugin]);
        plugins.push(plugin);
      } catch (error) {
        if (!(error instanceof PluginError)) throw error;
        problems.push({ ...place, message: error.message, hint: error.hint });
      }
    }
  }
  return { registry, plugins, problems };
}

/** Only a plug-in's parameters can hold what has no place in JSON. */
async function hashOrProblem(
  scenario: ResolvedScenario,
  files: Readonly<Record<string, string>>,
  plugins: readonly PluginReference[],
  file: string,
): Promise<string> {
  try {
    return await scenarioHash(scenario, files, plugins);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const hint = 'parameters of a plug-in must be numbers, texts, lists and mappings';
    throw new ScenarioError([
      { file, line: 0, column: 0, path: '', message: `cannot be hashed: ${error.message}`, hint },
    ]);
  }
}
