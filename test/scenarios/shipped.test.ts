/** Every scenario that comes with Plimsoll runs, unless it replays files of its user. */
import { expect, it } from 'vitest';
import { simulate } from '../../bin/simulate.ts';
import { loadScenario } from '../../scenarios/load.ts';
import type { ScenarioError } from '../../scenarios/problem.ts';
import { shippedNames } from '../../scenarios/shipped.ts';
import { checkSweepSection } from '../../scenarios/sweep/plan.ts';

const PATHS = 5;

it.each(await shippedNames())('%s runs five paths without a failure', async (name) => {
  const loaded = await loadScenario(name, { paths: PATHS }).catch((error: ScenarioError) => {
    // Nothing else may be wrong with it.
    expect(error.problems.map(({ message }) => message)).toEqual(error.problems.map(() => 'there is no such file'));
  });
  if (loaded === undefined) return;
  const { strategies, failures, partial } = await simulate(loaded, { workers: 1, batchSize: PATHS });
  expect({ failures, partial }).toEqual({ failures: [], partial: false });
  expect(strategies).toHaveLength(Object.keys(loaded.scenario.strategies).length);
});

it.each(await shippedNames())('%s: every value of its sweep is one that a scenario may have', async (name) => {
  const { sweep } = (await loadScenario(name, {}).catch(() => undefined))?.scenario ?? {};
  if (sweep === undefined) return;
  expect(await checkSweepSection(name, {})).toBeGreaterThan(1);
});
