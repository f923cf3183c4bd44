import { describe, expect, it } from 'vitest';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import { RATIO_KEYS } from '../../results/ratios.ts';
import { column, type Results } from '../../results/results.ts';
import { summarise } from '../../results/summarise.ts';
import type { Comparison, Summary } from '../../results/summary.ts';
import { smallResults, upTo } from './small-results.ts';

const badDebt = (summary: Summary, index = 0) => summary.strategies[index]!.metrics.badDebtUsd;
const comparison = (summary: Summary, metric: Comparison['metric']) =>
  summary.comparisons.find((one) => one.metric === metric)!;

it('summarises every metric and ratio of every strategy, and compares all but the reference', () => {
  const summary = summarise(smallResults({ a: () => ({}), b: () => ({}), c: () => ({}) }, upTo(3)));
  expect(summary.strategies.map(({ strategy, paths }) => [strategy, paths])).toEqual([
    ['a', 3],
    ['b', 3],
    ['c', 3],
  ]);
  for (const { metrics, ratios } of summary.strategies) {
    expect(Object.keys(metrics)).toEqual([...OUTCOME_KEYS]);
    expect(Object.keys(ratios)).toEqual([...RATIO_KEYS]);
  }
  expect(summary.comparisons.map(({ strategy, metric }) => `${strategy} ${metric}`)).toEqual(
    ['b', 'c'].flatMap((strategy) => [...OUTCOME_KEYS, ...RATIO_KEYS].map((metric) => `${strategy} ${metric}`)),
  );
});

it('gives the statistics of one to a thousand', () => {
  const figures = badDebt(summarise(smallResults({ only: (path) => ({ badDebtUsd: path + 1 }) }, upTo(1000))));
  expect(figures).toMatchObject({ n: 1000, absent: 0, total: 500_500, mean: 500.5, min: 1, max: 1000, maxPath: 999 });
  expect(figures).toMatchObject({
    p50: 500,
    p95: 950,
    p99: 990,
    p99Low: 983,
    p99High: 997,
    tailPaths: 10,
    tailTooFew: false,
  });
  expect(figures.es99).toBeCloseTo(995.5, 9);
  // t(0.975; 999) = 1.9623415 times the spread √(1000·1001/12) over √1000.
  expect(figures.meanHigh! - 500.5).toBeCloseTo(1.9623414611 * Math.sqrt(1001 / 12), 8);
  expect(figures.probabilityPositive).toBe(1);
});

it('takes NaN for absent: it is left out and counted', () => {
  const results = smallResults(
    {
      a: (path) => ({ timeToCloseMedianSeconds: path % 2 ? Number.NaN : path }),
      b: () => ({ timeToCloseMedianSeconds: 1 }),
    },
    upTo(10),
  );
  const summary = summarise(results);
  expect(summary.strategies[0]!.metrics.timeToCloseMedianSeconds).toMatchObject({
    n: 5,
    absent: 5,
    mean: 4,
    max: 8,
    maxPath: 8,
  });
  expect(comparison(summary, 'timeToCloseMedianSeconds')).toMatchObject({ n: 5, absent: 5, difference: -3 });
});

it('has nulls and no numbers where nothing is there', () => {
  const gone = summarise(smallResults({ a: () => ({ closesPerSecond: Number.NaN }) }, upTo(4)));
  expect(gone.strategies[0]!.metrics.closesPerSecond).toMatchObject({
    n: 0,
    absent: 4,
    mean: null,
    p99: null,
    es99: null,
    max: null,
  });
  const empty = summarise(smallResults({ a: () => ({}), b: () => ({}) }, []));
  expect(badDebt(empty)).toMatchObject({ n: 0, mean: null, total: null });
  expect(comparison(empty, 'badDebtUsd')).toMatchObject({ n: 0, difference: null, verdict: 'no difference shown' });
  expect(JSON.stringify([gone, empty])).not.toMatch(/NaN|Infinity/);
});

it('weighs ratios by volume', () => {
  const summary = summarise(
    smallResults(
      {
        a: (path) => ({
          slippageUsd: path ? 900 : 1,
          soldUsd: path ? 100_000 : 1000,
          liquidations: 4,
          cascadeLiquidations: path,
          badDebtUsd: 1000,
        }),
        b: () => ({ slippageUsd: 2020, soldUsd: 101_000, liquidations: 1, badDebtUsd: 3000 }),
      },
      upTo(2),
    ),
  );
  const [a, b] = summary.strategies;
  expect(a!.ratios.slippageBps.value).toBeCloseTo((10_000 * 901) / 101_000, 10);
  expect(a!.ratios.cascadeShare.value).toBe(1 / 8);
  expect(a!.ratios.badDebtShareOfDebt).toEqual({ n: 2, value: 0.0005, low: 0.0005, high: 0.0005 });
  expect(b!.ratios.slippageBps.value).toBeCloseTo(200, 10);
  expect(comparison(summary, 'slippageBps').difference).toBeCloseTo(200 - 9_010_000 / 101_000, 10);
  expect(comparison(summary, 'slippageBps').shareHigher).toBeNull();
});

it('has no ratio where there is no volume, and no share of debt where there is no debt', () => {
  const summary = summarise(
    smallResults({ a: () => ({}), b: () => ({}) }, upTo(5), { manifest: { initialDebtUsd: 0 } }),
  );
  for (const key of RATIO_KEYS) expect(summary.strategies[0]!.ratios[key].value).toBeNull();
  expect(comparison(summary, 'slippageBps')).toMatchObject({ n: 0, difference: null });
});

it('states each difference in words, by the direction of the metric', () => {
  const summary = summarise(
    smallResults(
      {
        reference: (path) => ({
          badDebtUsd: path,
          closesPerSecond: 1 + path,
          keeperProfitUsd: path,
          slippageUsd: path % 7,
        }),
        other: (path) => ({
          badDebtUsd: path + 1 + (path % 3),
          closesPerSecond: 2 + path,
          keeperProfitUsd: path - 1,
          slippageUsd: (path + 3) % 7,
        }),
      },
      upTo(70),
    ),
  );
  expect(comparison(summary, 'badDebtUsd')).toMatchObject({ verdict: 'worse', shareHigher: 1, pathsToDecide: null });
  expect(comparison(summary, 'closesPerSecond').verdict).toBe('better');
  expect(comparison(summary, 'keeperProfitUsd').verdict).toBe('lower');
  expect(comparison(summary, 'slippageUsd').verdict).toBe('no difference shown');
  expect(comparison(summary, 'soldUsd').verdict).toBe('identical');
});

it('copies a column in path order', () => {
  const results = smallResults({ a: (path) => ({ soldUsd: path * 2 }) }, [3, 5, 9]);
  expect([...column(results.strategies[0]!, 'soldUsd')]).toEqual([6, 10, 18]);
});

it('keeps what belongs to the machine out of the summary', () => {
  const environment = { node: 'v20', platform: 'linux', workers: 2, wallSeconds: 3 };
  const strategies = { a: () => ({}) };
  const there = summarise(smallResults(strategies, upTo(3), { manifest: { environment } }));
  expect(there).toEqual(summarise(smallResults(strategies, upTo(3))));
});

describe('results that do not hold together are refused', () => {
  const sound = () => smallResults({ a: () => ({}), b: () => ({}) }, upTo(3));
  const withSecond = (change: object): Results => {
    const results = sound();
    return { ...results, strategies: [results.strategies[0]!, { ...results.strategies[1]!, ...change }] };
  };

  it.each([
    ['different paths', withSecond({ paths: [0, 1, 3] })],
    ['out of order', withSecond({ paths: [0, 2, 1] })],
    ['holds 39 figures', withSecond({ columns: new Float64Array(OUTCOME_KEYS.length) })],
    ['comes twice', withSecond({ strategy: 'a' })],
    ['reference', smallResults({ a: () => ({}) }, upTo(3), { manifest: { reference: 'z' } })],
    ['path 2: soldUsd is Infinity', smallResults({ a: (path) => ({ soldUsd: path === 2 ? Infinity : 0 }) }, upTo(3))],
    ['no strategy', { ...sound(), strategies: [] }],
  ])('%s', (message, results) => {
    expect(() => summarise(results)).toThrow(message);
  });
});
