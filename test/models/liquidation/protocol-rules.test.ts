import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { exchange } from '../../../models/liquidation/exchange.ts';
import { justAbove } from '../../../models/liquidation/trigger.ts';
import { REAL, WHOLE } from '../../../models/liquidation/whole-units.ts';
import type { AccountView } from '../../../models/model.ts';

const registry = builtIn();

const account = (changes: Partial<AccountView>): AccountView => ({
  debtUsd: 10_000,
  collateralUsd: 12_000,
  weightedUsd: 9_900,
  healthFactor: 0.99,
  pairDebtUsd: 10_000,
  pairCollateralUsd: 12_000,
  threshold: 0.825,
  assetBonus: 0.05,
  ...changes,
});

describe('the close factor of a position', () => {
  const size = registry.create(
    'size',
    {
      model: 'position-close-factor',
      closeFactor: 0.5,
      fullBelowHealthFactor: 0.95,
      fullBelowUsd: 2000,
      leastLeftoverUsd: 1000,
    },
    undefined,
  );

  it.each([
    ['half of all debt while large and little below', {}, 5000],
    ['no more than the pair owes', { pairDebtUsd: 4000 }, 4000],
    ['everything at a health factor of 0.95', { healthFactor: 0.95 }, 10_000],
    ['everything where the collateral is small', { pairCollateralUsd: 1999 }, 10_000],
    ['everything where the debt is small', { pairDebtUsd: 1999 }, 1999],
  ] as const)('%s', (_, changes, expected) => {
    expect(size.repayUsd(account(changes), 0.05)).toBe(expected);
  });

  it('lets nothing through that leaves dust of both, and the largest that does not', () => {
    const small = account({ pairCollateralUsd: 4200, pairDebtUsd: 7000 });
    expect(size.admissible?.(3500, small, 0.05)).toBeCloseTo(3200 / 1.05, 9);
    expect(size.admissible?.(3000, small, 0.05)).toBe(3000);
    expect(size.admissible?.(4000, small, 0.05)).toBe(4000);
    expect(size.admissible?.(500, account({ pairCollateralUsd: 1200, pairDebtUsd: 1100 }), 0.05)).toBeCloseTo(100, 9);
    expect(size.admissible?.(500, account({ pairCollateralUsd: 900, pairDebtUsd: 900 }), 0.05)).toBe(0);
  });
});

describe('discounts by health', () => {
  const bonus = (model: Record<string, unknown> & { model: string }, healthFactor: number) =>
    registry.create('discount', model, undefined).bonus(account({ healthFactor }));

  it('Euler v2: nothing at 1, the shortfall below, at most the cap', () => {
    const model = { model: 'shortfall', maxDiscount: 0.2 };
    expect(bonus(model, 1)).toBe(0);
    expect(bonus(model, 0.9)).toBeCloseTo(1 / 0.9 - 1, 12);
    expect(bonus(model, 0.5)).toBeCloseTo(0.25, 12);
  });

  it('never promises less than `most`', () => {
    const models = [
      { model: 'shortfall', maxDiscount: 0.2 },
      { model: 'boosted-shortfall', base: 0.02, liquidity: 1, slope: 2, maxBoost: 0.025, maxDiscount: 0.2 },
      { model: 'threshold-incentive', cursor: 0.3, most: 0.15 },
      { model: 'pre-liquidation', band: 0.9, first: 0.01, last: 0.05 },
    ];
    for (const model of models) {
      const rule = registry.create('discount', model, undefined);
      for (let health = 0.1; health < 1.1; health += 0.01) {
        expect(rule.bonus(account({ healthFactor: health }))).toBeLessThanOrEqual(rule.most(0.05) + 1e-12);
      }
    }
  });
});

describe('an exchange', () => {
  const call = { repay: 0, seized: 0, fee: 0 };

  it('takes no more than is held, and then repays only what that pays', () => {
    exchange(call, 100, 50, { rate: 1, bonus: 0.25, feeShare: 0.1 }, REAL);
    expect(call).toEqual({ repay: 40, seized: 50, fee: 1 });
  });

  it('in whole units favours the protocol', () => {
    exchange(call, 122, 100, { rate: 1, bonus: 0.05, feeShare: 0.1 }, WHOLE);
    expect(call).toEqual({ repay: 96, seized: 100, fee: 1 });
  });
});

it('a trigger at equality is the least number above it', () => {
  expect(justAbove(1)).toBeGreaterThan(1);
  expect((1 + justAbove(1)) / 2 === 1 || (1 + justAbove(1)) / 2 === justAbove(1)).toBe(true);
});
