import { z } from 'zod';
import type { Millis } from '../../../sim/units.ts';
import { zDuration, zName, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import { rampedThreshold } from '../threshold-ramp.ts';
import type { ThresholdRule } from './threshold-rule.ts';

/**
 * Governance sets new thresholds at `from`; a lower one is reached along a line, a higher one at once:
 *
 *   LT(t) = LT + (target − LT) · min(1, (t − from) / duration)   where target < LT;   LT(t) = target where target ≥ LT
 *
 * LT: the asset's liquidation threshold in the scenario. `targets`: by collateral, fractions in (0, 1]; others stay. `from`, `duration`: durations from the
 * start of the path; with `duration: 0` the fall is at once too. The line is walked in steps of `every`. Accounts that a step passes are due. In a book from a file
 * each entry moves in proportion. Source: Euler v2 (EVK), LTV ramping; Aave lowers thresholds in steps by governance for the same reason.
 */
export const ramp = defineModel({
  family: 'thresholds',
  name: 'ramp',
  title: 'governance lowers or raises thresholds; a lower one is reached along a line',
  source: 'Euler v2 (EVK), setLTV with rampDuration',
  misleads: 'over horizons shorter than the ramps that governance sets, which are days',
  params: z.strictObject({
    targets: z
      .record(zName, z.number().gt(0).max(1))
      .describe('new liquidation thresholds by collateral, 0.75 is 75 %'),
    from: zDuration.default(0).describe('time from the start of the path at which they are set'),
    duration: zDuration.describe('time in which a lower one is reached'),
    every: zSpan.default(600_000).describe('step in time of the way down'),
  }),
  create: ({ targets, from, duration, every }, { names, threshold }): ThresholdRule => {
    const unknown = Object.keys(targets).find((name) => threshold(names.indexOf(name)) === undefined);
    if (unknown !== undefined) throw new RangeError(`thresholds: ${unknown} is no collateral of the protocol`);
    const ends = from + duration;
    const share = (asset: number, progress: number): number => {
      const [initial, target] = [threshold(asset), targets[names[asset] as string]];
      return initial === undefined || target === undefined ? 1 : rampedThreshold(initial, target, progress) / initial;
    };
    const stepOf = (time: Millis): Millis => (time >= ends ? duration : Math.floor((time - from) / every) * every);
    return {
      least: (asset) => Math.min(1, share(asset, 1)),
      factor: (asset, time) => (time < from ? 1 : share(asset, duration === 0 ? 1 : stepOf(time) / duration)),
      next: (time) => {
        if (time < from) return from;
        return time >= ends ? Number.POSITIVE_INFINITY : Math.min(ends, from + stepOf(time) + every);
      },
    };
  },
});
