/** A weighted pool of two assets as the simulator trades with it. */
import { powReal } from '../../../sim/math.ts';
import type { Fraction } from '../../../sim/units.ts';
import { ReserveCurve } from '../reserves.ts';
import { weightedIn, weightedInputToPrice, weightedLeft, weightedOut, weightedPrice } from './closed-forms.ts';

export class WeightedCurve extends ReserveCurve {
  readonly #weight: Fraction;
  /** Weight of base over weight of quote. */
  readonly #ratio: number;
  /** base^w · quote^(1 − w) as if nothing had been withdrawn. */
  #invariant = 0;

  /** @param depth base reserve at the start @param price quote per base then @param weight of base, in (0, 1) */
  constructor(depth: number, price: number, weight: Fraction, fee: Fraction) {
    super(depth, (depth * price * (1 - weight)) / weight, fee);
    this.#weight = weight;
    this.#ratio = weight / (1 - weight);
    this.fit();
  }

  protected fit(): void {
    this.#invariant = (powReal(this.base, this.#weight) * powReal(this.quote, 1 - this.#weight)) / this.left;
  }

  price(): number {
    return weightedPrice(this.base, this.quote, this.#ratio);
  }

  protected out(amount: number, fee: Fraction, buys: boolean): number {
    const input = (1 - fee) * amount;
    return buys
      ? weightedOut(this.quote, this.base, 1 / this.#ratio, input)
      : weightedOut(this.base, this.quote, this.#ratio, input);
  }

  protected remaining(amount: number, fee: Fraction, buys: boolean): number {
    const input = (1 - fee) * amount;
    return buys
      ? weightedLeft(this.quote, this.base, 1 / this.#ratio, input)
      : weightedLeft(this.base, this.quote, this.#ratio, input);
  }

  protected best(cost: number, buys: boolean): number {
    const balance = buys ? this.quote : this.base;
    const ratio = buys ? 1 / this.#ratio : this.#ratio;
    const gamma = 1 - this.fee;
    const price = buys ? 1 / this.price() : this.price();
    return Math.max(0, weightedInputToPrice(balance, ratio, price, cost / gamma)) / gamma;
  }

  quantityFor(amount: number): number {
    if (!(amount < this.quote)) return Number.POSITIVE_INFINITY;
    return weightedIn(this.base, this.quote, this.#ratio, amount) / (1 - this.fee);
  }

  protected place(price: number): void {
    const invariant = this.#invariant * this.left;
    const tilt = price / this.#ratio;
    this.base = invariant / powReal(tilt, 1 - this.#weight);
    this.quote = invariant * powReal(tilt, this.#weight);
  }
}
