import { expect, it } from 'vitest';
import {
  column,
  loadScenario,
  METRICS,
  OUTCOME_KEYS,
  renderTable,
  ScenarioError,
  simulate,
  summarise,
} from '../../index.ts';
import { BASE, scenarioFile } from '../scenarios/fixtures/base-scenario.ts';

it('loads, simulates, summarises and prints through the package’s own door', async () => {
  const loaded = await loadScenario(scenarioFile(BASE), { overrides: ['keepers.0.count=3'] });
  const results = await simulate(loaded, { paths: 5 });
  expect(column(results.strategies[0]!, 'badDebtUsd')).toHaveLength(5);
  expect(renderTable(summarise(results))).toContain('5 paths of 1 h, seed 7');
  expect(Object.keys(METRICS)).toEqual([...OUTCOME_KEYS]);
});

it('throws errors that hold data', async () => {
  const error = await loadScenario(scenarioFile('name: 1')).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ScenarioError);
  expect((error as ScenarioError).problems[0]).toMatchObject({ line: 1, column: 1, message: 'is missing' });
});
