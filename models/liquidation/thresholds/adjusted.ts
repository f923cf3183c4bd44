/** Thresholds that fall when the market is rough or the chain is full. */
import { z } from 'zod';
import { clamp } from '../../../sim/math.ts';
import type { Fraction, Millis } from '../../../sim/units.ts';
import { zDuration, zFraction, zNonNegative, zPositive, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { Tape } from '../../tape/tape.ts';
import type { ThresholdRule } from './threshold-rule.ts';

/** 1 up to the reference, and less by `slope` for each multiple of it beyond, down to the floor. */
export function reducedBy(measured: number, reference: number, slope: number, floor: Fraction): Fraction {
  return clamp(1 - slope * Math.max(0, measured / reference - 1), floor, 1);
}

const shared = {
  slope: zNonNegative.max(10).describe('how much of the threshold goes for each multiple of the reference beyond it'),
  floor: zFraction.gt(0).default(0.8).describe('lowest share of the threshold that is left'),
  every: zSpan.default(600_000).describe('how often it is looked at'),
  lag: zDuration.default(0).describe('age of what is looked at'),
};

/** First multiple of a period after an instant. */
const nextMultiple = (time: Millis, every: Millis): Millis => (Math.floor(time / every) + 1) * every;

/** Σ of squared log-moves of an asset's outside price up to each tick. */
function squaredMoves(asset: number, tape: Tape): Float64Array {
  return tape.derived(`squared log-moves of asset ${asset}`, (out) => {
    const prices = tape.prices[asset] as Float64Array;
    out[0] = 0;
    for (let tick = 1; tick < out.length; tick++) {
      const move = Math.log((prices[tick] as number) / (prices[tick - 1] as number));
      out[tick] = (out[tick - 1] as number) + move * move;
    }
  });
}

/**
 * Realised volatility of the outside price over a window that ends at an instant, a year: √(Σ r² / window), r the log-moves from
 * tick to tick. The part of the window that lies before the path counts at `before`.
 */
export function realisedVolatility(asset: number, time: Millis, window: Millis, before: number, tape: Tape): number {
  const { tickMillis, tickYears } = tape.grid;
  const width = Math.max(1, Math.round(window / tickMillis));
  const end = Math.max(0, tape.tickAt(Math.max(0, time)));
  const start = Math.max(0, end - width);
  const sums = squaredMoves(asset, tape);
  const unseen = width - (end - start);
  const variance = ((sums[end] as number) - (sums[start] as number)) / tickYears + unseen * before * before;
  return Math.sqrt(variance / width);
}

/**
 * Each asset's threshold falls when its price is rough:
 *
 *   LT(t) = LT · max(floor, 1 − slope · max(0, σ / reference − 1))
 *   σ     = √(Σ r² / window),  r: log-moves of the outside price from tick to tick over [t − lag − window, t − lag]
 *
 * looked at at every multiple of `every`. σ and `reference` per square root of a year (0.8 is 80 %); before the path begins prices count as moving at
 * `reference`. `slope`: a number, 0 or above. `floor`: fraction above 0. `window`, `every`, `lag`: durations. Thresholds are only ever lowered.
 * Nothing is told to borrowers: accounts between the two thresholds become due when it falls. Source: risk-based margins of exchanges (CME SPAN 2), reduced
 * to one rule.
 */
export const volatilityAdjusted = defineModel({
  family: 'thresholds',
  name: 'volatility-adjusted',
  title: 'thresholds fall with the realised volatility of each asset',
  source: 'risk-based margins of exchanges (CME SPAN 2), reduced to one rule on realised volatility',
  misleads: 'about a protocol that warns: here the fall of a threshold makes accounts due at once',
  params: z.strictObject({
    ...shared,
    window: zSpan.describe('length of the window in which volatility is measured'),
    reference: zPositive.max(100).describe('volatility up to which nothing happens, 0.8 is 80 % a year'),
  }),
  create: ({ slope, floor, every, lag, window, reference }): ThresholdRule => ({
    least: () => floor,
    factor: (asset, time, tape) => {
      if (!tape.moves(asset)) return 1;
      const at = time - (time % every) - lag;
      return reducedBy(realisedVolatility(asset, at, window, reference, tape), reference, slope, floor);
    },
    next: (time) => nextMultiple(time, every),
  }),
});

/**
 * All thresholds fall when block space is dear, so that liquidations start before keepers are priced out:
 *
 *   LT(t) = LT · max(floor, 1 − slope · max(0, g / reference − 1))
 *
 * g: gas price at which others alone fill a block, gwei, at t − lag; looked at at every multiple of `every`. `reference`: gwei. `slope`: a number, 0 or
 * above. `floor`: fraction above 0. `every`, `lag`: durations.
 */
export const congestionAdjusted = defineModel({
  family: 'thresholds',
  name: 'congestion-adjusted',
  title: 'thresholds fall when gas is dear',
  misleads: 'about a protocol that warns: here the fall of a threshold makes accounts due at once',
  params: z.strictObject({
    ...shared,
    reference: zPositive.describe('gwei up to which nothing happens'),
  }),
  create: ({ slope, floor, every, lag, reference }): ThresholdRule => ({
    least: () => floor,
    factor: (_asset, time, tape) =>
      reducedBy(tape.gasAt(Math.max(0, time - (time % every) - lag)), reference, slope, floor),
    next: (time) => nextMultiple(time, every),
  }),
});
