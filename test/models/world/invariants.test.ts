import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutcomeKey } from '../../../models/outcome.ts';
import { inspect, latentByHand } from '../fixtures/inspected.ts';
import { HOLDS_COLLATERAL, RUN, randomWorld } from '../fixtures/random-world.ts';
import { type Figures, figures, openWorld } from '../fixtures/small-world.ts';

/** These exist only where something was closed. */
const MAY_BE_ABSENT: readonly OutcomeKey[] = [
  'timeToCloseMedianSeconds',
  'timeToCloseP95Seconds',
  'oracleSeconds',
  'detectionSeconds',
  'inclusionSeconds',
  'executionSeconds',
];

/** Profits, incentives and losses may have either sign; nothing else may. */
const EITHER_SIGN: readonly OutcomeKey[] = [
  'keeperProfitUsd',
  'protocolFeeUsd',
  'borrowerLossUsd',
  // It sells ahead of what it sees; what is then sold may be another amount.
  'frontRunnerProfitUsd',
];

function expectSane(f: Figures, accounts: number, parkedUsd: number, holds: boolean, areLeftAlone: boolean): void {
  const absent = MAY_BE_ABSENT.filter((key) => Number.isNaN(f[key]));
  expect([0, MAY_BE_ABSENT.length]).toContain(absent.length);
  // Without a close nothing is lost, unless borrowers sold all they had themselves.
  if (absent.length > 0 && f.unservedDebtUsd === 0 && areLeftAlone) expect(f.badDebtRealisedUsd).toBe(0);
  const rounding = 1e-9 * (1 + f.soldUsd + f.liquidatedDebtUsd + f.badDebtUsd);
  for (const [key, value] of Object.entries(f) as [OutcomeKey, number][]) {
    // A rate over no time at all is absent too: everything closed in the block that made it due, or nothing was due.
    if (absent.includes(key) || (key === 'closesPerSecond' && Number.isNaN(value))) continue;
    expect(Number.isFinite(value), `${key} = ${value}`).toBe(true);
    if (!EITHER_SIGN.includes(key)) expect(value, key).toBeGreaterThanOrEqual(-rounding);
  }
  expect(f.badDebtUsd).toBe(f.badDebtRealisedUsd + f.badDebtLatentUsd);
  expect(Math.abs(f.insuranceDrawnUsd + f.socialisedUsd + parkedUsd - f.badDebtRealisedUsd)).toBeLessThanOrEqual(
    rounding,
  );
  expect(Math.abs(f.slippageFeeUsd + f.slippageImpactUsd - f.slippageUsd)).toBeLessThanOrEqual(rounding);
  expect(f.slippageUsd).toBeLessThanOrEqual(f.soldUsd * (1 + 1e-9));
  if (!holds) expect(f.soldUsd).toBeLessThanOrEqual(f.seizedUsd * (1 + 1e-9));
  expect(f.cascadeLiquidations).toBeLessThanOrEqual(f.liquidations);
  expect(f.accountsLiquidated).toBeLessThanOrEqual(Math.min(f.liquidations, accounts));
  expect(f.unservedDebtUsd).toBeLessThanOrEqual(f.maxBacklogUsd * (1 + 1e-9));
  expect(f.auctionsReset === 0 || f.auctionsStarted > 0).toBe(true);
  expect(f.lowestPriceFraction).toBeGreaterThan(0);
  expect(f.lowestPriceFraction).toBeLessThanOrEqual(1);
  if (absent.length === 0) expect(f.timeToCloseP95Seconds).toBeGreaterThanOrEqual(f.timeToCloseMedianSeconds);
}

describe('any legal world', () => {
  it('closes its ledger with figures that make sense, and liquidates whoever is due and nobody else', () => {
    const seen = { liquidations: 0, blocks: 0, badDebt: 0, parked: 0, auctions: 0, stalls: 0, cascades: 0 };
    fc.assert(
      fc.property(randomWorld, fc.nat(1000), (raw, path) => {
        const world = openWorld(raw, RUN);
        for (const strategy of world.strategies) {
          const found = inspect(strategy);
          world.write('invariants', path);
          // Throws when the ledger does not close.
          const f = figures(strategy.run());
          const { stage } = strategy;
          const { parkedUsd } = stage.waterfall;
          expect(found.breaches, strategy.name).toEqual([]);
          const { execution, borrowers } = raw.strategies[strategy.name] as {
            execution?: { model: string };
            borrowers?: object;
          };
          const holds = HOLDS_COLLATERAL.includes(execution?.model ?? '');
          expectSane(f, stage.accounts.book.accounts, parkedUsd, holds, borrowers === undefined);
          const latent = latentByHand(stage);
          expect(Math.abs(f.badDebtLatentUsd - latent)).toBeLessThanOrEqual(1e-9 * (1 + latent));
          seen.badDebt += f.badDebtUsd > 0 ? 1 : 0;
          seen.parked += parkedUsd > 0 ? 1 : 0;
          seen.auctions += f.auctionsStarted;
          seen.stalls += f.stalledBlocks;
          seen.cascades += f.cascadeLiquidations;
          seen.liquidations += found.liquidations;
          seen.blocks += found.blocks;
        }
      }),
      { seed: 20200312, numRuns: 200, endOnFailure: true },
    );
    // The worlds were not all idle: each of these happened often, cascades now and then.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(what === 'cascades' ? 5 : 20);
  });
});
