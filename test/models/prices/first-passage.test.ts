/**
 * First passage in closed form and by quadrature, against published figures and against each other. The same figures through the whole simulator:
 * test/models/truth/first-passage.test.ts and solvency-gap.test.ts.
 */
import { describe, expect, it } from 'vitest';
import {
  BARRIER_SHIFT,
  barrierShift,
  chanceToBeSeenBelow,
  chanceToFall,
  expectedSurvivingExcess,
} from '../../../models/prices/first-passage.ts';
import { firstSeenBelow, unseenExcess } from '../../../models/prices/first-seen.ts';
import { chanceBelow, diffusion, expectedExcessOver, logReturn } from '../../../models/prices/log-returns.ts';

const DAY = 1 / 365;
const tenPercent = -Math.log(0.9);
const crypto = { drift: 0, volatility: 0.8 };
const watched = (dates: number) => ({
  returns: logReturn(diffusion(0, 0.8), DAY / dates),
  distance: tenPercent,
  dates,
});

describe('watched all the time', () => {
  it('falls with the chance of the reflection principle', () => {
    expect(chanceToFall(crypto, tenPercent, DAY)).toBeCloseTo(0.012504482282205, 14);
    expect(chanceToFall({ drift: 0, volatility: 0.6 }, -Math.log(0.8), DAY) / 1.34262907211394e-12).toBeCloseTo(1, 10);
  });

  it('is certain at the level itself, and far down a steep drift, without overflow', () => {
    expect(chanceToFall(crypto, 0, DAY)).toBe(1);
    expect(chanceToFall({ drift: -50, volatility: 0.01 }, 3, 1)).toBe(1);
    expect(chanceToFall({ drift: 50, volatility: 0.01 }, 3, 1)).toBe(0);
    expect(chanceToFall({ drift: 0, volatility: 0.8 }, 1e-9, DAY)).toBeCloseTo(1, 6);
  });

  it('gives a call that dies at the barrier its price of Merton (1973)', () => {
    const law = { drift: 0.1, volatility: 0.3 };
    const value = (distance: number) => 100 * Math.exp(-0.02) * expectedSurvivingExcess(law, 1, distance, 0.2);
    expect(value(-Math.log(0.85))).toBeCloseTo(6.30757493, 7);
    expect(value(-Math.log(0.97))).toBeCloseTo(3.0595633, 7);
    // Far away it is a plain call.
    const plain = 100 * Math.exp(-0.02) * expectedExcessOver(logReturn(diffusion(0.1, 0.3), 0.2), 1);
    expect(value(5)).toBeCloseTo(plain, 10);
    expect(value(0)).toBe(0);
  });

  it('a strike below the barrier is counted from the barrier', () => {
    const law = { drift: 0, volatility: 0.5 };
    const paid = (k: number) => expectedSurvivingExcess(law, k, 0.2, 0.5);
    // Below the barrier the payment is linear in the strike, by the chance to survive.
    const survives = 1 - chanceToFall(law, 0.2, 0.5);
    expect(paid(0.5) - paid(0.6)).toBeCloseTo(0.1 * survives, 12);
  });
});

describe('watched at dates', () => {
  it('one date is the distribution function', () => {
    const { returns } = watched(1);
    expect(firstSeenBelow(watched(1)).chance).toBe(chanceBelow(returns, -tenPercent));
    expect(unseenExcess(watched(1), 1)).toBeCloseTo(expectedExcessOver(returns, 1), 14);
  });

  it.each([
    [24, 0.0092663, 0.00487692],
    [1440, 0.0119816, 0.0006428],
  ])('%i dates a day: chance and depth of an independent quadrature', (dates, chance, depth) => {
    const seen = firstSeenBelow(watched(dates));
    expect(Math.abs(seen.chance - chance)).toBeLessThan(2e-6);
    expect(Math.abs(seen.meanDepth - depth)).toBeLessThan(1e-6);
  });

  it('Broadie, Glasserman and Kou are the nearer the more dates there are', () => {
    expect(BARRIER_SHIFT).toBe(0.5825971579390107);
    expect(chanceToBeSeenBelow(crypto, tenPercent, DAY, 24)).toBeCloseTo(0.008887804506, 11);
    const misses = [24, 96, 384].map((dates) => {
      const exact = firstSeenBelow(watched(dates)).chance;
      return Math.abs(chanceToBeSeenBelow(crypto, tenPercent, DAY, dates) / exact - 1);
    });
    expect(misses[0]).toBeLessThan(0.05);
    expect(misses[1]).toBeLessThan(misses[0]! / 3);
    expect(misses[2]).toBeLessThan(misses[1]! / 3);
    expect(firstSeenBelow(watched(96)).meanDepth).toBeCloseTo(barrierShift(0.8, DAY / 96), 4);
  });

  it('with jumps: liquidated, insolvent by then, and by how much', () => {
    const stress = { drift: 0, volatility: 1, jumpsPerDay: 2, jumpMean: -0.03, jumpDeviation: 0.06 };
    const loan = { returns: logReturn(stress, DAY / 24), distance: tenPercent, dates: 24 };
    const seen = firstSeenBelow(loan, -Math.log(0.825 * 1.05));
    expect(seen.insolvent / 0.00280427).toBeCloseTo(1, 5);
    expect(seen.shortfall / 7.4769e-5).toBeCloseTo(1, 5);
    expect(firstSeenBelow(loan).insolvent).toBe(seen.chance);
  });

  it('a call that dies where it is seen below the barrier', () => {
    const returns = logReturn(diffusion(0.1, 0.3), 0.2 / 50);
    const value = 100 * Math.exp(-0.02) * unseenExcess({ returns, distance: -Math.log(0.9), dates: 50 }, 1);
    expect(Math.abs(value - 6.098196)).toBeLessThan(1e-6);
  });

  it('needs a spread', () => {
    const still = { returns: logReturn(diffusion(0, 0), DAY), distance: 0.1, dates: 2 };
    expect(() => firstSeenBelow(still)).toThrow('volatility above 0');
  });
});
