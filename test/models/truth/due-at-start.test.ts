/** Accounts that are due when a path begins: keepers need their time for them too, and no path knows of another. */
import { expect, it } from 'vitest';
import { bare, bookText, keepersWith, openTruth, priceText } from './harness.ts';

it('keepers liquidate them after their delay', () => {
  const [scenario, files] = bare({
    price: { model: 'replay', file: 'prices.csv', interpolation: 'step' },
    horizon: '2h',
    tick: '10m',
    collateral: 1,
    debt: 90,
    threshold: 0.8,
    bonus: 0.05,
    keeperDelay: '25m',
    strategy: keepersWith({ model: 'all' }),
  });
  const truth = openTruth(scenario, { ...files, 'prices.csv': priceText(600, new Array(13).fill(100)) });
  for (const path of [0, 1]) {
    // Due at 0, in the mempool after 25 min, in the block at 30 min.
    expect(truth.path(path).only).toMatchObject({
      liquidations: 1,
      oracleSeconds: 0,
      detectionSeconds: 1500,
      inclusionSeconds: 300,
      executionSeconds: 0,
    });
  }
});

it('a path gives the same figures whichever paths ran before it in the same world', () => {
  const [scenario, files] = bare({
    price: { model: 'gbm', start: 100, volatility: 3 },
    horizon: '24h',
    tick: '10m',
    collateral: 1,
    debt: 90,
    threshold: 0.8,
    bonus: 0.05,
    strategy: keepersWith({ model: 'all' }),
  });
  const keepers = [{ ...(scenario.keepers as object[])[0], delay: { model: 'exponential', mean: '2h' } }];
  const book = bookText([
    [1, 90],
    [1, 75],
    [1, 73],
    [1, 71],
  ]);
  const open = () => openTruth({ ...scenario, keepers }, { ...files, 'book.csv': book });
  const seasoned = open();
  for (let path = 0; path < 6; path++) expect(seasoned.path(path), `path ${path}`).toEqual(open().path(path));
});
