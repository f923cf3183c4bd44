/**
 * How the price of a Dutch auction falls, as a share of its starting price.
 *
 * Source: MakerDAO `abaci.sol` (linear, stairstep exponential, exponential decrease), without its ray rounding.
 */
import { z } from 'zod';
import { powInt } from '../../../sim/math.ts';
import type { PriceCurve } from '../../model.ts';
import { zFraction, zPositive, zSpan } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';

/** Inverses round towards the earlier side, so that a search never starts too late. */
const EARLY = 1 - 1e-9;

/**
 * The price falls in a straight line:
 *
 *   share(t) = (τ − t) / τ,   0 from τ on
 *
 * with t the age of the auction and τ = `duration`, a duration above 0. The price at t is the starting price × share(t).
 */
export const linearCurve = defineModel({
  family: 'curve',
  name: 'linear',
  title: 'falls in a straight line to 0',
  source: 'MakerDAO LinearDecrease',
  params: z.strictObject({ duration: zSpan.describe('time until the price is 0') }),
  create: ({ duration }): PriceCurve => ({
    share: (elapsed) => (elapsed >= duration ? 0 : (duration - elapsed) / duration),
    reaches: (share) => Math.max(0, (1 - share) * duration * EARLY),
  }),
});

/**
 * The price stands, and falls by a factor at every step:
 *
 *   share(t) = cut^floor(t / step)
 *
 * with t the age of the auction, `cut` a fraction between 0 and 1 and `step` a duration above 0. Maker's ETH-A began with 0.99
 * every 90 s: half of the price is left after 1 h 44 min.
 */
export const stairstepCurve = defineModel({
  family: 'curve',
  name: 'stairstep',
  title: 'falls by a factor at every step',
  source: 'MakerDAO StairstepExponentialDecrease',
  params: z.strictObject({
    cut: zFraction.gt(0).lt(1).describe('factor per step, e.g. 0.99'),
    step: zSpan.describe('time between steps'),
  }),
  create: ({ cut, step }): PriceCurve => ({
    share: (elapsed) => powInt(cut, Math.floor(elapsed / step)),
    reaches: (share) => Math.max(0, Math.ceil((Math.log(share) / Math.log(cut)) * EARLY) * step),
  }),
});

/**
 * The price falls all the time at one rate:
 *
 *   share(t) = e^(−rate · t)
 *
 * with t the age of the auction in seconds and rate = `ratePerSecond`, a relative fall per second above 0, at most 1.
 *
 * Takers without costs who come with Poisson blocks of mean Δ gain 1/(1 + θ) of what they take, θ = (√(d² + 2σ²/Δ) − d)/σ², d = rate − σ²/2, σ the
 * volatility of the fair price: the steeper the fall, the sooner and the dearer. `plimsoll validate` prints it for a scenario, and for fixed slots.
 */
export const exponentialCurve = defineModel({
  family: 'curve',
  name: 'exponential',
  title: 'falls continuously by a constant rate',
  source: 'Moallemi and Robinson, Loss-Versus-Fair (2024)',
  params: z.strictObject({
    ratePerSecond: zPositive.max(1).describe('relative fall per second, e.g. 0.0001 for 1 bp'),
  }),
  create: ({ ratePerSecond }): PriceCurve => ({
    share: (elapsed) => Math.exp((-ratePerSecond * elapsed) / 1000),
    reaches: (share) => Math.max(0, (-Math.log(share) / ratePerSecond) * 1000 * EARLY),
  }),
});
