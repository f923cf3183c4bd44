import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executedBy, expectSoundInAnyWorld } from '../fixtures/any-legal-world.ts';
import { openWorld, type RawWorld, runPath, stressedBut } from '../fixtures/small-world.ts';

const store = (change: object = {}) => ({
  ...{ model: 'storefront', storefrontFactor: 0.5, liquidationFactor: 0.95, targetReserves: 5_000_000, reward: 0 },
  ...{ absorbGas: 300_000, buyGas: 300_000, revertGas: 60_000, retry: '1m' },
  ...change,
});

const world = (executions: Record<string, object>, change: (raw: RawWorld) => void = () => {}) =>
  openWorld(
    stressedBut((raw) => {
      raw.market.blockSpace = { model: 'constant', gasPrice: 10 };
      raw.keepers = [{ name: 'k', count: 3, delay: '5s', bid: { model: 'market-multiple', multiple: 1.2 } }] as never;
      raw.strategies = Object.fromEntries(
        Object.entries(executions).map(([name, execution]) => [name, executedBy(execution)]),
      ) as never;
      change(raw);
    }),
  );

const crash = (raw: RawWorld) => {
  raw.market.assets.ETH!.waypoints = [
    { at: 0, price: 200 },
    { at: '1h', price: 190 },
    { at: '61m', price: 110 },
    { at: '3h', price: 110 },
  ];
};

describe('a storefront', () => {
  it('takes all that accounts hold, credits the owner and sells it at half the penalty off', () => {
    const { open } = runPath(world({ open: store() }), 'store', 1);
    expect(open!.accountsLiquidated).toBeGreaterThan(10);
    expect(open!.liquidations).toBe(open!.accountsLiquidated);
    expect(open!.unservedDebtUsd).toBe(0);
    expect(open!.soldUsd).toBeGreaterThan(0.4 * open!.seizedUsd);
    // Whoever is credited 0.95 of the protocol's price, which lags, loses about 0.05 of what is taken.
    expect(open!.borrowerLossUsd / open!.seizedUsd).toBeGreaterThan(0.03);
    expect(open!.borrowerLossUsd / open!.seizedUsd).toBeLessThan(0.06);
    // Half of the penalty stays with the protocol, but for what prices do between.
    expect(open!.protocolFeeUsd).toBeGreaterThan(0);
    expect(open!.protocolFeeUsd).toBeLessThan(open!.borrowerLossUsd);
  });

  it('sells nothing once its reserves have reached their target, and bears the price of what it holds', () => {
    const both = runPath(
      world({ open: store(), shut: store({ targetReserves: 0, reserves: 10_000_000 }) }),
      'store',
      2,
    );
    expect(both.shut!.seizedUsd).toBeGreaterThan(0);
    expect(both.shut!.soldUsd).toBe(0);
    expect(both.shut!.slippageUsd).toBe(0);
    expect(both.open!.soldUsd).toBeGreaterThan(0);
  });

  it('is open again when absorbing has used its reserves up', () => {
    const late = store({ targetReserves: 50_000, reserves: 300_000 });
    const both = runPath(world({ late, open: store() }), 'store', 3);
    expect(both.late!.seizedUsd).toBeGreaterThan(250_000);
    expect(both.late!.soldUsd).toBeGreaterThan(0);
    expect(both.late!.soldUsd).toBeLessThan(both.open!.soldUsd);
  });

  it('asks so much without a discount that buyers wait for the market, and less the more it lets them off', () => {
    const all = runPath(
      world({ none: store({ storefrontFactor: 0 }), half: store(), all: store({ storefrontFactor: 1 }) }),
      'store',
      4,
    );
    expect(all.none!.soldUsd).toBeLessThan(all.half!.soldUsd);
    expect(all.none!.keeperProfitUsd).toBeLessThan(all.all!.keeperProfitUsd);
    expect(all.all!.protocolFeeUsd).toBeLessThan(all.half!.protocolFeeUsd);
  });

  it('loses at once what collateral does not cover, and what falls in its hands', () => {
    const { open, shut } = runPath(
      world({ open: store(), shut: store({ targetReserves: 0, reserves: 1e9 }) }, crash),
      'crash',
      1,
    );
    expect(open!.badDebtRealisedUsd).toBeGreaterThan(0);
    expect(shut!.badDebtRealisedUsd).toBeGreaterThan(0);
    expect(open!.badDebtLatentUsd).toBe(0);
    // The fund of the world holds 1,000 USD: the lenders bear the rest.
    expect(open!.socialisedUsd).toBeGreaterThan(0);
  });

  it('pays whoever absorbs where it says so, and waits where that does not pay the gas', () => {
    const dear = (raw: RawWorld) => {
      raw.market.blockSpace = { model: 'constant', gasPrice: 20_000 };
    };
    const both = runPath(world({ free: store(), paid: store({ reward: 100 }) }), 'store', 5);
    expect(both.paid!.keeperProfitUsd).toBeGreaterThan(both.free!.keeperProfitUsd);
    expect(both.paid!.protocolFeeUsd).toBeLessThan(both.free!.protocolFeeUsd);
    const { poor } = runPath(world({ poor: store({ reward: 1 }) }, dear), 'store', 5);
    expect(poor!.liquidations).toBe(0);
    expect(poor!.unservedDebtUsd).toBeGreaterThan(0);
  });

  it('credits by the bonus of each collateral where no factor is stated', () => {
    const stated = runPath(world({ one: store({ liquidationFactor: 0.95 }) }), 'store', 6);
    const own = runPath(world({ one: store({ liquidationFactor: undefined }) }), 'store', 6);
    // The world's bonus is 0.05.
    expect(own).toEqual(stated);
  });

  it('closes its ledger in any legal world, and absorbs whoever is due and nobody else', () => {
    const seen = { sold: 0, badDebt: 0 };
    const liquidations = expectSoundInAnyWorld(
      fc
        .record({
          storefrontFactor: fc.constantFrom(0, 0.5, 1),
          liquidationFactor: fc.constantFrom(undefined, 0.7, 0.95, 1),
          targetReserves: fc.constantFrom(0, 3000, 1e9),
          reserves: fc.constantFrom(undefined, 0, 5000),
          reward: fc.constantFrom(0, 20),
          absorbGas: fc.constant(60_000),
        })
        .map(store),
      (f) => {
        seen.sold += f.soldUsd > 0 ? 1 : 0;
        seen.badDebt += f.badDebtRealisedUsd > 0 ? 1 : 0;
      },
    );
    expect(liquidations).toBeGreaterThan(50);
    expect(seen.sold).toBeGreaterThan(10);
    expect(seen.badDebt).toBeGreaterThan(5);
  });
});
