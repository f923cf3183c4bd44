/** A file that the sweep of a scenario names lies where the scenario lies; one that an option names, where the user is. */
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../scenarios/load.ts';
import { ScenarioError } from '../../../scenarios/problem.ts';
import { checkSweepSection, planSweep } from '../../../scenarios/sweep/plan.ts';
import { changed, temporaryFolder } from '../fixtures/base-scenario.ts';

const PRICES = 'unix_s,close\n0,200\n1800,190\n3600,180\n';

function scenario(): string {
  const folder = temporaryFolder();
  const file = join(folder, 'swept.yaml');
  writeFileSync(join(folder, 'fall.csv'), PRICES);
  writeFileSync(
    file,
    changed(
      'strategies:',
      `sweep:
  market.assets.ETH.price:
    - { model: gbm, start: 200, volatility: 1 }
    - { model: replay, file: fall.csv }
strategies:`,
    ),
  );
  return file;
}

describe('a sweep whose values name files', () => {
  it('finds them beside the scenario', async () => {
    const file = scenario();
    expect(await checkSweepSection(file, {})).toBe(2);
    const { points } = await planSweep(file, {});
    expect(points.map(({ loaded }) => loaded.files)).toEqual([{}, { 'fall.csv': PRICES }]);
  });

  it('finds those of an option in the folder in which it was typed', async () => {
    const overrides = ['market.assets.ETH.price={ model: replay, file: fall.csv }', 'run.tick=6s,12s'];
    const error = await planSweep(scenario(), { overrides }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ScenarioError);
    expect((error as ScenarioError).problems[0]).toMatchObject({
      message: 'there is no such file',
      hint: `looked for ${resolve('fall.csv')}`,
    });
  });

  it('leaves them out of a run, and of its hash', async () => {
    const file = scenario();
    const before = await loadScenario(file);
    writeFileSync(join(dirname(file), 'fall.csv'), 'not a price among them\n');
    const after = await loadScenario(file);
    expect([before.files, after.files]).toEqual([{}, {}]);
    expect(after.hash).toBe(before.hash);
  });

  it('shows one that is missing at its value', async () => {
    const file = scenario();
    writeFileSync(
      file,
      changed('strategies:', 'sweep:\n  market.assets.ETH.price: [{ model: replay, file: gone.csv }]\nstrategies:'),
    );
    const error = await checkSweepSection(file, {}).catch((thrown: unknown) => thrown);
    expect((error as ScenarioError).problems[0]).toMatchObject({ line: 36, message: 'there is no such file' });
  });
});
