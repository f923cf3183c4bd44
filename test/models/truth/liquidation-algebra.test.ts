/**
 * The algebra of a liquidation at a constant price, through the simulator: one account that is due from the start, a
 * frictionless venue, gas free. C collateral in USD, D debt, t threshold, b bonus.
 */
import { describe, expect, it } from 'vitest';
import { repayToRestore } from '../../../models/liquidation/size/sizes.ts';
import type { AccountView } from '../../../models/model.ts';
import { expectExact } from './criteria.ts';
import { type Bare, bare, keepersWith, type Outcome, openTruth, priceText } from './harness.ts';
import { NO_VECTORS, vectorsFor } from './vectors.ts';

interface Position {
  readonly collateral: number;
  readonly debt: number;
  readonly threshold: number;
  readonly bonus: number;
}

/** Liquidates at a price of 1 by `size`, in as many blocks as it takes; `prices` are those of each hour. */
function liquidate(
  position: Position,
  size: Record<string, unknown>,
  {
    hours = 200,
    prices = [1],
    strategy = keepersWith(size),
  }: { hours?: number; prices?: readonly number[]; strategy?: Bare['strategy'] } = {},
): Outcome {
  const [scenario, files] = bare({
    price: { model: 'replay', file: 'prices.csv', interpolation: 'step' },
    horizon: `${hours}h`,
    tick: '1h',
    strategy,
    ...position,
  });
  const rows = Array.from({ length: hours + 1 }, (_, row) => prices[Math.min(row, prices.length - 1)] as number);
  return openTruth(scenario, { ...files, 'prices.csv': priceText(3600, rows) }).path(0).only as Outcome;
}

const share = (closeFactor: number) => ({
  model: 'close-factor',
  closeFactor,
  fullBelowHealthFactor: 0,
  minimumDebt: 0,
});
const restoring = (target: number, closeFactor = 1) => ({
  model: 'target-health',
  target,
  closeFactor,
  minimumDebt: 0,
});

describe('a toxic position liquidated to exhaustion leaves max(0, D − C/(1 + b))', () => {
  const positions = [
    { collateral: 100, debt: 97, threshold: 0.825, bonus: 0.05, left: 1.7619047619047592 },
    { collateral: 63.6, debt: 62.5, threshold: 0.88, bonus: 0.045, left: 1.6387559808612409 },
    { collateral: 100, debt: 110, threshold: 0.75, bonus: 0.08, left: 17.40740740740742 },
  ];
  const factors = [0.1, 0.25, 0.5, 1];

  it.each(positions.flatMap((position) => factors.map((factor) => ({ ...position, factor }))))(
    'C $collateral, D $debt, b $bonus, close factor $factor',
    ({ factor, left, ...position }) => {
      const outcome = liquidate(position, share(factor));
      expectExact(
        `residual of ${position.debt} on ${position.collateral}, close factor ${factor}`,
        outcome.badDebtUsd,
        left,
        1e-9,
      );
      expect(outcome.badDebtRealisedUsd).toBe(outcome.badDebtUsd);
      expectExact('all collateral is gone', outcome.seizedUsd, position.collateral, 1e-9);
      // The largest of the debts that the figure rules out: a second round only where the first could not finish.
      if (factor === 1) expect(outcome.liquidations).toBe(1);
      else expect(outcome.liquidations).toBeGreaterThan(1);
    },
  );

  it('a partial liquidation that aims at health ends there too, and the synchronous engine at max(0, D − C)', () => {
    const [{ left, ...toxic }] = positions as [(typeof positions)[0]];
    expectExact('residual, aiming at health 1.05', liquidate(toxic, restoring(1.05, 0.5)).badDebtUsd, left, 1e-9);
    const synchronous = liquidate({ ...toxic, debt: 110 }, {}, { strategy: { preset: 'synchronous' } });
    expectExact('residual of a synchronous close of 110 on 100', synchronous.badDebtRealisedUsd, 10, 1e-9);
  });

  it.skipIf(NO_VECTORS)('as the vectors have it', () => {
    const vectors = vectorsFor('liquidation_algebra', 'residual-bad-debt-at-constant-price-after-liquid');
    expect(vectors.length).toBeGreaterThan(2);
    for (const { id, params, expected } of vectors) {
      const position = {
        collateral: Number(params.collateral),
        debt: Number(params.debt),
        bonus: Number(params.bonus),
        threshold: 0.7,
      };
      const { badDebtUsd } = liquidate(position, share(Number(params.close_factor)));
      expectExact(id, badDebtUsd, Number(expected), 1e-6 / Number(expected));
    }
  });
});

describe('liquidation is toxic above a loan-to-value of 1/(1 + b)', () => {
  it.each([
    { bonus: 0.045, limit: 0.9569377990430623 },
    { bonus: 0.01, limit: 0.9900990099009901 },
    { bonus: 0.08, limit: 0.9259259259259258 },
  ])('$limit at b = $bonus: just below nothing is lost, just above something is', ({ bonus, limit }) => {
    const at = (ltv: number) =>
      liquidate({ collateral: 100, debt: 100 * ltv, threshold: 0.9, bonus }, share(0.25)).badDebtUsd;
    expect(at(limit - 1e-6)).toBe(0);
    // D − C/(1 + b) for a debt 1e-6 of C above the limit.
    expectExact(`loss 1e-4 USD above the toxic limit at ${bonus}`, at(limit + 1e-6), 1e-4, 1e-6);
  });
});

describe('liquidation raises the health factor iff it is above t (1 + b)', () => {
  it.each([
    { threshold: 0.825, bonus: 0.05, limit: 0.86625 },
    { threshold: 0.88, bonus: 0.045, limit: 0.9196 },
    { threshold: 0.667, bonus: 0.13, limit: 0.75371 },
  ])('$limit at t = $threshold, b = $bonus', ({ threshold, bonus, limit }) => {
    const change = (health: number): number => {
      const debt = (100 * threshold) / health;
      // One block: one liquidation of a tenth.
      const chain = liquidate({ collateral: 100, debt, threshold, bonus }, share(0.1), { hours: 1 });
      const rounds = chain.liquidations;
      expect(rounds).toBeGreaterThan(0);
      const after = ((100 - chain.seizedUsd) * threshold) / (debt - chain.liquidatedDebtUsd);
      return after - health;
    };
    expect(change(limit + 0.001)).toBeGreaterThan(1e-5);
    expect(change(limit - 0.001)).toBeLessThan(-1e-5);
    expect(Math.abs(change(limit))).toBeLessThan(1e-12);
  });
});

describe('from health 1, a fall of up to 1 − t (1 + b) between two looks costs nothing', () => {
  it.each([
    { threshold: 0.93, bonus: 0.01, fall: 0.060699999999999976 },
    { threshold: 0.75, bonus: 0.08, fall: 0.18999999999999995 },
    { threshold: 0.975, bonus: 0.01, fall: 0.015249999999999986 },
    { threshold: 0.667, bonus: 0.13, fall: 0.24629 },
  ])('$fall at t = $threshold, b = $bonus', ({ threshold, bonus, fall }) => {
    const fallen = (share: number) =>
      liquidate(
        { collateral: 100, debt: 100 * threshold, threshold, bonus },
        { model: 'all' },
        { prices: [1, 1 - share] },
      );
    expect(fallen(fall - 1e-9).badDebtUsd).toBe(0);
    expect(fallen(fall - 1e-9).liquidations).toBe(1);
    // D − C (1 − fall − 1e-4)/(1 + b) = 100 · 1e-4/(1 + b).
    expectExact(`loss after a fall 1 bp beyond ${fall}`, fallen(fall + 1e-4).badDebtUsd, 0.01 / (1 + bonus), 1e-9);
  });
});

describe('repaying (h D − t C)/(h − t (1 + b)) restores health h', () => {
  const rows = [
    { collateral: 100, debt: 85, threshold: 0.825, bonus: 0.05, target: 1, repay: 18.691588785046726 },
    { collateral: 100, debt: 85, threshold: 0.825, bonus: 0.05, target: 1.05, repay: 36.734693877551 },
    { collateral: 100, debt: 90, threshold: 0.88, bonus: 0.045, target: 1, repay: 24.875621890547254 },
    { collateral: 100, debt: 95, threshold: 0.93, bonus: 0.01, target: 1, repay: 32.94892915980232 },
    { collateral: 150, debt: 110, threshold: 0.6667, bonus: 0.13, target: 1.25, repay: 75.49901435477992 },
    { collateral: 10000, debt: 8400, threshold: 0.8, bonus: 0.1, target: 1, repay: 3333.3333333333367 },
  ];

  it.each(rows)('C $collateral, D $debt, h $target: $repay', ({ target, repay, ...position }) => {
    const outcome = liquidate(position, restoring(target));
    expectExact(
      `repay of ${position.debt} on ${position.collateral} to health ${target}`,
      outcome.liquidatedDebtUsd,
      repay,
      1e-12,
    );
    expectExact('what is seized for it', outcome.seizedUsd, repay * (1 + position.bonus), 1e-12);
    const left = (position.collateral - outcome.seizedUsd) * position.threshold;
    expectExact('health after it', left / (position.debt - outcome.liquidatedDebtUsd), target, 1e-12);
    expect(outcome).toMatchObject({ badDebtUsd: 0, unservedDebtUsd: 0 });
  });

  it.each(rows)('in one round, without crumbs that rounding leaves: D $debt, h $target', (row) => {
    const { target, repay: _, ...position } = row;
    expect(liquidate(position, restoring(target)).liquidations).toBe(1);
  });

  it.skipIf(NO_VECTORS)('as the vectors have it, Qin et al.’s first step included', () => {
    const view = (p: Readonly<Record<string, number | string>>): AccountView => ({
      debtUsd: Number(p.debt),
      collateralUsd: Number(p.collateral),
      weightedUsd: Number(p.liq_threshold) * Number(p.collateral),
      healthFactor: (Number(p.liq_threshold) * Number(p.collateral)) / Number(p.debt),
      pairDebtUsd: Number(p.debt),
      pairCollateralUsd: Number(p.collateral),
      threshold: Number(p.liq_threshold),
      assetBonus: 0,
    });
    const restore = vectorsFor('liquidation_algebra', 'minimum-repay-to-restore-hf');
    const steps = vectorsFor('liquidation_algebra', 'optimal-2-step-strategy-repay1');
    expect(Math.min(restore.length, steps.length)).toBeGreaterThan(2);
    for (const { id, params, expected } of restore) {
      expectExact(
        id,
        repayToRestore(Number(params.target_hf), view(params), Number(params.bonus)),
        Number(expected),
        1e-12,
      );
    }
    for (const { id, params, expected } of steps) {
      expectExact(id, repayToRestore(1, view(params), Number(params.liq_spread)), Number(expected), 1e-9);
    }
  });
});
