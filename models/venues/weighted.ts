/**
 * A weighted pool of two assets (Balancer): base^w · quote^(1−w) is kept.
 *
 *   proceeds(q) = y · (1 − (x / (x + (1 − fee) q))^(w/(1−w)))
 *
 * x and y are the reserves of base and quote, w the weight of base in (0, 1). Its price before fee is p = (y/(1−w)) / (x/w), and
 * p = P · (1 + δ) with P the outside price: a sale lowers δ, which halves every `halfLife`; moves of P are followed at once. With
 * w = 1/2 it is a constant product; a small w makes the base side deep for its reserve. `depth` is the base reserve at the start
 * (base units), `fee` a fraction of the input, which stays in the pool.
 *
 * Contracts refuse a trade that brings in more than 30 % of a reserve; here such a sale is taken to come in parts.
 *
 * Source: Martinelli and Mushegian, Balancer (2019).
 */
import { z } from 'zod';
import { zReserve } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import { pooled, recovering, startPriceOf } from './terms.ts';
import { WeightedCurve } from './weighted/curve.ts';

export const weightedPool = defineModel({
  family: 'venue',
  name: 'weighted',
  title: 'a weighted pool on a power curve',
  source: 'Martinelli and Mushegian, Balancer (2019)',
  misleads: 'where the pool holds more than two assets that are traded at once',
  params: z.strictObject({
    ...pooled,
    depth: zReserve.describe('reserve of the base asset at the start, in its units'),
    weight: z.number().min(0.01).max(0.99).describe('weight of the base asset, a fraction; 0.8 is 80 %'),
  }),
  create: (p, context) => recovering(new WeightedCurve(p.depth, startPriceOf(p, context), p.weight, p.fee), p, context),
});
