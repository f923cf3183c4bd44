import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liquidatableDebt, ratioAtTick, spendWorstFirst } from '../../../models/liquidation/houses/pooled.ts';
import { executedBy, expectSoundInAnyWorld } from '../fixtures/any-legal-world.ts';
import { sumsOf } from '../fixtures/inspected.ts';
import { figures, openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const TERMS = { spacing: 1.0015, threshold: 0.88, penalty: 0.03, price: 1000 };
const perDebt = 1.03 / 1000;

const position = fc
  .tuple(fc.double({ min: 0.5, max: 0.95, noNaN: true }), fc.double({ min: 0.1, max: 100, noNaN: true }))
  .map(([ratio, collateral]) => ({ collateral, debt: ratio * 1000 * collateral }));

describe('debt spent worst first', () => {
  it('is what the vault liquidates in all where positions stand on its ticks', () => {
    const positions = [4560, 4570, 4590].map((tick) => ({ collateral: 10, debt: ratioAtTick(1.0015, tick) * 10 }));
    // Booked one tick up by the vault: so here one tick down.
    const down = positions.map(({ collateral, debt }) => ({ collateral, debt: debt / 1.0015 }));
    const all = spendWorstFirst(positions, TERMS, Number.POSITIVE_INFINITY).reduce((a, b) => a + b, 0);
    expect(all / liquidatableDebt(down, TERMS)).toBeCloseTo(1, 9);
  });

  it('leaves all that it touches at one ratio, nobody else above it, and spends the money', () => {
    fc.assert(
      fc.property(
        fc.array(position, { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, share) => {
          const whole = spendWorstFirst(list, TERMS, Number.POSITIVE_INFINITY).reduce((a, b) => a + b, 0);
          const repaid = spendWorstFirst(list, TERMS, share * whole);
          expect(repaid.reduce((a, b) => a + b, 0)).toBeCloseTo(share * whole, 6);
          const after = list.map(
            ({ debt, collateral }, i) => (debt - repaid[i]!) / (collateral - perDebt * repaid[i]!),
          );
          const touched = after.filter((_, i) => repaid[i]! > 1e-9);
          if (touched.length === 0) return;
          const [low, high] = [Math.min(...touched), Math.max(...touched)];
          expect(high / low).toBeCloseTo(1, 9);
          // Whoever was left alone had no worse ratio than where the others are now.
          for (const [i, ratio] of after.entries())
            if (repaid[i]! <= 1e-9) expect(ratio).toBeLessThanOrEqual(high * (1 + 1e-9));
        },
      ),
      { seed: 20200312, numRuns: 300 },
    );
  });

  it('refuses where every liquidation would make ratios worse', () => {
    expect(() => spendWorstFirst([], { ...TERMS, penalty: 0.2 }, 1)).toThrow(/below 1/);
  });
});

const pooled = (change: object = {}) => ({
  ...{ model: 'pooled', tickSpacing: 1.0015, penalty: 0.03, maxLimit: 0.93 },
  ...{ gas: 400_000, tickGas: 30_000, revertGas: 60_000, retry: '2m' },
  ...change,
});

const world = (executions: Record<string, object>, change: (raw: RawWorld) => void = () => {}) =>
  openWorld(
    stressedBut((raw) => {
      raw.market.blockSpace = { model: 'constant', gasPrice: 10 };
      raw.keepers = [{ name: 'k', count: 2, delay: '5s', bid: { model: 'market-multiple', multiple: 1.2 } }] as never;
      raw.strategies = Object.fromEntries(
        Object.entries(executions).map(([name, execution]) => [name, executedBy(execution)]),
      ) as never;
      change(raw);
    }),
  );

const crashTo = (low: number) => (raw: RawWorld) => {
  raw.market.assets.ETH!.waypoints = [
    { at: 0, price: 200 },
    { at: '1h', price: 190 },
    { at: '61m', price: low },
    { at: '3h', price: low },
  ];
};

describe('pooled liquidation', () => {
  it('takes no more than brings accounts back to the threshold', () => {
    const { part } = runPath(world({ part: pooled() }), 'pooled', 1);
    expect(part!.liquidations).toBeGreaterThan(10);
    // Within one tick of what restores health.
    expect(part!.overLiquidationUsd / part!.liquidatedDebtUsd).toBeLessThan(0.05);
    expect(part!.borrowerLossUsd / part!.liquidatedDebtUsd).toBeGreaterThan(0.02);
    expect(part!.borrowerLossUsd / part!.liquidatedDebtUsd).toBeLessThan(0.045);
  });

  it('leaves accounts that it has liquidated at the last tick below the threshold', () => {
    const opened = world({ one: pooled() }, (raw) => {
      raw.venues = { pool: { model: 'frictionless', base: 'ETH', quote: 'DAI' } } as never;
    });
    opened.write('pooled', 3);
    const { stage, run } = opened.strategies[0]!;
    let seen = 0;
    const finish = stage.settlement.finish.bind(stage.settlement);
    stage.settlement.finish = (slot) => {
      const { weighted, debt } = sumsOf(stage, stage.accounts.accountOf[slot]!, stage.prices);
      // Health factor: between 1 and one tick above it.
      expect(weighted / debt).toBeGreaterThan(1 - 1e-9);
      expect(weighted / debt).toBeLessThan(1.0015 * (1 + 1e-9));
      seen++;
      return finish(slot);
    };
    expect(figures(run()).unservedDebtUsd).toBe(0);
    expect(seen).toBeGreaterThan(10);
  });

  it('needs fewer transactions than accounts, and pays for each tick', () => {
    const free = pooled({ tickGas: 0 });
    const { cheap, dear } = runPath(world({ cheap: free, dear: pooled({ tickGas: 200_000 }) }), 'pooled', 2);
    expect(cheap!.keeperGasUsd).toBeLessThan(dear!.keeperGasUsd);
    // 400,000 gas at 12 gwei and some 180 USD an ETH: under 0.9 USD a transaction.
    expect(cheap!.keeperGasUsd).toBeLessThan(0.9 * cheap!.liquidations);
  });

  it('absorbs what is beyond the limit: the owner keeps nothing, and what is missing is bad debt', () => {
    const of = (low: number) =>
      runPath(world({ low: pooled({ maxLimit: 0.81 }), high: pooled({ maxLimit: 0.97 }) }, crashTo(low)), 'crash', 1);
    const mild = of(165);
    expect(mild.low!.protocolFeeUsd).toBeGreaterThan(2 * mild.high!.protocolFeeUsd);
    expect(mild.low!.borrowerLossUsd).toBeGreaterThan(mild.high!.borrowerLossUsd);
    const deep = of(110);
    expect(deep.low!.badDebtRealisedUsd).toBeGreaterThan(0);
    // Nothing exceeds debt and penalty when the collateral is worth less than the debt.
    expect(deep.low!.protocolFeeUsd).toBeLessThan(0.01 * mild.low!.protocolFeeUsd);
  });

  it('refuses thresholds that its limits do not fit', () => {
    expect(() => world({ one: pooled({ maxLimit: 0.98, penalty: 0.03 }) })).toThrow(/below 1/);
    expect(() => world({ one: pooled({ maxLimit: 0.7 }) })).toThrow(/must be below maxLimit/);
  });

  it('closes its ledger in any legal world, and liquidates whoever is due and nobody else', () => {
    const seen = { sold: 0, unserved: 0 };
    const liquidations = expectSoundInAnyWorld(
      fc
        .record({
          tickSpacing: fc.constantFrom(1.0001, 1.0015, 1.1),
          penalty: fc.constantFrom(0, 0.01, 0.03),
          maxLimit: fc.constantFrom(0.96, 0.97),
          gas: fc.constantFrom(60_000, 300_000),
          tickGas: fc.constantFrom(0, 50_000, 300_000),
        })
        .map(pooled),
      (f) => {
        seen.sold += f.soldUsd > 0 ? 1 : 0;
        seen.unserved += f.unservedDebtUsd > 0 ? 1 : 0;
      },
    );
    expect(liquidations).toBeGreaterThan(50);
    expect(seen.sold).toBeGreaterThan(10);
    expect(seen.unserved).toBeGreaterThan(3);
  });
});
