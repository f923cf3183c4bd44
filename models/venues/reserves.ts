/** A pool that holds a reserve of either asset: what it owns, what flowed to the market, and arbitrage in both directions. */
import type { Fraction, Millis } from '../../sim/units.ts';
import type { Curve } from './curve.ts';

/** No sale leaves less than this share of a reserve: below it a double cannot tell the pool from an empty one. */
const DRAINED = 1e-15;

export abstract class ReserveCurve implements Curve {
  protected readonly startBase: number;
  protected readonly startQuote: number;
  protected readonly fee: Fraction;
  protected base: number;
  protected quote: number;
  /** Share of the liquidity that has not been withdrawn. */
  protected left = 1;
  #flowBase = 0;
  #flowQuote = 0;
  lastFee = 0;

  constructor(base: number, quote: number, fee: Fraction) {
    this.startBase = base;
    this.startQuote = quote;
    this.fee = fee;
    this.base = base;
    this.quote = quote;
  }

  /** Payout of a sale of base (or, bought, of quote) after a fee; changes nothing. */
  protected abstract out(amount: number, fee: Fraction, buys: boolean): number;
  /** Reserve of the asset paid out that such a trade leaves, to all its digits. */
  protected abstract remaining(amount: number, fee: Fraction, buys: boolean): number;
  /** Amount put in whose payout per unit has fallen to `cost`; 0 when it lies below already. */
  protected abstract best(cost: number, buys: boolean): number;
  /** Puts the reserves to a price, on the curve of the liquidity there is. */
  protected abstract place(price: number): void;
  /** Takes the curve through the reserves as they are now. */
  protected abstract fit(): void;
  abstract price(): number;
  abstract quantityFor(amount: number): number;

  reset(): void {
    this.base = this.startBase;
    this.quote = this.startQuote;
    this.left = 1;
    this.#flowBase = 0;
    this.#flowQuote = 0;
    this.lastFee = 0;
    this.fit();
  }

  bid(): number {
    return this.bidAt(this.price());
  }

  bidAt(price: number): number {
    return (1 - this.fee) * price;
  }

  proceeds(quantity: number): number {
    return this.out(quantity, this.fee, false);
  }

  sell(quantity: number): number {
    const paid = this.proceeds(quantity);
    this.lastFee = this.out(quantity, 0, false) - paid;
    const left = this.remaining(quantity, this.fee, false);
    this.base += quantity;
    this.quote = Math.max(left, this.quote * DRAINED);
    this.fit();
    return paid;
  }

  spend(amount: number): number {
    const bought = this.out(amount, this.fee, true);
    this.base = Math.max(this.remaining(amount, this.fee, true), this.base * DRAINED);
    this.quote += amount;
    this.fit();
    return bought;
  }

  bestQuantity(unitCost: number): number {
    return unitCost > 0 ? this.best(unitCost, false) : Number.POSITIVE_INFINITY;
  }

  /** Changes the curve itself, through the reserves as they are. */
  protected bend(_time: Millis): void {}

  follow(price: number, share: number, time: Millis): void {
    this.bend(time);
    this.left = share;
    const { base, quote } = this;
    this.place(price);
    this.#flowBase += base - this.base;
    this.#flowQuote += quote - this.quote;
  }

  arbitrage(outside: number, cost: number): number {
    const sold = this.best(outside, false);
    if (sold > 0) {
      const paid = this.out(sold, this.fee, false);
      const gain = paid - sold * outside;
      if (!(gain > cost)) return 0;
      this.#flowBase -= sold;
      this.#flowQuote += paid;
      this.quote = this.remaining(sold, this.fee, false);
      this.base += sold;
      this.fit();
      return gain;
    }
    const spent = this.best(1 / outside, true);
    if (!(spent > 0)) return 0;
    const bought = this.out(spent, this.fee, true);
    const gain = bought * outside - spent;
    if (!(gain > cost)) return 0;
    this.#flowBase += bought;
    this.#flowQuote -= spent;
    this.base = this.remaining(spent, this.fee, true);
    this.quote += spent;
    this.fit();
    return gain;
  }

  save(into: Float64Array): void {
    into[0] = this.base;
    into[1] = this.quote;
    into[2] = this.left;
    into[3] = this.#flowBase;
    into[4] = this.#flowQuote;
  }

  load(from: Float64Array): void {
    this.base = from[0] as number;
    this.quote = from[1] as number;
    this.left = from[2] as number;
    this.#flowBase = from[3] as number;
    this.#flowQuote = from[4] as number;
    this.fit();
  }

  takeFlows(into: { base: number; quote: number }): void {
    into.base = this.#flowBase;
    into.quote = this.#flowQuote;
    this.#flowBase = 0;
    this.#flowQuote = 0;
  }

  change(into: { base: number; quote: number }): void {
    into.base = this.base - this.startBase;
    into.quote = this.quote - this.startQuote;
  }

  reserves(into: { base: number; quote: number }): void {
    into.base = this.base;
    into.quote = this.quote;
  }
}
