import type { Fraction, Usd } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Stage } from '../../world/stage.ts';
import { slash } from '../houses/slashing.ts';
import { REAL } from '../whole-units.ts';
import type { Loss, LossBearer } from './bearer.ts';

export interface StakeTerms {
  readonly sizeUsd: Usd;
  readonly fee: Fraction;
  readonly leastLeftUsd: Usd;
  /** Losses of this much in all pass by before the stake is slashed, USD. */
  readonly offset: Usd;
  /** Asset that is staked; −1 where the stake keeps its value in USD. */
  readonly asset: number;
}

/** A stake in units of an asset, worth what the asset is worth when it is slashed. */
export class Stake implements LossBearer {
  readonly side = 'backers';
  readonly #terms: StakeTerms;
  #tape: Tape | undefined;
  #staked = 0;
  #offset = 0;
  #price: Usd = 1;

  constructor(terms: StakeTerms) {
    this.#terms = terms;
  }

  begin({ tape }: Stage): void {
    this.#tape = tape;
    this.#price = this.#priceAt(0);
    this.#staked = this.#terms.sizeUsd / this.#price;
    this.#offset = this.#terms.offset;
  }

  #priceAt(time: number): Usd {
    const { asset } = this.#terms;
    return asset < 0 ? 1 : (this.#tape as Tape).priceAt(asset, time);
  }

  take({ usd, time }: Loss): Usd {
    const passed = Math.min(usd, this.#offset);
    this.#offset -= passed;
    if (usd - passed <= 0) return 0;
    const { fee, leastLeftUsd } = this.#terms;
    this.#price = this.#priceAt(time);
    const terms = { fee, leastLeft: leastLeftUsd / this.#price, stakePrice: this.#price, reservePrice: 1 };
    const { covered, slashed } = slash(usd - passed, this.#staked, terms, REAL);
    this.#staked -= slashed;
    return Math.min(usd - passed, covered);
  }

  leftUsd(): Usd {
    return this.#staked * this.#price;
  }
}
