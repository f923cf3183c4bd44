/** The profit ratio of the optimal two-step liquidation, simulated against published. */
import { expect, it } from 'vitest';
import { POSITIONS, published, simulated } from '../../scripts/experiments/two-step-liquidation.ts';

it.each(POSITIONS)('$debt against $collateral at a close factor of $closeFactor', async (position) => {
  const { ratio, liquidations } = await simulated(position);
  expect(liquidations).toEqual([1, 2]);
  expect(ratio).toBeCloseTo(published(position).ratio, 7);
  expect(ratio).toBeGreaterThan(1);
});
