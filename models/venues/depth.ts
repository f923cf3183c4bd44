/** How much of a venue's depth stays when volatility rises. */
import { z } from 'zod';
import { clamp, powReal } from '../../sim/math.ts';
import type { Fraction, Millis } from '../../sim/units.ts';
import type { DepthModel } from '../model.ts';
import { zFraction, zPositive, zSpan } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import type { Tape } from '../tape/tape.ts';

/** Share of depth at a range: (reference / range)^elasticity within [floor, 1]. */
export function shareAtRange(range: number, reference: number, elasticity: number, floor: number): Fraction {
  return range <= reference ? 1 : clamp(powReal(reference / range, elasticity), floor, 1);
}

/** All depth stays, always, whatever the price does: share = 1. It has no parameters. */
export const steadyDepth = defineModel({
  family: 'depth',
  name: 'none',
  title: 'depth does not follow volatility',
  params: z.strictObject({}),
  create: () => ({ share: () => 1 }),
});

/**
 * Depth is a power of how far the price just ran:
 *
 *   share = (reference / range)^elasticity,   floor ≤ share ≤ 1
 *
 * with range = ln(high/low) of the last full ten-minute window. Depth leaves and returns with the window. `reference` is a
 * log range above 0 (no unit), `elasticity` a number in (0, 4], `floor` a fraction in (0, 1].
 *
 * Source for the size: √k of Uniswap v2 DAI/WETH fell 0.4 % to 39 % over six crisis days, 15.7 % in the worst ten minutes.
 */
export const volatilityCoupledDepth = defineModel({
  family: 'depth',
  name: 'volatility-coupled',
  title: 'depth that shrinks when volatility rises',
  source: 'reserves of Uniswap v2 DAI/WETH on six crisis days, 2020-2021',
  params: z.strictObject({
    reference: zPositive.describe('ln(high/low) of ten minutes up to which all depth stays, e.g. 0.01'),
    elasticity: zPositive.max(4).describe('per cent of depth that leaves when volatility rises by one per cent'),
    floor: zFraction.gt(0).describe('least share of depth that stays'),
  }),
  create: ({ reference, elasticity, floor }) => ({
    share: (range) => shareAtRange(range, reference, elasticity, floor),
  }),
});

class Hysteresis implements DepthModel {
  readonly #reference: number;
  readonly #elasticity: number;
  readonly #floor: number;
  readonly #halfLife: Millis;
  #tape: Tape | undefined;
  /** What of the withdrawn depth is still away after one window. */
  #away = 0;
  #window = 0;
  #share = 1;

  constructor(reference: number, elasticity: number, floor: number, halfLife: Millis) {
    this.#reference = reference;
    this.#elasticity = elasticity;
    this.#floor = floor;
    this.#halfLife = halfLife;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    this.#away = Math.exp((-Math.LN2 * tape.windowMillis) / this.#halfLife);
    this.#window = 0;
    this.#share = 1;
  }

  /** Every window up to now counts, whether anybody asked meanwhile or not. */
  share(_range: number, time: Millis): Fraction {
    const tape = this.#tape;
    if (tape === undefined) return 1;
    const now = Math.floor(time / tape.windowMillis);
    for (; this.#window < now; this.#window++) {
      const target = shareAtRange(tape.range[this.#window] as number, this.#reference, this.#elasticity, this.#floor);
      if (target <= this.#share) this.#share = target;
      else this.#share = target + (this.#share - target) * this.#away;
    }
    return this.#share;
  }
}

/**
 * Depth that is pulled at once and comes back slowly, window by window (ten minutes each):
 *
 *   target = (reference / range)^elasticity,   floor ≤ target ≤ 1
 *   share  = target                                                  where target ≤ share before: withdrawn at once
 *   share  = target + (share before − target) · 2^(−window/halfLife)  otherwise: makers return at `halfLife`
 *
 * with range = ln(high/low) of each window that is over. `reference` is a log range above 0 (no unit), `elasticity` a number in
 * (0, 4], `floor` a fraction in (0, 1], `halfLife` a duration above 0. What a window did to depth does not depend on when somebody
 * looked.
 *
 * Source: books of 10 October 2025 emptied within minutes before the low and refilled over hours; the form is an assumption.
 */
export const hysteresisDepth = defineModel({
  family: 'depth',
  name: 'hysteresis',
  title: 'depth that flees at once when volatility rises and returns slowly',
  source: 'order books on 10 October 2025, in form; the size is for the user to set',
  misleads: 'where makers are obliged to quote, or return as fast as they left',
  params: z.strictObject({
    reference: zPositive.describe('ln(high/low) of ten minutes up to which all depth stays, e.g. 0.01'),
    elasticity: zPositive.max(4).describe('per cent of depth that leaves when volatility rises by one per cent'),
    floor: zFraction.gt(0).describe('least share of depth that stays'),
    halfLife: zSpan.describe('time in which half of the depth withdrawn comes back'),
  }),
  create: ({ reference, elasticity, floor, halfLife }) => new Hysteresis(reference, elasticity, floor, halfLife),
});
