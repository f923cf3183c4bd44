/** The example of the docs runs, and does what it says of itself. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { column, loadScenario, type Results, ScenarioError, simulate } from '../../index.ts';
import type { AccountView, SizeRule } from '../../models/model.ts';

const SCENARIO = fileURLToPath(new URL('../../examples/my-strategy.yaml', import.meta.url));
const STRATEGY = new URL('../../examples/sliding-close-factor.mjs', import.meta.url);

function total(results: Results, strategy: string, key: Parameters<typeof column>[1]): number {
  const columns = results.strategies.find((one) => one.strategy === strategy);
  return column(columns!, key).reduce((sum, value) => sum + value, 0);
}

describe('examples/my-strategy.yaml', () => {
  it('runs, and repays more often and less at a time than a fixed close factor', async () => {
    const loaded = await loadScenario(SCENARIO, { allowPlugins: true });
    const results = await simulate(loaded, { paths: 4, workers: 0 });
    expect(results.failures).toEqual([]);
    const perLiquidation = (strategy: string): number =>
      total(results, strategy, 'liquidatedDebtUsd') / total(results, strategy, 'liquidations');
    expect(total(results, 'sliding', 'liquidations')).toBeGreaterThan(total(results, 'asynchronous', 'liquidations'));
    expect(perLiquidation('sliding')).toBeGreaterThan(0);
    expect(perLiquidation('sliding')).toBeLessThan(perLiquidation('asynchronous'));
  });

  it('is refused without leave to run code', async () => {
    await expect(loadScenario(SCENARIO)).rejects.toBeInstanceOf(ScenarioError);
  });
});

describe('examples/sliding-close-factor.mjs', () => {
  const account = (healthFactor: number, pairDebtUsd: number): AccountView => ({
    debtUsd: pairDebtUsd,
    collateralUsd: 2 * pairDebtUsd,
    weightedUsd: healthFactor * pairDebtUsd,
    healthFactor,
    pairDebtUsd,
    pairCollateralUsd: 2 * pairDebtUsd,
    threshold: 0.8,
    assetBonus: 0.05,
  });

  it.each([
    [0.99, 100_000, 20_000],
    [0.95, 100_000, 60_000],
    [0.91, 100_000, 100_000],
    [0.5, 100_000, 100_000],
    // 20 % of it would leave 960 USD.
    [0.99, 1200, 1200],
  ])('at a health factor of %d and %d USD of debt it lets %d USD be repaid', async (healthFactor, debtUsd, repaid) => {
    const module = (await import(STRATEGY.href)) as { default: { create(): { size: SizeRule } } };
    const { size } = module.default.create();
    expect(size.repayUsd(account(healthFactor, debtUsd), 0.05)).toBeCloseTo(repaid, 6);
  });
});
