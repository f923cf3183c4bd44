import { z } from 'zod';
import { clamp } from '../../../sim/math.ts';
import type { Fraction, Millis, Usd } from '../../../sim/units.ts';
import { zFraction, zProperFraction, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Stage } from '../../world/stage.ts';
import type { LossAbsorber } from '../waterfall.ts';
import type { Loss, LossBearer } from './bearer.ts';

interface Terms {
  readonly size: Usd;
  readonly used: Fraction;
  readonly others: Usd;
  readonly correlation: Fraction;
  readonly drawdown: Fraction;
}

/** What the other protocols have drawn, as a share of all that they may draw. */
export function othersShare(correlation: Fraction, fallen: Fraction, drawdown: Fraction, u: Fraction): Fraction {
  return correlation * clamp(fallen / drawdown, 0, 1) + (1 - correlation) * u;
}

class SharedBackstop implements LossBearer {
  readonly side = 'backers';
  readonly #terms: Terms;
  #tape: Tape | undefined;
  #ours = 0;
  #gone = 0;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  begin({ tape }: Stage): void {
    this.#tape = tape;
    this.#ours = 0;
    this.#gone = this.#terms.used * this.#terms.size;
  }

  take({ usd, time }: Loss): Usd {
    const { size, used, others, correlation, drawdown } = this.#terms;
    const u = (this.#tape as Tape).draws('backstop shared with others').at(0);
    const drawn = others * othersShare(correlation, this.#fallen(time), drawdown, u);
    // First come, first served: others have only what was there when they came.
    this.#gone = Math.max(this.#gone, Math.min(size - this.#ours, used * size + drawn));
    const paid = Math.min(usd, Math.max(0, size - this.#gone - this.#ours));
    this.#ours += paid;
    return paid;
  }

  /** Deepest fall of any asset since the start. */
  #fallen(time: Millis): Fraction {
    const tape = this.#tape as Tape;
    let fallen = 0;
    for (let asset = 0; asset < tape.prices.length; asset++) {
      if (!tape.moves(asset)) continue;
      const lowest = tape.lowestSoFar(asset)[tape.tickAt(time)] as number;
      fallen = Math.max(fallen, 1 - lowest / tape.priceAt(asset, 0));
    }
    return fallen;
  }

  leftUsd(): Usd {
    return Math.max(0, this.#terms.size - this.#gone - this.#ours);
  }
}

/**
 * One capital that stands behind several protocols, first come, first served. The others are not simulated; what they have
 * drawn by an instant follows from the same market:
 *
 *   others(t) = others × (correlation × min(1, fall(t) / drawdown) + (1 − correlation) × u)
 *   paid      = min(L, size − used × size − others(t) − what this protocol has drawn)
 *
 * L: loss that reaches the step, USD. fall(t): deepest fall of any asset's outside price since the start, a fraction. u: uniform
 * in (0, 1), one a path. `size`: USD. `used`: fraction gone before the path begins. `others`: USD that the others draw at most.
 * `correlation`: fraction of it that follows the market. `drawdown`: fall at which that part is all drawn, fraction above 0.
 */
export const sharedBackstop = defineModel({
  family: 'absorber',
  name: 'shared-backstop',
  title: 'a backstop that other protocols draw on too, first come, first served',
  misleads: 'about who comes first within minutes: the others draw as the market falls, not as their accounts fail',
  params: z.strictObject({
    size: zUsd.describe('USD that stands behind all of them'),
    used: zFraction.default(0).describe('share of it that is gone before the path begins'),
    others: zUsd.default(0).describe('USD that the other protocols draw at most'),
    correlation: zFraction
      .default(1)
      .describe('share of what they draw that follows the market; the rest is drawn once a path'),
    drawdown: zProperFraction
      .gt(0)
      .default(0.5)
      .describe('fall of the market at which they have drawn the part that follows it'),
  }),
  create: (terms): LossAbsorber => ({ kind: 'bearer', bearer: () => new SharedBackstop(terms) }),
});
