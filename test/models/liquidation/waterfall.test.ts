import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LossAbsorber, Waterfall } from '../../../models/liquidation/waterfall.ts';

const fund = (size: number, inflow = 0): LossAbsorber => ({ kind: 'fund', size, inflow });
const socialise: LossAbsorber = { kind: 'socialise' };

describe('the waterfall', () => {
  it('draws on the fund first, then on the lenders', () => {
    const waterfall = new Waterfall([fund(100), socialise]);
    expect(waterfall.absorb(70)).toBe(70);
    expect(waterfall.absorb(50)).toBe(30);
    expect(waterfall.absorb(10)).toBe(0);
    expect([waterfall.drawnUsd, waterfall.socialisedUsd, waterfall.parkedUsd, waterfall.fundUsd]).toEqual([
      100, 30, 0, 0,
    ]);
  });

  it('parks what no step takes', () => {
    const waterfall = new Waterfall([fund(100)]);
    waterfall.absorb(130);
    expect([waterfall.drawnUsd, waterfall.socialisedUsd, waterfall.parkedUsd]).toEqual([100, 0, 30]);
  });

  it('goes by the order of the steps', () => {
    const waterfall = new Waterfall([socialise, fund(100)]);
    expect(waterfall.absorb(5)).toBe(0);
    expect(waterfall.fundUsd).toBe(100);
  });

  it('feeds funds with their share of fees, never more than the fee', () => {
    const waterfall = new Waterfall([fund(0, 0.7), fund(0, 0.7), socialise]);
    expect(waterfall.feed(100)).toBe(100);
    expect(waterfall.absorb(80)).toBe(80);
    expect(waterfall.fundUsd).toBeCloseTo(20, 12);
    expect(new Waterfall([fund(5), socialise]).feed(100)).toBe(0);
  });

  it('fills a fund up to its cap and no further', () => {
    const waterfall = new Waterfall([{ kind: 'fund', size: 10, inflow: 1, cap: 15 }, socialise]);
    expect(waterfall.feed(3)).toBe(3);
    expect(waterfall.feed(100)).toBe(2);
    expect(waterfall.fundUsd).toBe(15);
  });

  it('slashes a stake with its fee, never what must stay', () => {
    const waterfall = new Waterfall([
      { kind: 'fund', size: 100, inflow: 0, slashing: { fee: 0.25, leastLeft: 20 } },
      socialise,
    ]);
    expect(waterfall.absorb(40)).toBe(40);
    expect(waterfall.fundUsd).toBe(50);
    expect(waterfall.absorb(40)).toBe(24);
    expect([waterfall.fundUsd, waterfall.drawnUsd, waterfall.socialisedUsd]).toEqual([20, 64, 16]);
    expect(waterfall.absorb(5)).toBe(0);
    waterfall.reset();
    expect(waterfall.fundUsd).toBe(100);
  });

  it('starts the next path with full funds', () => {
    const waterfall = new Waterfall([fund(100, 1)]);
    waterfall.feed(7);
    waterfall.absorb(500);
    waterfall.reset();
    expect([waterfall.drawnUsd, waterfall.parkedUsd, waterfall.fundUsd]).toEqual([0, 0, 100]);
  });

  it('allocates every loss once, and no fund pays more than it had', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    const step = fc.oneof(
      amount.map((size) => fund(size)),
      fc.constant(socialise),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 4 }),
        fc.array(amount, { minLength: 1, maxLength: 10 }),
        (steps, losses) => {
          const waterfall = new Waterfall(steps);
          const before = waterfall.fundUsd;
          const paid = losses.map((loss) => waterfall.absorb(loss));
          const total = losses.reduce((sum, loss) => sum + loss, 0);
          const { drawnUsd, socialisedUsd, parkedUsd, fundUsd } = waterfall;
          expect(Math.abs(drawnUsd + socialisedUsd + parkedUsd - total)).toBeLessThanOrEqual(1e-9 * total);
          expect(Math.abs(before - drawnUsd - fundUsd)).toBeLessThanOrEqual(1e-9 * (before + 1));
          expect(paid.every((usd, i) => usd >= 0 && usd <= losses[i]!)).toBe(true);
          expect(fundUsd).toBeGreaterThanOrEqual(0);
          if (steps.includes(socialise)) expect(parkedUsd).toBe(0);
        },
      ),
      { seed: 20200312, numRuns: 300 },
    );
  });
});
