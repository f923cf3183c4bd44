/**
 * A market of unlimited depth at the outside price: proceeds are quantity × price, nothing moves.
 *
 * For closed forms and for asking how much of a loss is slippage. Misleads as anything else.
 */
import { z } from 'zod';
import { zName } from '../parameters.ts';
import { defineModel } from '../registry.ts';
import type { Venue } from './venue.ts';

class Frictionless implements Venue {
  readonly base: number;
  readonly quote: number;
  readonly oracleWeight = 0;
  readonly lastFee = 0;
  #price = 0;
  #base = 0;
  #quote = 0;

  constructor(base: number, quote: number) {
    this.base = base;
    this.quote = quote;
  }

  reset(): void {
    this.#price = 0;
    this.#base = 0;
    this.#quote = 0;
  }

  settle(_time: number, outside: number): void {
    this.#price = outside;
  }

  bid(): number {
    return this.#price;
  }

  bidAt(_time: number, outside: number): number {
    return outside;
  }

  proceeds(quantity: number): number {
    return quantity * this.#price;
  }

  sell(quantity: number): number {
    const out = quantity * this.#price;
    this.#base += quantity;
    this.#quote -= out;
    return out;
  }

  quantityFor(amount: number): number {
    return amount / this.#price;
  }

  bestQuantity(unitCost: number): number {
    return unitCost < this.#price ? Number.POSITIVE_INFINITY : 0;
  }

  displacement(): number {
    return 0;
  }

  takeFlows(into: { base: number; quote: number }): void {
    into.base = 0;
    into.quote = 0;
  }

  change(into: { base: number; quote: number }): void {
    into.base = this.#base;
    into.quote = this.#quote;
  }

  reserves(into: { base: number; quote: number }): void {
    this.change(into);
  }
}

export const frictionless = defineModel({
  family: 'venue',
  name: 'frictionless',
  title: 'unlimited depth at the outside price',
  misleads: 'as a picture of any market; it is for closed forms',
  params: z.strictObject({ base: zName, quote: zName }),
  create: (p, context) => new Frictionless(context.asset(p.base), context.asset(p.quote)),
});
