/** A path's figures depend on the scenario, the seed and its number: not on what else ran in the same world. */
import { expect, it } from 'vitest';
import { bare, bookText, openTruth, type ScenarioObject } from './harness.ts';

const PRESETS = ['synchronous', 'asynchronous', 'dutch-auction', 'partial-liquidation'];

/** A violent day for a dozen accounts, two of them due at the start, on a shallow pool that the oracle sees. */
function stormy(presets: readonly string[]): [ScenarioObject, Record<string, string>] {
  const [scenario] = bare({
    price: { model: 'merton', start: 100, volatility: 2, jumpsPerDay: 8, jumpMean: -0.04, jumpDeviation: 0.05 },
    horizon: '24h',
    tick: '5m',
    blocks: { model: 'poisson', mean: '1m' },
    publish: { model: 'deviation-heartbeat', deviation: 0.01, heartbeat: '1h' },
    collateral: 1,
    debt: 1,
    threshold: 0.8,
    bonus: 0.08,
    strategy: {},
  });
  const chain = (scenario.chains as { main: object }).main;
  const book = Array.from({ length: 12 }, (_, i) => [100, 8300 - 250 * i] as const);
  return [
    {
      ...scenario,
      chains: { main: { ...chain, fee: { model: 'eip1559' }, gasLimit: 3_000_000, gasAsset: 'ETH' } },
      market: { ...(scenario.market as object), blockSpace: { model: 'constant', gasPrice: 30, elasticity: 1 } },
      oracles: {
        ETH: {
          publish: { model: 'deviation-heartbeat', deviation: 0.01, heartbeat: '1h' },
          delay: { model: 'exponential', mean: '30s' },
          transaction: { gas: 100_000, bid: { model: 'market-multiple', multiple: 1.5 } },
        },
      },
      venues: {
        pool: {
          model: 'constant-product',
          base: 'ETH',
          quote: 'DAI',
          depth: 2000,
          fee: 0.003,
          halfLife: '20m',
          oracleWeight: 1,
        },
      },
      keepers: [
        {
          name: 'fast',
          count: 2,
          delay: { model: 'exponential', mean: '1m' },
          bid: { model: 'market-multiple', multiple: 2 },
        },
        {
          name: 'slow',
          count: 3,
          delay: { model: 'lognormal', median: '10m', spread: 1 },
          bid: { model: 'profit-share', share: 0.5, maximum: 500 },
          outage: { probability: 0.5, duration: '6h' },
        },
      ],
      strategies: Object.fromEntries(presets.map((preset) => [preset, { preset }])),
    },
    { 'book.csv': bookText(book) },
  ];
}

const PATHS = [0, 1, 2, 3, 4, 5, 6, 7];

it('whichever paths ran before it, in whichever order', () => {
  const open = () => openTruth(...stormy(PRESETS));
  const upwards = open();
  const there = PATHS.map((path) => upwards.path(path));
  const downwards = open();
  const back = PATHS.toReversed().map((path) => downwards.path(path));
  expect(back.toReversed()).toEqual(there);
  expect(open().path(5)).toEqual(there[5]);
  for (const preset of PRESETS) {
    const liquidations = there.map((figures) => figures[preset]!.liquidations);
    expect(Math.max(...liquidations), `${preset} has something to do`).toBeGreaterThan(5);
  }
});

it('whichever strategies run beside it', () => {
  const together = openTruth(...stormy(PRESETS));
  for (const preset of PRESETS) {
    const alone = openTruth(...stormy([preset]));
    for (const path of PATHS)
      expect(alone.path(path)[preset], `${preset}, path ${path}`).toEqual(together.path(path)[preset]);
  }
});
