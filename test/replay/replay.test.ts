/** The replay of 12 March 2020 on recorded prices, gas and accounts: it finishes, its books close, its figures are believable. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { column, loadScenario, type OutcomeKey, type Results, simulate } from '../../index.ts';

const dataFile = (name: string): string => fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
const SCENARIO = fileURLToPath(new URL('../../scenarios/replay.yaml', import.meta.url));
const DAY = dataFile('eth_usd_10m_gas_2020-03-12.csv');
const BOOK = dataFile('aave_v3_wsteth_positions_2023-06.csv');

const STRATEGIES = ['synchronous', 'asynchronous', 'dutch-auction', 'partial-liquidation'];
const PATHS = 10;

describe.skipIf(!existsSync(DAY) || !existsSync(BOOK))('12 March 2020 replayed on the accounts of June 2023', () => {
  let results: Results;

  beforeAll(async () => {
    const loaded = await loadScenario(SCENARIO, {
      overrides: [`market.assets.ETH.price.file=${DAY}`, `market.blockSpace.file=${DAY}`, `protocol.book.file=${BOOK}`],
    });
    results = await simulate(loaded, { paths: PATHS, workers: 0 });
  });

  const figures = (strategy: string, key: OutcomeKey): number[] =>
    Array.from(column(results.strategies.find((one) => one.strategy === strategy)!, key));
  const mean = (strategy: string, key: OutcomeKey): number => {
    const values = figures(strategy, key);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };

  it('ends on every path of every strategy with a ledger that closes', () => {
    expect(results.failures).toEqual([]);
    expect(results.strategies.map(({ strategy }) => strategy)).toEqual(STRATEGIES);
    for (const { paths } of results.strategies) expect(paths).toHaveLength(PATHS);
  });

  it('holds the accounts that borrow something else than ether, scaled to a hundred million', () => {
    const { accounts, initialDebtUsd, initialCollateralUsd } = results.manifest;
    expect(accounts).toBe(365);
    expect(initialDebtUsd).toBeCloseTo(100_000_000, 2);
    // Both sides in USD: scaled by the same factor, so collateral over debt stays that of the file.
    expect(initialCollateralUsd / initialDebtUsd).toBeCloseTo(2.2896, 3);
  });

  it.each(STRATEGIES)('falls to the lowest open of the day under %s', (strategy) => {
    // 107.70 at 23:40 over 195.21 at midnight.
    for (const lowest of figures(strategy, 'lowestPriceFraction')) expect(lowest).toBeCloseTo(107.7 / 195.21, 9);
  });

  it.each(STRATEGIES)('liquidates tens of millions, and loses neither nothing nor everything, under %s', (strategy) => {
    for (const debt of figures(strategy, 'liquidatedDebtUsd')) {
      expect(debt).toBeGreaterThan(20e6);
      // No more than ever became due on that day: 73.5m without our own sales, more with them.
      expect(debt).toBeLessThan(90e6);
    }
    for (const lost of figures(strategy, 'badDebtUsd')) {
      expect(lost).toBeGreaterThan(0);
      expect(lost).toBeLessThan(50e6);
    }
  });

  it('leaves the oracle far behind when gas jumps at eleven', () => {
    for (const strategy of STRATEGIES) {
      for (const error of figures(strategy, 'maxOracleError')) {
        expect(error).toBeGreaterThan(0.05);
        expect(error).toBeLessThan(0.3);
      }
    }
  });

  it('keeps bad debt below one per cent of debt where keepers may wait for a price that pays', () => {
    for (const strategy of ['asynchronous', 'partial-liquidation']) {
      for (const lost of figures(strategy, 'badDebtUsd')) expect(lost).toBeLessThan(1e6);
      // They wait because the pool pays less than the bonus allows: what they sell, they sell dearly.
      expect(mean(strategy, 'slippageUsd') / mean(strategy, 'soldUsd')).toBeLessThan(0.06);
    }
  });

  it('costs most where whole accounts are sold into the pool at any price, and less where a clock sets the price', () => {
    const lost = (strategy: string): number => mean(strategy, 'badDebtUsd');
    expect(lost('synchronous')).toBeGreaterThan(2 * lost('dutch-auction'));
    expect(lost('dutch-auction')).toBeGreaterThan(10 * lost('asynchronous'));
    expect(mean('synchronous', 'cascadeLiquidations')).toBeGreaterThan(0.3 * mean('synchronous', 'liquidations'));
  });

  it('ends with a backlog, because the day ends while the price falls', () => {
    for (const strategy of ['asynchronous', 'dutch-auction', 'partial-liquidation']) {
      for (const unserved of figures(strategy, 'unservedDebtUsd')) expect(unserved).toBeGreaterThan(5e6);
    }
    for (const unserved of figures('synchronous', 'unservedDebtUsd')) expect(unserved).toBe(0);
  });
});
