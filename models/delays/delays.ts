/** Waiting times. Each is drawn from one uniform by its inverse distribution, so that draws can be shared and stratified. */
import { z } from 'zod';
import { exponentialQuantile, lognormalQuantile } from '../../sim/random/distributions.ts';
import { zDuration, zPositive, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';

/** The same waiting time T = delay at every draw. Parameter: `delay` (duration). A duration alone (`delay: 8s`) means this. */
export const constantDelay = defineModel({
  family: 'delay',
  name: 'constant',
  title: 'always the same',
  params: z.strictObject({ delay: zDuration.describe('waiting time, a duration') }),
  create: ({ delay }) => ({ quantile: () => delay }),
});

/**
 * A memoryless waiting time after a least one: T = minimum − mean · ln(1 − u).
 *
 * With the time between blocks as `minimum` it is the shifted exponential "block time + exponential", by which keepers'
 * reactions are usually described for want of measurements. Parameters: `mean` of the random part and `minimum` (durations).
 */
export const exponentialDelay = defineModel({
  family: 'delay',
  name: 'exponential',
  title: 'memoryless, with a least delay before it',
  params: z.strictObject({
    mean: zSpan.describe('mean of the random part'),
    minimum: zDuration.default(0).describe('added to every draw'),
  }),
  create: ({ mean, minimum }) => ({ quantile: (u) => minimum + Math.round(exponentialQuantile(u, mean)) }),
});

/**
 * A lognormal waiting time: T = median · exp(spread · z), z the standard normal quantile of u.
 *
 * Parameters: `median` (duration), `spread` (standard deviation of ln T, above 0, at most 5); the mean is
 * median · exp(spread²/2).
 */
export const lognormalDelay = defineModel({
  family: 'delay',
  name: 'lognormal',
  title: 'usually near the median, sometimes far above it',
  params: z.strictObject({
    median: zSpan.describe('half of the draws are later'),
    spread: zPositive.max(5).describe('standard deviation of the logarithm'),
  }),
  create: ({ median, spread }) => ({ quantile: (u) => Math.round(lognormalQuantile(u, median, spread)) }),
});
