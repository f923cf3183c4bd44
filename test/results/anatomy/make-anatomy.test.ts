import { beforeAll, describe, expect, it } from 'vitest';
import { prepare } from '../../../bin/prepare.ts';
import { simulate } from '../../../bin/simulate.ts';
import type { Anatomy } from '../../../results/anatomy/anatomy.ts';
import { choosePaths } from '../../../results/anatomy/choose-paths.ts';
import { makeAnatomy } from '../../../results/anatomy/make-anatomy.ts';
import { column, type Results } from '../../../results/results.ts';
import { loadScenario } from '../../../scenarios/load.ts';
import type { LoadedScenario } from '../../../scenarios/loaded-scenario.ts';
import { restoreScenario } from '../../../scenarios/restore.ts';
import { smallResults, upTo } from '../small-results.ts';

const numbers = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

describe('the paths worth a look', () => {
  it('are those of the reference, by bad debt, then by slippage', () => {
    const spread = (path: number) => ({ badDebtUsd: path < 90 ? 0 : path, slippageUsd: 1000 - path });
    const chosen = choosePaths(smallResults({ now: spread, later: () => ({ badDebtUsd: 1 }) }, upTo(100)))!;
    expect([chosen.figure, chosen.strategy]).toEqual(['badDebtUsd', 'now']);
    // 90 paths have no bad debt; rank 50 of them is the one with the 50th smallest slippage: paths 89, 88, … 40.
    expect(chosen.paths).toEqual([
      { path: 99, kinds: ['worst'], value: 99 },
      { path: 98, kinds: ['p99'], value: 98 },
      { path: 40, kinds: ['median'], value: 0 },
    ]);
  });

  it('come once where few paths make them the same, and not at all where nothing happened', () => {
    const few = choosePaths(smallResults({ now: (path) => ({ slippageUsd: path }) }, upTo(3)))!;
    expect([few.figure, few.paths.map(({ path, kinds }) => [path, ...kinds])]).toEqual([
      'slippageUsd',
      [
        [2, 'worst', 'p99'],
        [1, 'median'],
      ],
    ]);
    expect(choosePaths(smallResults({ now: () => ({}) }, upTo(3)))).toBeUndefined();
  });
});

describe.each(['black-thursday', 'osm', 'l2-outage', 'venues', 'twap-attack', 'keeper-concentration'])(
  'the anatomy of %s',
  (name) => {
    let loaded: LoadedScenario;
    let results: Results;
    let anatomy: Anatomy;

    beforeAll(async () => {
      loaded = await loadScenario(name, { paths: 8 });
      results = await simulate(loaded, { workers: 0 });
      anatomy = (await makeAnatomy(loaded, (await prepare(loaded)).job, results))!;
    }, 60_000);

    it('ends in the rows of the run', () => {
      expect(anatomy.paths.length).toBeGreaterThanOrEqual(1);
      for (const { path, strategies } of anatomy.paths) {
        for (const { strategy, badDebtUsd, liquidations, backlogUsd } of strategies) {
          const columns = results.strategies.find((one) => one.strategy === strategy)!;
          const row = Array.from(columns.paths).indexOf(path);
          const figure = (key: Parameters<typeof column>[1]) => column(columns, key)[row]!;
          expect(badDebtUsd.at(-1)).toBe(Number(figure('badDebtUsd').toPrecision(6)));
          expect(liquidations.reduce((sum, { count }) => sum + count, 0)).toBe(figure('liquidations'));
          const repaid = liquidations.reduce((sum, { repaidUsd }) => sum + repaidUsd, 0);
          expect(Math.abs(repaid / figure('liquidatedDebtUsd') - 1 || 0)).toBeLessThan(1e-4);
          expect(Math.max(...numbers(backlogUsd))).toBeLessThanOrEqual(figure('maxBacklogUsd') * (1 + 1e-5));
          expect(Math.max(...numbers(backlogUsd))).toBeGreaterThanOrEqual(figure('maxBacklogUsd') * 0.5);
        }
      }
    });

    it('has a value at every instant, or none where nobody can know it', () => {
      for (const { marketUsd, gasGwei, strategies } of anatomy.paths) {
        for (const series of [marketUsd, gasGwei, ...strategies.flatMap((one) => [one.oracleUsd, one.fundUsd])]) {
          expect(series).toHaveLength(marketUsd.length);
          expect(series.every((value) => Number.isFinite(value))).toBe(true);
        }
        expect((marketUsd.length - 1) * anatomy.stepMillis).toBe(loaded.scenario.run.horizon);
      }
    });

    it('is the same again, also from the scenario that the manifest holds', async () => {
      const { manifest } = results;
      const resolved = JSON.parse(JSON.stringify(manifest.resolved)) as unknown;
      const again = await restoreScenario(resolved, manifest.scenario.hash, { files: loaded.files, plugins: [] });
      expect(await makeAnatomy(again!, (await prepare(again!)).job, results)).toEqual(anatomy);
    });

    it('is refused for rows that are not of this scenario', async () => {
      const [first, ...others] = results.strategies;
      const columns = first!.columns.map((value) => value * 1.0000001);
      const other = { ...results, strategies: [{ ...first!, columns }, ...others] };
      expect(await makeAnatomy(loaded, (await prepare(loaded)).job, other)).toBeUndefined();
    });
  },
);

it('a scenario is restored only as it was', async () => {
  const { scenario, hash } = await loadScenario('osm', {});
  const inputs = { files: {}, plugins: [] };
  expect((await restoreScenario(scenario, hash, inputs))?.scenario).toEqual(scenario);
  expect(await restoreScenario(scenario, hash, { ...inputs, files: { 'more.csv': '1' } })).toBeUndefined();
  expect(await restoreScenario({ ...scenario, keepers: [] }, hash, inputs)).toBeUndefined();
  expect(await restoreScenario('nothing', hash, inputs)).toBeUndefined();
});
