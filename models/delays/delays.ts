/** Waiting times. Each is drawn from one uniform by its inverse distribution, so that draws can be shared and stratified. */
import { z } from 'zod';
import { exponentialQuantile, lognormalQuantile } from '../../sim/random/distributions.ts';
import { zDuration, zPositive, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';

export const constantDelay = defineModel({
  family: 'delay',
  name: 'constant',
  title: 'always the same',
  params: z.strictObject({ delay: zDuration }),
  create: ({ delay }) => ({ quantile: () => delay }),
});

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

export const lognormalDelay = defineModel({
  family: 'delay',
  name: 'lognormal',
  title: 'usually near the median, sometimes far above it',
  params: z.strictObject({
    median: zSpan,
    spread: zPositive.max(5).describe('standard deviation of the logarithm'),
  }),
  create: ({ median, spread }) => ({ quantile: (u) => Math.round(lognormalQuantile(u, median, spread)) }),
});
