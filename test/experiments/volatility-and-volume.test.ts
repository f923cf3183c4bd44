/** A lending market fails more often with more volatility, and with more debt over daily volume. */
import { expect, it } from 'vitest';
import { failure } from '../../scripts/experiments/volatility-and-volume.ts';

const PATHS = 24;

it('fails more often as either grows, and not at all where both are small', async () => {
  const calm = await failure({ volatility: 1, debtOverVolume: 10 }, PATHS);
  const wild = await failure({ volatility: 3, debtOverVolume: 10 }, PATHS);
  const large = await failure({ volatility: 1, debtOverVolume: 200 }, PATHS);
  const both = await failure({ volatility: 3, debtOverVolume: 200 }, PATHS);
  expect(calm).toMatchObject({ probability: 0, badDebtShare: 0 });
  expect(wild.liquidatedShare).toBeGreaterThan(calm.liquidatedShare);
  expect(large.probability).toBeGreaterThan(0.1);
  expect(both.badDebtShare).toBeGreaterThan(large.badDebtShare);
  expect(both.probability).toBeGreaterThan(large.probability);
});
