import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { repayToRestore } from '../../../models/liquidation/size/sizes.ts';
import type { AccountView, SizeRule } from '../../../models/model.ts';

function size(reference: Record<string, unknown>): SizeRule {
  const registry = builtIn();
  return registry.create('size', registry.schema('size').parse(reference), undefined);
}

/** One collateral and one debt. */
function view(debtUsd: number, collateralUsd: number, threshold = 0.8, change: Partial<AccountView> = {}): AccountView {
  const weightedUsd = collateralUsd * threshold;
  return {
    debtUsd,
    collateralUsd,
    weightedUsd,
    healthFactor: weightedUsd / debtUsd,
    pairDebtUsd: debtUsd,
    pairCollateralUsd: collateralUsd,
    threshold,
    assetBonus: 0.05,
    ...change,
  };
}

describe('the whole debt', () => {
  it('is the debt of the pair', () => {
    expect(size({ model: 'all' }).repayUsd(view(1000, 1200, 0.8, { pairDebtUsd: 700 }), 0.05)).toBe(700);
  });
});

describe('the close factor', () => {
  const half = size({ model: 'close-factor', closeFactor: 0.5, fullBelowHealthFactor: 0.95, minimumDebt: 100 });

  it('is a share of the debt of the pair', () => {
    expect(half.repayUsd(view(1000, 1225), 0.05)).toBe(500);
    expect(half.repayUsd(view(1000, 1225, 0.8, { pairDebtUsd: 600 }), 0.05)).toBe(300);
  });

  it('gives way to all of it below the stated health factor, not at it', () => {
    expect(half.repayUsd(view(1000, 0.9499 / 0.0008), 0.05)).toBe(1000);
    expect(half.repayUsd(view(1000, 1187.5, 0.8, { healthFactor: 0.95 }), 0.05)).toBe(500);
  });

  it('leaves no dust behind', () => {
    expect(half.repayUsd(view(199, 244), 0.05)).toBe(199);
    expect(half.repayUsd(view(200, 245), 0.05)).toBe(100);
  });
});

describe('a target health factor', () => {
  it('is reached exactly by what the formula repays', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.85, max: 0.999, noNaN: true }),
        fc.double({ min: 1, max: 1.5, noNaN: true }),
        fc.double({ min: 0.3, max: 0.9, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (health, target, threshold, bonus) => {
          const account = view(1000, (1000 * health) / threshold, threshold);
          const repaid = repayToRestore(target, account, bonus);
          fc.pre(Number.isFinite(repaid));
          const weighted = (account.collateralUsd - repaid * (1 + bonus)) * threshold;
          expect(weighted).toBeCloseTo(target * (1000 - repaid), 6);
        },
      ),
      { seed: 20200312, numRuns: 500 },
    );
  });

  it('needs nothing where it is reached already', () => {
    expect(repayToRestore(1.05, view(1000, 1400), 0.05)).toBe(0);
  });

  it('is out of reach where every repayment makes the account worse', () => {
    // 0.96 · 1.05 = 1.008 is above the target of 1.
    expect(repayToRestore(1, view(1000, 1030, 0.96), 0.05)).toBe(Number.POSITIVE_INFINITY);
  });

  const rule = size({ model: 'target-health', target: 1.05, closeFactor: 0.5, minimumDebt: 100 });

  it('is aimed at by the rule', () => {
    const account = view(1000, 1240);
    expect(rule.repayUsd(account, 0.05)).toBeCloseTo((1050 - 992) / (1.05 - 0.84), 9);
  });

  it('is not aimed at beyond the close factor', () => {
    expect(rule.repayUsd(view(1000, 1100), 0.05)).toBe(500);
    expect(rule.repayUsd(view(1000, 1050, 0.99), 0.07)).toBe(500);
  });

  it('leaves no dust behind', () => {
    expect(rule.repayUsd(view(150, 170), 0.05)).toBe(150);
  });
});

describe('every size rule', () => {
  it('stays within what the pair owes', () => {
    const rules = [
      size({ model: 'all' }),
      size({ model: 'close-factor', closeFactor: 0.3, fullBelowHealthFactor: 0.9, minimumDebt: 50 }),
      size({ model: 'target-health', target: 1.2, closeFactor: 0.8, minimumDebt: 0 }),
    ];
    const amount = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (debt, held, threshold, bonus) => {
          for (const rule of rules) {
            const repay = rule.repayUsd(view(debt, held, threshold), bonus);
            expect(repay).toBeGreaterThanOrEqual(0);
            expect(repay).toBeLessThanOrEqual(debt);
          }
        },
      ),
      { seed: 20200312, numRuns: 500 },
    );
  });
});

describe('discounts', () => {
  const discount = (reference: Record<string, unknown>) => {
    const registry = builtIn();
    return registry.create('discount', registry.schema('discount').parse(reference), undefined);
  };

  it('are nothing, the bonus of the collateral, or the one stated', () => {
    expect(discount({ model: 'none' }).bonus(view(1, 1))).toBe(0);
    expect(discount({ model: 'fixed-bonus' }).bonus(view(1, 1))).toBe(0.05);
    expect(discount({ model: 'fixed-bonus', bonus: 0 }).bonus(view(1, 1))).toBe(0);
    expect(discount({ model: 'fixed-bonus', bonus: 0.13 }).bonus(view(1, 1))).toBe(0.13);
  });
});
