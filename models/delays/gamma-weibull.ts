/** Two families of waiting times that lie between "always the same" and "memoryless", and beyond. */
import { z } from 'zod';
import { powReal } from '../../sim/math.ts';
import { gammaQuantile } from '../../sim/random/gamma-quantile.ts';
import { zDuration, zPositive, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';

/**
 * A gamma waiting time: `minimum` + G, where G has the density g(t) ∝ t^(shape − 1) · exp(−t · shape / mean).
 *
 * Shape 1 is the exponential; a whole shape n is n memoryless stages one after the other (see the price, simulate, sign);
 * the coefficient of variation is 1/√shape. Drawn by the inverse of the regularised incomplete gamma function.
 *
 * Parameters: `mean` of the random part (duration), `shape` (number, 0.05 to 1000), `minimum` added to every draw (duration).
 * Source: the Erlang and gamma laws of queueing theory, e.g. Kleinrock (1975).
 */
export const gammaDelay = defineModel({
  family: 'delay',
  name: 'gamma',
  title: 'several stages one after the other: more regular than memoryless when the shape is above 1',
  source: 'Kleinrock (1975), Queueing Systems I',
  params: z.strictObject({
    mean: zSpan.describe('mean of the random part'),
    shape: zPositive.min(0.05).max(1000).describe('number of stages; 1 is the exponential, need not be whole'),
    minimum: zDuration.default(0).describe('added to every draw'),
  }),
  create: ({ mean, shape, minimum }) => ({
    quantile: (u) => minimum + Math.round(gammaQuantile(u, shape, mean / shape)),
  }),
});

/**
 * A Weibull waiting time: `minimum` + scale · (−ln(1 − u))^(1/shape).
 *
 * Shape 1 is the exponential of mean `scale`; below 1 most are quick and a few very late; above 1 they gather around the
 * scale. P(T > minimum + t) = exp(−(t/scale)^shape): a share 1/e of the draws is later than `minimum + scale`, whatever the shape.
 *
 * Parameters: `scale` (duration), `shape` (number, 0.1 to 50), `minimum` added to every draw (duration).
 * Source: Weibull (1951).
 */
export const weibullDelay = defineModel({
  family: 'delay',
  name: 'weibull',
  title: 'heavy or light in the tail, by its shape',
  source: 'Weibull (1951), A statistical distribution function of wide applicability',
  params: z.strictObject({
    scale: zSpan.describe('37 % of the draws are later than this (after the minimum)'),
    shape: zPositive.min(0.1).max(50).describe('below 1 a heavy tail, 1 the exponential, above 1 a light tail'),
    minimum: zDuration.default(0).describe('added to every draw'),
  }),
  create: ({ scale, shape, minimum }) => ({
    quantile: (u) => minimum + Math.round(scale * powReal(-Math.log(1 - u), 1 / shape)),
  }),
});
