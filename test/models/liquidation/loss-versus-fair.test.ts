/** Closed forms of a falling auction against simulated walks. The same figures through the whole simulator: test/models/truth/dutch-auction.test.ts. */
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { type FallingAuction, lossVersusFair, slopeAt } from '../../../models/liquidation/curve/loss-versus-fair.ts';
import { RandomStream } from '../../../sim/random/random-stream.ts';

const A_DAY = Math.sqrt(86_400);
const auction = { premium: 0.03, decay: 1e-4, drift: 0, volatility: 0.05 / A_DAY, block: 12, blocks: 'slots' } as const;

/** Mean and standard error of loss and time over auctions that begin anywhere within a slot. */
function simulated(p: FallingAuction, paths: number) {
  const stream = new RandomStream('loss versus fair');
  const losses = new Float64Array(paths);
  const times = new Float64Array(paths);
  for (let path = 0; path < paths; path++) {
    let [gap, time] = [p.premium, 0];
    do {
      const wait = time === 0 ? p.block * stream.uniform() : p.block;
      time += wait;
      gap +=
        (0.5 * p.volatility * p.volatility - p.decay - p.drift) * wait +
        p.volatility * Math.sqrt(wait) * stream.normal();
    } while (gap > 0);
    losses[path] = -Math.expm1(gap);
    times[path] = time;
  }
  const judge = (sample: Float64Array) => {
    const mean = sample.reduce((sum, x) => sum + x, 0) / paths;
    const squares = sample.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
    return { mean, error: Math.sqrt(squares / (paths - 1) / paths) };
  };
  return { loss: judge(losses), fill: judge(times) };
}

describe('loss versus fair', () => {
  it('after exponential waits is the form of Moallemi and Robinson', () => {
    const { loss, fill } = lossVersusFair({
      ...auction,
      decay: 1.1e-4,
      volatility: 0.2 / A_DAY,
      premium: 0.02,
      blocks: 'poisson',
    });
    expect(fill).toBeCloseTo(204.52758404340204, 9);
    expect(loss).toBeGreaterThan(0);
    const still = lossVersusFair({ ...auction, volatility: 0, blocks: 'poisson' });
    expect(still.loss).toBeCloseTo(0.0012 / 1.0012, 15);
    expect(still.fill).toBeCloseTo(312, 9);
  });

  it.each([
    ['everyday volatility', auction],
    ['a wild day', { ...auction, volatility: 0.3 / A_DAY, decay: 2e-4 }],
    ['a steep fall', { ...auction, decay: 2e-3, premium: 0.2 }],
    ['a drift', { ...auction, drift: 5e-5 }],
  ])('in slots, %s: that of a simulated walk', (_, p) => {
    const theory = lossVersusFair(p);
    const { loss, fill } = simulated(p, 20_000);
    expect(Math.abs(theory.loss - loss.mean)).toBeLessThan(4 * loss.error);
    expect(Math.abs(theory.fill - fill.mean)).toBeLessThan(4 * fill.error);
  });

  it('in slots without noise lies half a step deep', () => {
    const { loss, fill } = lossVersusFair({ ...auction, volatility: 0 });
    expect(loss).toBeCloseTo(1 - (1 - Math.exp(-0.0012)) / 0.0012, 12);
    expect(fill).toBeCloseTo((0.03 + 0.0006) / 1e-4, 9);
    expect(lossVersusFair({ ...auction, volatility: 1e-9 }).loss).toBeCloseTo(loss, 6);
  });

  it('refuses an ask that falls more slowly than the fair price', () => {
    expect(() => lossVersusFair({ ...auction, drift: -2e-4 })).toThrow('it may never be taken');
  });
});

describe('the slope of a curve', () => {
  const curve = (reference: { model: string } & Record<string, unknown>) =>
    builtIn().create('curve', reference, undefined);

  it('of stairs is that of the line through them, and they stand a step long', () => {
    const { decay, stands } = slopeAt(curve({ model: 'stairstep', cut: 0.99, step: 90_000 }), 1 / 1.2);
    expect(decay).toBeCloseTo(-Math.log(0.99) / 90_000, 18);
    expect(stands).toBe(90_000);
    expect(slopeAt(curve({ model: 'stairstep', cut: 0.7, step: 90_000 }), 1 / 1.2).stands).toBe(90_000);
  });

  it('of a line is steeper in relation the lower it is', () => {
    const { decay, stands } = slopeAt(curve({ model: 'linear', duration: 3_600_000 }), 1 / 1.3);
    expect(decay / (1.3 / 3_600_000)).toBeCloseTo(1, 2);
    expect(stands).toBeLessThan(10);
  });

  it('is 0 where it falls no further', () => {
    const flat = curve({
      model: 'points',
      points: [
        { at: 0, share: 1 },
        { at: 60_000, share: 0.9 },
      ],
    });
    expect(slopeAt(flat, 0.8).decay).toBe(0);
  });
});
