/** Maker's auction curves: when a falling price reaches the market, and when an auction must be reset. */
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import type { PriceCurve } from '../../../models/model.ts';
import { powInt } from '../../../sim/math.ts';
import { expectExact } from './criteria.ts';
import { bare, openTruth, priceText } from './harness.ts';
import { NO_VECTORS, vectorsFor } from './vectors.ts';

const registry = builtIn();

function stairstep(cut: number, stepSeconds: number): PriceCurve {
  return registry.create('curve', { model: 'stairstep', cut, step: stepSeconds * 1000 }, undefined);
}

/** First whole second at which buffer · share is at most 1. */
function secondsToMarket(curve: PriceCurve, buffer: number): number {
  let second = 0;
  while (buffer * curve.share(second * 1000) > 1) second++;
  return second;
}

describe('stairstep exponential decrease, p = top · cut^⌊t/step⌋', () => {
  it.each([
    { buffer: 1.2, step: 90, seconds: 1710 },
    { buffer: 1.3, step: 60, seconds: 1620 },
    { buffer: 1.2, step: 60, seconds: 1140 },
  ])('from $buffer it is at the market after $seconds s', ({ buffer, step, seconds }) => {
    const curve = stairstep(0.99, step);
    expectExact(`stairstep ${buffer}, ${step} s: seconds to market`, secondsToMarket(curve, buffer), seconds, 0);
    // The inverse may be a little early, never late: here it is the step itself.
    expect(curve.reaches(1 / buffer)).toBe(seconds * 1000);
  });

  it('is 0.9914 of the market there, and past its cusp of 0.4 after 8280 s', () => {
    expectExact(
      'stairstep 1.2, 90 s: price/market at 1710 s',
      1.2 * stairstep(0.99, 90).share(1_710_000),
      0.9914023486027039,
      1e-12,
    );
    expect(stairstep(0.99, 90).share(8_279_999)).toBeGreaterThanOrEqual(0.4);
    expect(stairstep(0.99, 90).share(8_280_000)).toBeLessThan(0.4);
  });

  it.skipIf(NO_VECTORS)('as the vectors have it', () => {
    const times = vectorsFor('dutch_auction', 'seconds-until-price');
    const cusps = vectorsFor('dutch_auction', 'seconds-until-reset-by-cusp');
    expect(Math.min(times.length, cusps.length)).toBeGreaterThan(1);
    for (const { id, params, expected } of times) {
      expectExact(
        id,
        secondsToMarket(stairstep(Number(params.cut), Number(params.step_s)), Number(params.buf)),
        Number(expected),
        0,
      );
    }
    for (const { id, params, expected } of cusps) {
      const curve = stairstep(Number(params.cut), Number(params.step_s));
      expect(curve.share(1000 * Number(expected)), id).toBeLessThan(Number(params.cusp));
      expect(curve.share(1000 * Number(expected) - 1), id).toBeGreaterThanOrEqual(Number(params.cusp));
    }
    for (const { id, params, expected } of vectorsFor('dutch_auction', 'rpow')) {
      expectExact(id, powInt(Number(params.cut) / 1e27, Number(params.n)), Number(expected) / 1e27, 1e-12);
    }
  });
});

describe('linear decrease, p = top · (τ − t)/τ', () => {
  it.each([
    { buffer: 1.05, duration: 72, seconds: 3.4285714285714324 },
    { buffer: 1.3, duration: 3600, seconds: 830.7692307692311 },
  ])('from $buffer over $duration s it is at the market after $seconds s', ({ buffer, duration, seconds }) => {
    const curve = registry.create('curve', { model: 'linear', duration: duration * 1000 }, undefined);
    expectExact(
      `linear ${buffer}, ${duration} s: price/market at ${seconds.toFixed(2)} s`,
      buffer * curve.share(seconds * 1000),
      1,
      1e-12,
    );
    expectExact(`linear ${buffer}, ${duration} s: inverse`, curve.reaches(1 / buffer) / 1000, seconds, 1e-8);
    expect(curve.reaches(1 / buffer)).toBeLessThanOrEqual(seconds * 1000);
  });
});

/** Blocks every second, prices in steps of 90 s, nothing reported after the start, gas free. */
function auctionOver(steps: number, prices: readonly number[]) {
  const [scenario, files] = bare({
    price: { model: 'replay', file: 'prices.csv', interpolation: 'step' },
    horizon: `${90 * steps}s`,
    tick: '90s',
    blocks: { model: 'slots', slot: '1s' },
    publish: { model: 'interval', every: '10d' },
    collateral: 10,
    debt: 900,
    threshold: 0.8,
    bonus: 0,
    strategy: {
      preset: 'dutch-auction',
      execution: {
        model: 'auction',
        curve: { model: 'stairstep', cut: 0.99, step: '90s' },
        buffer: 1.2,
        penalty: 0,
        tail: '8400s',
        cusp: 0.4,
        tip: 0,
        chip: 0,
        dust: 0,
        kickGas: 0,
        takeGas: 0,
        revertGas: 0,
      },
    },
  });
  const rows = Array.from({ length: steps + 1 }, (_, row) => prices[Math.min(row, prices.length - 1)] as number);
  return openTruth(scenario, { ...files, 'prices.csv': priceText(90, rows) }).path(0).only!;
}

describe('through the simulator', () => {
  it('a lot goes at 1710 s, at the first ask below the market', () => {
    const outcome = auctionOver(40, [100]);
    expect(outcome).toMatchObject({ auctionsStarted: 1, auctionsReset: 0, liquidations: 1, inclusionSeconds: 1710 });
    // 900 of debt at 99.14023486027039 each take 9.0780… of the 10 units: what the market pays for them is the keeper's.
    expectExact('stairstep auction: sold at the market', outcome.soldUsd, (900 / 99.1402348602704) * 100, 1e-12);
    expectExact('stairstep auction: keeper', outcome.keeperProfitUsd, (900 / 99.1402348602704) * 100 - 900, 1e-9);
  });

  it.each([
    { steps: 91, resets: 0 },
    { steps: 92, resets: 1 },
    // Started again at 120, since nothing landed; 68 steps later it asks 60.6.
    { steps: 160, resets: 1 },
  ])('a lot that nobody wants is reset at its cusp: $resets after $steps steps of 90 s', ({ steps, resets }) => {
    // 30 is below 120 · 0.4 = 48, so the auction cannot clear before that.
    const outcome = auctionOver(steps, [100, 30]);
    expect(outcome).toMatchObject({ auctionsStarted: 1, auctionsReset: resets, liquidations: 0, unservedDebtUsd: 900 });
    // Debt of 900 against 10 units at 30.
    expect(outcome).toMatchObject({ badDebtUsd: 600, badDebtLatentUsd: 600 });
  });
});
