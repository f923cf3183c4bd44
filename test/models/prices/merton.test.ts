import { describe, expect, it } from 'vitest';
import { openWorld, stressedBut } from '../fixtures/small-world.ts';

describe('jump diffusion', () => {
  it('has as many jumps as asked for over a long horizon: thousands are legal', () => {
    const raw = stressedBut((world) => {
      const law = { model: 'merton', start: 100, volatility: 0, jumpMean: 0.01, jumpDeviation: 0 };
      world.market.assets.ETH = { price: { ...law, jumpsPerDay: 2000 } };
    });
    const world = openWorld(raw, { horizon: 86_400_000 });
    world.write('jumps', 0);
    const prices = world.tape.prices[0] as Float64Array;
    // Between jumps the price falls by the compensator; a jump lifts it by one per cent.
    let jumps = 0;
    for (let tick = 1; tick < prices.length; tick++)
      jumps += Math.max(0, Math.round(Math.log(prices[tick]! / prices[tick - 1]!) / 0.01));
    expect(Math.abs(jumps - 2000)).toBeLessThan(4 * Math.sqrt(2000) + 0.01 * 2000);
  });

  it('forgets the jumps of the path before', () => {
    const raw = stressedBut((world) => {
      const law = { model: 'merton', start: 100, volatility: 0.1, jumpMean: -0.3, jumpDeviation: 0.1 };
      world.market.assets.ETH = { price: { ...law, jumpsPerDay: 40 } };
    });
    const used = openWorld(raw);
    for (let path = 0; path < 5; path++) used.write('jumps', path);
    used.write('jumps', 7);
    const fresh = openWorld(raw);
    fresh.write('jumps', 7);
    expect([...used.tape.prices[0]!]).toEqual([...fresh.tape.prices[0]!]);
  });
});
