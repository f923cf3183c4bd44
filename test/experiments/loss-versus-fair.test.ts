/** Loss versus fair and time to fill of the simulator's Dutch auction, against the closed forms. */
import { describe, expect, it } from 'vitest';
import { published, simulated } from '../../scripts/experiments/loss-versus-fair.ts';

describe('loss versus fair', () => {
  it('is what the research note worked out', () => {
    const auction = { premium: 0.01, decayPerSecond: 1e-4, dailyVolatility: 0.05, blockSeconds: 12 };
    expect(published(auction).loss).toBeCloseTo(0.0013286, 7);
    expect(published(auction).fillSeconds).toBeCloseTo(113.32, 2);
  });

  it.each([
    { decayPerSecond: 5e-5, blockSeconds: 12 },
    { decayPerSecond: 1e-3, blockSeconds: 12 },
    { decayPerSecond: 1e-4, blockSeconds: 2 },
  ])('and the simulator’s, at $decayPerSecond a second and blocks of $blockSeconds s', async (chosen) => {
    const auction = { premium: 0.005, dailyVolatility: 0.05, ...chosen };
    const { loss, fillSeconds } = await simulated(auction, 400);
    const paper = published(auction);
    expect(Math.abs(loss.mean - paper.loss)).toBeLessThan(4 * loss.standardError);
    expect(Math.abs(fillSeconds.mean - paper.fillSeconds)).toBeLessThan(4 * fillSeconds.standardError);
  });
});
