/**
 * Latent bad debt: what open accounts owe beyond their collateral at the end, at the outside price. With an oracle that
 * never reports nothing is liquidated, and one account that holds one unit and owes K is short a put: max(0, K − S_T).
 */
import { expect, it } from 'vitest';
import { expectMean } from './criteria.ts';
import { bare, keepersWith, openTruth, priceText } from './harness.ts';

const PUT = {
  horizon: '30d',
  publish: { model: 'interval', every: '60d' },
  collateral: 1,
  debt: 80,
  threshold: 0.9,
  bonus: 0.05,
  strategy: keepersWith({ model: 'all' }),
};

it('its mean is the price of a put on the collateral struck at the debt (Merton 1976, Poisson series)', () => {
  const [scenario, files] = bare({
    ...PUT,
    price: {
      model: 'merton',
      start: 100,
      volatility: 0.8,
      jumpsPerDay: 20 / 365,
      jumpMean: -0.03,
      jumpDeviation: 0.06,
    },
    tick: '120h',
    blocks: { model: 'slots', slot: '24h' },
  });
  const columns = openTruth(scenario, files).columns(60_000, ['badDebtUsd', 'badDebtLatentUsd', 'liquidations']);
  expect(Math.max(...columns.liquidations)).toBe(0);
  expect(columns.badDebtUsd).toEqual(columns.badDebtLatentUsd);
  expectMean('latent bad debt = put 80, 30 days', columns.badDebtLatentUsd, 2.1628593755007);
});

/** One account that nobody liquidates: 1 ETH at 100, then at `price`, against 90 of debt. */
function latentAt(price: number, healthFactor: number): number {
  const [scenario, files] = bare({
    ...PUT,
    price: { model: 'replay', file: 'prices.csv', interpolation: 'step' },
    horizon: '2h',
    tick: '1h',
    debt: 90,
    threshold: 0.95,
    strategy: { ...PUT.strategy, trigger: { model: 'below-threshold', healthFactor } },
  });
  const { only } = openTruth(scenario, { ...files, 'prices.csv': priceText(3600, [100, price, price]) }).path(0);
  expect(only).toMatchObject({ liquidations: 0, badDebtRealisedUsd: 0 });
  return only!.badDebtLatentUsd;
}

it.each([1, 1.05])('is what an open account owes beyond its collateral (trigger %d)', (trigger) => {
  expect(latentAt(80, trigger)).toBeCloseTo(90 - 80, 12);
  // Due, and solvent.
  expect(latentAt(90.5, trigger)).toBe(0);
});

it('a trigger below 1, under which an account could be insolvent and yet not due, is refused', () => {
  expect(() => latentAt(80, 0.5)).toThrow(/healthFactor/);
});
