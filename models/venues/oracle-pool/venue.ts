/** A pool that fills at the oracle's price plus or minus its price impact, as the simulator trades with it. */
import { fallingRoot } from '../../../sim/falling-root.ts';
import { powReal } from '../../../sim/math.ts';
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { DepthModel } from '../../model.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Venue } from '../venue.ts';
import { type ImpactFactors, priceImpact } from './impact.ts';

export interface OraclePoolTerms {
  readonly base: number;
  readonly quote: number;
  readonly depth: DepthModel;
  readonly fee: Fraction;
  readonly halfLife: Millis;
  readonly factors: ImpactFactors;
  /** Quote units at the start: what the pool can pay, its imbalance, and what is set aside to pay positive impact from. */
  readonly cash: number;
  readonly imbalance: number;
  readonly impactPool: number;
}

const NEVER = Number.POSITIVE_INFINITY;

export class OraclePool implements Venue {
  readonly base: number;
  readonly quote: number;
  readonly oracleWeight = 0;
  readonly #t: OraclePoolTerms;
  #outside = 0;
  #at = 0;
  /** Imbalance beyond that of the start, and what sales took out and brought in, all fading alike. */
  #pushed = 0;
  #owed = 0;
  #base = 0;
  #cash = 0;
  #impactPool = 0;
  #flowBase = 0;
  #flowQuote = 0;
  lastFee = 0;
  readonly #lacking = (quantity: number): number => -this.#value(quantity, this.#t.fee);

  constructor(terms: OraclePoolTerms) {
    this.base = terms.base;
    this.quote = terms.quote;
    this.#t = terms;
    this.reset();
  }

  reset(): void {
    this.#outside = 0;
    this.#at = 0;
    this.#pushed = 0;
    this.#owed = 0;
    this.#base = 0;
    this.#cash = this.#t.cash;
    this.#impactPool = this.#t.impactPool;
    this.#flowBase = 0;
    this.#flowQuote = 0;
    this.lastFee = 0;
  }

  begin(tape: Tape): void {
    this.#t.depth.begin?.(tape);
  }

  settle(time: Millis, outside: number, range: number): void {
    const left = this.#left(time);
    this.#at = time;
    this.#outside = outside;
    this.#pushed *= left;
    this.#owed *= left;
    const base = this.#base * left;
    this.#flowBase += this.#base - base;
    this.#base = base;
    const cash = Math.max(0, this.#t.cash * this.#t.depth.share(range, time) - this.#owed);
    this.#flowQuote += this.#cash - cash;
    this.#cash = cash;
  }

  #left(time: Millis): number {
    return time === this.#at ? 1 : Math.exp((-Math.LN2 * (time - this.#at)) / this.#t.halfLife);
  }

  /** Worth of a quantity with fee and impact, whatever the pool holds. */
  #value(quantity: number, fee: Fraction): number {
    const worth = quantity * this.#outside;
    const before = this.#t.imbalance + this.#pushed;
    const impact = priceImpact(before, before + worth, this.#t.factors);
    return (1 - fee) * worth + Math.min(impact, this.#impactPool);
  }

  /** Imbalance at which a further unit adds nothing to a value of `share` per unit. */
  #balanceAt(share: number): number {
    const { exponent, negative } = this.#t.factors;
    if (!(share > 0)) return 0;
    if (exponent === 1) return share > negative ? NEVER : 0;
    return negative === 0 ? NEVER : powReal(share / (negative * exponent), 1 / (exponent - 1));
  }

  /** Quantity beyond which a further unit would lower the payout. */
  #most(fee: Fraction): number {
    return Math.max(0, (this.#balanceAt(1 - fee) - this.#t.imbalance - this.#pushed) / this.#outside);
  }

  #payout(quantity: number, fee: Fraction): number {
    return Math.max(0, Math.min(this.#cash, this.#value(Math.min(quantity, this.#most(fee)), fee)));
  }

  bid(): number {
    return this.#bidAt(this.#outside, this.#pushed);
  }

  bidAt(time: Millis, outside: number): number {
    return this.#bidAt(outside, this.#pushed * this.#left(time));
  }

  #bidAt(outside: number, pushed: number): number {
    const { exponent, positive, negative } = this.#t.factors;
    const d = this.#t.imbalance + pushed;
    const helped = d < 0 && this.#impactPool > 0;
    const slope = exponent * (exponent === 1 ? 1 : powReal(Math.abs(d), exponent - 1));
    const impact = d < 0 ? (helped ? positive * slope : 0) : -negative * slope;
    return this.#cash > 0 ? Math.max(0, outside * (1 - this.#t.fee + impact)) : 0;
  }

  proceeds(quantity: number): number {
    return this.#payout(quantity, this.#t.fee);
  }

  sell(quantity: number): number {
    const { fee } = this.#t;
    const paid = this.proceeds(quantity);
    this.lastFee = this.#payout(quantity, 0) - paid;
    const worth = Math.min(quantity, this.#most(fee)) * this.#outside;
    const before = this.#t.imbalance + this.#pushed;
    const impact = priceImpact(before, before + worth, this.#t.factors);
    this.#impactPool -= Math.min(impact, this.#impactPool);
    this.#pushed += worth;
    this.#owed += paid;
    this.#base += quantity;
    this.#cash -= paid;
    return paid;
  }

  quantityFor(amount: number): number {
    if (!(amount > 0)) return 0;
    if (amount > this.#cash) return NEVER;
    let most = this.#most(this.#t.fee);
    if (most !== NEVER) {
      if (this.#value(most, this.#t.fee) < amount) return NEVER;
    } else {
      most = amount / this.#outside;
      while (this.#value(most, this.#t.fee) < amount) {
        most *= 2;
        if (most > 1e300) return NEVER;
      }
    }
    return fallingRoot(this.#lacking, -amount, 0, most);
  }

  bestQuantity(unitCost: number): number {
    if (!(unitCost > 0)) return NEVER;
    const { fee, imbalance } = this.#t;
    const before = imbalance + this.#pushed;
    const after = this.#bestBalance(before, 1 - fee - unitCost / this.#outside);
    const quantity = Math.max(0, (after - before) / this.#outside);
    if (quantity === 0 || this.#value(Math.min(quantity, this.#most(fee)), fee) <= this.#cash) return quantity;
    return this.quantityFor(this.#cash);
  }

  /** Imbalance at which the gain is largest, `margin` being what a unit of value gains before impact. */
  #bestBalance(before: number, margin: number): number {
    const { exponent: e, positive, negative } = this.#t.factors;
    const pool = this.#impactPool;
    const there = before < 0 ? positive * powReal(-before, e) : 0;
    if (margin >= 0) {
      const best = Math.max(before, this.#balanceAt(margin));
      // Where the impact pool pays no more, value is gained at no impact until the balance costs again what was capped.
      if (there <= pool) return best;
      return Math.max(best, negative === 0 ? NEVER : powReal((there - pool) / negative, 1 / e));
    }
    if (before >= 0) return before;
    const rest = e === 1 ? (positive > -margin ? 0 : NEVER) : powReal(-margin / (positive * e), 1 / (e - 1));
    const capped = there > pool ? powReal((there - pool) / positive, 1 / e) : 0;
    return Math.max(before, -Math.max(rest, capped));
  }

  /** The pool has no price of its own that sources could see. */
  displacement(): number {
    return 0;
  }

  takeFlows(into: { base: number; quote: number }): void {
    into.base = this.#flowBase;
    into.quote = this.#flowQuote;
    this.#flowBase = 0;
    this.#flowQuote = 0;
  }

  change(into: { base: number; quote: number }): void {
    into.base = this.#base;
    into.quote = this.#cash - this.#t.cash;
  }

  reserves(into: { base: number; quote: number }): void {
    into.base = this.#base;
    into.quote = this.#cash;
  }
}
