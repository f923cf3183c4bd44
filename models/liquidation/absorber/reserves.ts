import { z } from 'zod';
import type { Fraction, Millis, Usd } from '../../../sim/units.ts';
import { MILLIS_PER_YEAR } from '../../../sim/units.ts';
import { zFraction, zUsd } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { LossAbsorber } from '../waterfall.ts';
import type { Loss, LossBearer } from './bearer.ts';

interface Terms {
  readonly size: Usd;
  readonly incomePerYear: Usd;
  readonly inflow: Fraction;
  readonly cap: Usd;
}

class Reserves implements LossBearer {
  readonly side = 'backers';
  readonly #terms: Terms;
  #balance = 0;
  #at: Millis = 0;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  begin(): void {
    this.#balance = this.#terms.size;
    this.#at = 0;
  }

  /** Interest earned until now. */
  #accrue(time: Millis): void {
    const { cap, incomePerYear } = this.#terms;
    if (time <= this.#at) return;
    const earned = (incomePerYear * (time - this.#at)) / MILLIS_PER_YEAR;
    this.#at = time;
    if (this.#balance < cap) this.#balance = Math.min(cap, this.#balance + earned);
  }

  feed(feeUsd: Usd, most: Usd, time: Millis): Usd {
    this.#accrue(time);
    const { cap, inflow } = this.#terms;
    const taken = Math.min(inflow * feeUsd, most, Math.max(0, cap - this.#balance));
    this.#balance += taken;
    return taken;
  }

  take({ usd, time }: Loss): Usd {
    this.#accrue(time);
    const drawn = Math.min(usd, this.#balance);
    this.#balance -= drawn;
    return drawn;
  }

  leftUsd(): Usd {
    return this.#balance;
  }
}

/**
 * The protocol's own reserves R, fed by interest and by its share of liquidation penalties, up to a cap:
 *
 *   paid = min(L, R);   dR/dt = incomePerYear;   R rises by inflow × fee;   nothing flows in at or above cap
 *
 * L: the loss that reaches the step, USD. `size`: R at the start, USD, 0 or above. `incomePerYear`: USD a year (reserve factor ×
 * interest paid by borrowers). `inflow`: fraction of the protocol's liquidation fees. `cap`: USD. Source: Compound v2 reserves
 * (`accrueInterest`: reserve factor × interest), Maker's surplus buffer (`hump`).
 */
export const reserves = defineModel({
  family: 'absorber',
  name: 'reserves',
  title: 'the protocol’s reserves, which interest and penalties fill up to a cap',
  source: 'Compound v2, CToken.accrueInterest; MakerDAO Vow (surplus buffer)',
  misleads: 'where reserves are in the asset that fails: they keep their value in USD here',
  params: z.strictObject({
    size: zUsd.describe('USD in the reserves at the start'),
    incomePerYear: zUsd.default(0).describe('USD a year that interest adds'),
    inflow: zFraction.default(0).describe('share of the protocol’s liquidation fees that flows into it'),
    cap: zUsd.optional().describe('USD beyond which nothing flows in; unlimited when left out'),
  }),
  create: ({ cap = Number.POSITIVE_INFINITY, ...terms }): LossAbsorber => ({
    kind: 'bearer',
    bearer: () => new Reserves({ ...terms, cap }),
  }),
});
