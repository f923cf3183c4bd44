/** What the tape writer adds to the laws: correlation between assets, and scripted prices. */
import { expect, it } from 'vitest';
import { expectMean } from './criteria.ts';
import { bare, keepersWith, openTruth, type ScenarioObject } from './harness.ts';

const PATHS = 20_000;

function base(price: Record<string, unknown>, waypoints?: readonly { at: string | 0; price: number }[]) {
  return bare({
    price,
    horizon: '24h',
    tick: '1h',
    collateral: 1,
    debt: 0.001,
    threshold: 0.8,
    bonus: 0.05,
    strategy: keepersWith({ model: 'all' }),
    ...(waypoints ? { waypoints } : {}),
  });
}

it('assets move together as the correlations say, pair by pair', () => {
  const [scenario, files] = base({ model: 'gbm', start: 100, volatility: 1 });
  const market = scenario.market as { assets: Record<string, unknown>; correlations?: unknown };
  market.assets.BTC = { price: { model: 'gbm', start: 50, volatility: 0.5 } };
  market.assets.SOL = {
    price: { model: 'merton', start: 10, volatility: 2, jumpsPerDay: 0, jumpMean: 0, jumpDeviation: 0 },
  };
  market.correlations = [
    { between: ['BTC', 'ETH'], correlation: 0.8 },
    { between: ['ETH', 'SOL'], correlation: -0.3 },
  ];
  const truth = openTruth(scenario, files);
  const assets = ['ETH', 'BTC', 'SOL'].map((name) => Object.keys(market.assets).indexOf(name));
  const sigma = [1, 0.5, 2].map((volatility) => volatility / Math.sqrt(365));
  const z = assets.map(() => new Float64Array(PATHS));
  for (let path = 0; path < PATHS; path++) {
    const { prices } = truth.tape(path);
    assets.forEach((asset, i) => {
      const column = prices[asset]!;
      z[i]![path] = (Math.log(column[24]! / column[0]!) + 0.5 * sigma[i]! * sigma[i]!) / sigma[i]!;
    });
  }
  const product = (i: number, j: number) => z[i]!.map((x, path) => x * z[j]![path]!);
  expectMean('correlation ETH BTC', product(0, 1), 0.8);
  expectMean('correlation ETH SOL', product(0, 2), -0.3);
  expectMean('correlation BTC SOL, not stated', product(1, 2), 0);
  for (let i = 0; i < 3; i++) expectMean(`variance of asset ${i} stays 1`, product(i, i), 1);
});

const WAYPOINTS = [
  { at: '2h', price: 200 },
  { at: '6h', price: 120 },
  { at: '18h', price: 150 },
] as const;

/** W(t): log-linear between waypoints, constant outside. */
const SCRIPT: readonly (readonly [hour: number, price: number])[] = [
  [0, 200],
  [2, 200],
  // Half way in time from 200 to 120 is the geometric mean √(200 · 120).
  [4, 154.91933384829667],
  [6, 120],
  // A third of the way from 120 to 150: 120 · 1.25^(1/3).
  [10, 129.26608140191303],
  [18, 150],
  [24, 150],
];

it.each([
  { model: 'gbm', start: 7, volatility: 1.5 },
  { model: 'merton', start: 1, volatility: 1, jumpsPerDay: 6, jumpMean: -0.04, jumpDeviation: 0.05 },
])('waypoints: E[S_t] = W(t) under $model', (law) => {
  const truth = openTruth(...base(law, WAYPOINTS));
  const samples = SCRIPT.map(() => new Float64Array(PATHS));
  for (let path = 0; path < PATHS; path++) {
    const column = truth.tape(path).prices[0]!;
    SCRIPT.forEach(([hour], i) => {
      samples[i]![path] = column[hour]!;
    });
  }
  expect(new Set(samples[0])).toEqual(new Set([200]));
  SCRIPT.slice(1).forEach(([hour, price], i) => {
    expectMean(`waypoints, ${law.model}: E[S] after ${hour} h`, samples[i + 1]!, price);
  });
});

it('a law without volatility follows the waypoints exactly', () => {
  const { prices } = openTruth(
    ...(base({ model: 'gbm', start: 3, volatility: 0 }, WAYPOINTS) as [ScenarioObject, Record<string, string>]),
  ).tape(0);
  for (const [hour, price] of SCRIPT) expect(prices[0]![hour]! / price).toBeCloseTo(1, 12);
});
