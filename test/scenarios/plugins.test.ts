import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../models/catalogue.ts';
import type { LoadOptions } from '../../scenarios/load.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { isPluginSpecifier, loadPlugins } from '../../scenarios/plugins.ts';
import { type Problem, ScenarioError } from '../../scenarios/problem.ts';
import { changed, scenarioFile } from './fixtures/base-scenario.ts';

const HALF = `export default ({ z, defineModel, parameters }) => defineModel({
  family: 'size', name: 'half', title: 'half of the debt',
  params: z.strictObject({ share: parameters.zFraction.default(0.5) }),
  create: (p) => ({ repayUsd: (account) => account.pairDebtUsd * p.share }),
});`;
const USES_SIZE = changed('preset: asynchronous', 'preset: asynchronous, size: { model: ./half.mjs }');

/** Writes a scenario and a plug-in beside it, and loads it. */
async function loadWith(scenario: string, plugin: string | undefined, options: LoadOptions = { allowPlugins: true }) {
  const path = scenarioFile(scenario);
  if (plugin !== undefined) scenarioFile(plugin, 'half.mjs', dirname(path));
  return { path, loaded: await loadScenario(path, options) };
}

async function problemsWith(plugin: string | undefined, scenario = USES_SIZE): Promise<readonly Problem[]> {
  try {
    await loadWith(scenario, plugin);
    return [];
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
}

it('knows a plug-in by how it is written', () => {
  expect(['./a.mjs', '../a/b.js', '/a.mjs'].every(isPluginSpecifier)).toBe(true);
  expect(['a.mjs', './a.ts', 'gbm', './a', 3, undefined].some(isPluginSpecifier)).toBe(false);
});

describe('without leave', () => {
  it('runs nothing, and says at the place what it would run', async () => {
    const path = scenarioFile(USES_SIZE);
    const touched = join(dirname(path), 'touched');
    scenarioFile(
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(touched)}, '');`,
      'half.mjs',
      dirname(path),
    );
    const error = await loadScenario(path).catch((thrown: ScenarioError) => thrown);
    expect((error as ScenarioError).problems).toMatchObject([
      {
        line: 37,
        path: 'strategies.later.size.model',
        value: '"./half.mjs"',
        hint: expect.stringContaining('--allow-plugins'),
      },
    ]);
    expect(existsSync(touched)).toBe(false);
    await loadScenario(path, { allowPlugins: true }).catch(() => {});
    expect(existsSync(touched)).toBe(true);
  });

  it('says the same of a plug-in that a setting brings in', async () => {
    const error = await loadScenario(scenarioFile(changed('', '')), {
      overrides: ['strategies.now.preset=./mine.mjs'],
    }).catch((thrown: ScenarioError) => thrown);
    expect((error as ScenarioError).problems[0]).toMatchObject({
      file: '--set strategies.now.preset=./mine.mjs',
      path: 'strategies.now.preset',
    });
  });
});

describe('with leave', () => {
  it('registers the model under the text in the scenario, with its parameters', async () => {
    const { path, loaded } = await loadWith(USES_SIZE, HALF);
    expect(loaded.scenario.strategies.later?.size).toEqual({ model: './half.mjs', share: 0.5 });
    expect(loaded.registry.has('size', './half.mjs')).toBe(true);
    expect(loaded.plugins).toEqual([
      { specifier: './half.mjs', url: pathToFileURL(join(dirname(path), 'half.mjs')).href },
    ]);
    const rule = loaded.registry.create('size', { model: './half.mjs', share: 0.25 }, undefined);
    expect(rule.repayUsd({ pairDebtUsd: 100 } as never, 0)).toBe(25);
  });

  it('checks parameters like those of any model', async () => {
    const problems = await problemsWith(HALF, USES_SIZE.replace('./half.mjs', './half.mjs, shar: 0.1'));
    expect(problems).toMatchObject([{ path: 'strategies.later.size.shar', hint: 'did you mean share?' }]);
  });

  it('takes a plain object without parameters, and a preset', async () => {
    const preset = `export default { family: 'strategy', name: 'mine', create: () => ({}) };`;
    const { loaded } = await loadWith(changed('preset: asynchronous', 'preset: ./half.mjs'), preset);
    expect(loaded.scenario.strategies.later?.preset).toBe('./half.mjs');
  });

  it('is part of the hash', async () => {
    const one = await loadWith(USES_SIZE, HALF);
    const same = await loadWith(USES_SIZE, HALF);
    const other = await loadWith(USES_SIZE, `${HALF}\n// changed`);
    expect(one.loaded.hash).toBe(same.loaded.hash);
    expect(one.loaded.hash).not.toBe(other.loaded.hash);
  });

  it('can be imported again elsewhere, as a worker does', async () => {
    const { loaded } = await loadWith(USES_SIZE, HALF);
    const registry = await loadPlugins(builtIn(), loaded.plugins);
    expect(registry.has('size', './half.mjs')).toBe(true);
  });

  it.each([
    ['a file that is not there', undefined, /could not be loaded/],
    ['a file that is not JavaScript', 'export default {', /could not be loaded: \w*Error: /],
    ['one that throws', `throw new Error('boom')`, /could not be loaded: Error: boom/],
    ['one that exports nothing', 'export const x = 1;', /its default export is not a model definition/],
    [
      'one that lacks members',
      `export default { name: 'x' }`,
      /the plug-in lacks, or has in another form: family \(a text\), create \(a function\)/,
    ],
    ['one of no family', HALF.replace("'size'", "'sise'"), /family \("sise" is not one of /],
    ['params of another kind', HALF.replace(/z\.strictObject.*/, '3,'), /params \(a zod object/],
  ])('refuses %s', async (_, plugin, message) => {
    const problems = await problemsWith(plugin);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      line: 37,
      path: 'strategies.later.size.model',
      message: expect.stringMatching(message),
    });
  });

  it('shows the expected form when members are missing', async () => {
    expect((await problemsWith('export default {}'))[0]?.hint).toContain(
      'export default ({ z, defineModel, parameters }) => defineModel({',
    );
  });

  it('refuses a model of another family than the place needs', async () => {
    const problems = await problemsWith(HALF.replace("'size'", "'discount'"));
    expect(problems).toMatchObject([
      { path: 'strategies.later.size.model', hint: expect.stringContaining('family discount') },
    ]);
  });
});
