/**
 * Where one asset is sold: the best of its venues for the quantity at hand, in USD. A quote asset counts at its outside
 * price; turning it into the debt asset costs nothing.
 */
import type { Millis, Usd } from '../../sim/units.ts';
import type { Tape } from '../tape/tape.ts';
import type { Venue } from './venue.ts';

export class Route {
  readonly asset: number;
  readonly venues: readonly Venue[];
  #tape: Tape | undefined;
  #settledAt = -1;
  /** By venue: USD per unit of its quote asset. */
  protected readonly quotePrice: Float64Array;
  /** Facts of the last sale, by venue: units sold there, what it paid in units of its quote asset, and that in USD. */
  readonly soldUnits: Float64Array;
  readonly soldQuote: Float64Array;
  readonly soldUsd: Float64Array;
  feeUsd: Usd = 0;

  constructor(asset: number, venues: readonly Venue[]) {
    this.asset = asset;
    this.venues = venues;
    this.quotePrice = new Float64Array(venues.length);
    this.soldUnits = new Float64Array(venues.length);
    this.soldQuote = new Float64Array(venues.length);
    this.soldUsd = new Float64Array(venues.length);
  }

  /** Instant that its venues stand at; −1 before anybody has looked at them. */
  get settledAt(): Millis {
    return this.#settledAt;
  }

  begin(tape: Tape): void {
    this.#tape = tape;
    this.#settledAt = -1;
    for (const venue of this.venues) venue.begin?.(tape);
  }

  /** Brings every venue to an instant. */
  settle(time: Millis): void {
    if (time === this.#settledAt) return;
    this.#settledAt = time;
    const tape = this.#tape as Tape;
    const tick = tape.tickAt(time);
    const price = (tape.prices[this.asset] as Float64Array)[tick] as number;
    const range = tape.rangeBefore(time);
    for (let i = 0; i < this.venues.length; i++) {
      const venue = this.venues[i] as Venue;
      const quote = (tape.prices[venue.quote] as Float64Array)[tick] as number;
      this.quotePrice[i] = quote;
      venue.settle(time, price / quote, range);
    }
  }

  /** USD per unit for a sale of almost nothing, after fee. */
  bidUsd(): Usd {
    let best = 0;
    for (let i = 0; i < this.venues.length; i++) {
      best = Math.max(best, (this.venues[i] as Venue).bid() * (this.quotePrice[i] as number));
    }
    return best;
  }

  /** The same at a later time, if nobody trades until then. */
  bidUsdAt(time: Millis): Usd {
    const tape = this.#tape as Tape;
    const tick = tape.tickAt(time);
    const price = (tape.prices[this.asset] as Float64Array)[tick] as number;
    let best = 0;
    for (const venue of this.venues) {
      const quote = (tape.prices[venue.quote] as Float64Array)[tick] as number;
      best = Math.max(best, venue.bidAt(time, price / quote) * quote);
    }
    return best;
  }

  proceedsUsd(quantity: number): Usd {
    return this.proceedsAt(this.#bestFor(quantity), quantity);
  }

  /** Quantity that gains most at a cost per unit; 0 when none gains. */
  bestQuantity(unitCostUsd: Usd): number {
    let best = 0;
    for (let i = 0; i < this.venues.length; i++) {
      best = Math.max(best, (this.venues[i] as Venue).bestQuantity(unitCostUsd / (this.quotePrice[i] as number)));
    }
    return best;
  }

  /** Quantity whose sale brings an amount; Infinity when none does. */
  quantityFor(amountUsd: Usd): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.venues.length; i++) {
      least = Math.min(least, (this.venues[i] as Venue).quantityFor(amountUsd / (this.quotePrice[i] as number)));
    }
    return least;
  }

  /** Sells; returns USD. */
  sell(quantity: number): Usd {
    this.clearSale();
    return this.sellAt(this.#bestFor(quantity), quantity);
  }

  protected clearSale(): void {
    for (let i = 0; i < this.venues.length; i++) {
      this.soldUnits[i] = 0;
      this.soldQuote[i] = 0;
      this.soldUsd[i] = 0;
    }
    this.feeUsd = 0;
  }

  protected sellAt(index: number, quantity: number): Usd {
    const venue = this.venues[index] as Venue;
    const price = this.quotePrice[index] as number;
    const quote = venue.sell(quantity);
    const usd = quote * price;
    this.soldUnits[index] = quantity;
    this.soldQuote[index] = quote;
    this.soldUsd[index] = usd;
    this.feeUsd += venue.lastFee * price;
    return usd;
  }

  #bestFor(quantity: number): number {
    let best = 0;
    for (let i = 1; i < this.venues.length; i++) {
      if (this.proceedsAt(i, quantity) > this.proceedsAt(best, quantity)) best = i;
    }
    return best;
  }

  protected proceedsAt(index: number, quantity: number): Usd {
    return (this.venues[index] as Venue).proceeds(quantity) * (this.quotePrice[index] as number);
  }
}
