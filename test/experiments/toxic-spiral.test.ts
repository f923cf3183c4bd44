/** Toxic liquidation spirals: where they begin, what they leave, and that stopping leaves less. */
import { describe, expect, it } from 'vitest';
import { afterOne, badDebtShares, halting } from '../../scripts/experiments/toxic-spiral.ts';

describe('a toxic spiral', () => {
  it.each([0.045, 0.15])('begins at 1/(1 + %d)', async (bonus) => {
    const frontier = 1 / (1 + bonus);
    expect(await afterOne(frontier - 1e-4, bonus)).toBeLessThan(frontier - 1e-4);
    expect(await afterOne(frontier + 1e-4, bonus)).toBeGreaterThan(frontier + 1e-4);
  });

  it.each([
    [0.9, 0.05],
    [0.96, 0.05],
    [1.03, 0.08],
  ])(
    'leaves D − C/(1 + b) from a loan-to-value of %d at a bonus of %d, whatever the close factor',
    async (ltv, bonus) => {
      for (const share of await badDebtShares(ltv, bonus)) {
        expect(share).toBeCloseTo(Math.max(0, 1 - 1 / ltv / (1 + bonus)), 12);
      }
    },
  );

  it('loses less where liquidations halt', async () => {
    const { liquidating, halting: halted } = await halting(0.8, 1, 100);
    expect(liquidating.mean).toBeCloseTo(1 - 1 / 0.97 / 1.08, 9);
    expect(halted.mean + 4 * halted.standardError).toBeLessThan(liquidating.mean);
  });
});
