/**
 * A constant-product pool x · y = k with a fee on the input, pulled back to the outside price by arbitrage.
 *
 * Selling q base units brings y γ q / (x + γ q), γ = 1 − fee; the fee stays in the pool. The pool's price is
 * p = P · (1 + δ) with P the outside price: a sale lowers δ, and between sales arbitrage shrinks it by half every
 * `halfLife`. Moves of P itself are followed at once at constant √k (x = √k/√p, y = √k·√p), so the pool never offers a
 * better price than the market. Depth √k is multiplied by what the `withdrawal` model leaves.
 *
 * Source: Uniswap v2 (exact curve); δ's decay is a stated assumption, like the price recovery of RiskDAO's model.
 * Misleads with concentrated liquidity, where the same reserves are far deeper near the price and end abruptly.
 */
import { z } from 'zod';
import type { DepthModel } from '../model.ts';
import { zFraction, zName, zPositive, zProperFraction, zSpan } from '../parameters.ts';
import { defineModel, type ModelReference } from '../registry.ts';
import type { Venue } from './venue.ts';

/** Displacements below this are rounded to none, so that an old sale costs nothing for ever after. */
const NEGLIGIBLE = 1e-6;

/** Proceeds of selling `quantity` into reserves x (base), y (quote): y γ q / (x + γ q). */
export function constantProductProceeds(x: number, y: number, quantity: number, fee: number): number {
  const input = (1 - fee) * quantity;
  return (y * input) / (x + input);
}

/** Quantity whose sale brings `amount`: x a / ((y − a) γ); Infinity from a = y on. */
export function constantProductInput(x: number, y: number, amount: number, fee: number): number {
  return amount < y ? (x * amount) / ((y - amount) * (1 - fee)) : Number.POSITIVE_INFINITY;
}

/** Quantity that maximises proceeds − unitCost · q: (√(x y γ / unitCost) − x)/γ, or 0 where that is negative. */
export function constantProductBest(x: number, y: number, unitCost: number, fee: number): number {
  const gamma = 1 - fee;
  if (unitCost <= 0) return Number.POSITIVE_INFINITY;
  return Math.max(0, (Math.sqrt((x * y * gamma) / unitCost) - x) / gamma);
}

class ConstantProduct implements Venue {
  readonly base: number;
  readonly quote: number;
  readonly oracleWeight: number;
  readonly #startDepth: number;
  readonly #startPrice: number;
  readonly #fee: number;
  readonly #halfLife: number;
  readonly #depth: DepthModel;
  /** √(x y) as if nothing had been withdrawn. */
  #root = 0;
  #left = 1;
  #x = 0;
  #y = 0;
  #delta = 0;
  #at = 0;
  #flowBase = 0;
  #flowQuote = 0;
  lastFee = 0;

  constructor(
    pair: { base: number; quote: number },
    depth: number,
    price: number,
    p: Parameters,
    withdrawal: DepthModel,
  ) {
    this.base = pair.base;
    this.quote = pair.quote;
    this.oracleWeight = p.oracleWeight;
    this.#startDepth = depth;
    this.#startPrice = price;
    this.#fee = p.fee;
    this.#halfLife = p.halfLife;
    this.#depth = withdrawal;
    this.reset();
  }

  reset(): void {
    this.#root = this.#startDepth * Math.sqrt(this.#startPrice);
    this.#left = 1;
    this.#x = this.#startDepth;
    this.#y = this.#startDepth * this.#startPrice;
    this.#delta = 0;
    this.#at = 0;
    this.#flowBase = 0;
    this.#flowQuote = 0;
    this.lastFee = 0;
  }

  displacement(time: number): number {
    if (this.#delta === 0) return 0;
    const left = this.#delta * Math.exp((-Math.LN2 * (time - this.#at)) / this.#halfLife);
    return Math.abs(left) < NEGLIGIBLE ? 0 : left;
  }

  settle(time: number, outside: number, range: number): void {
    this.#delta = this.displacement(time);
    this.#at = time;
    this.#left = this.#depth.share(range);
    const root = this.#root * this.#left;
    const rootPrice = Math.sqrt(outside * (1 + this.#delta));
    const x = root / rootPrice;
    const y = root * rootPrice;
    this.#flowBase += this.#x - x;
    this.#flowQuote += this.#y - y;
    this.#x = x;
    this.#y = y;
  }

  bid(): number {
    return ((1 - this.#fee) * this.#y) / this.#x;
  }

  bidAt(time: number, outside: number): number {
    return (1 - this.#fee) * outside * (1 + this.displacement(time));
  }

  proceeds(quantity: number): number {
    return constantProductProceeds(this.#x, this.#y, quantity, this.#fee);
  }

  sell(quantity: number): number {
    const before = this.#y / this.#x;
    const out = this.proceeds(quantity);
    const withoutFee = constantProductProceeds(this.#x, this.#y, quantity, 0);
    this.lastFee = withoutFee - out;
    this.#x += quantity;
    this.#y -= out;
    this.#root = Math.sqrt(this.#x * this.#y) / this.#left;
    this.#delta = ((1 + this.#delta) * (this.#y / this.#x)) / before - 1;
    return out;
  }

  quantityFor(amount: number): number {
    return constantProductInput(this.#x, this.#y, amount, this.#fee);
  }

  bestQuantity(unitCost: number): number {
    return constantProductBest(this.#x, this.#y, unitCost, this.#fee);
  }

  takeFlows(into: { base: number; quote: number }): void {
    into.base = this.#flowBase;
    into.quote = this.#flowQuote;
    this.#flowBase = 0;
    this.#flowQuote = 0;
  }

  change(into: { base: number; quote: number }): void {
    into.base = this.#x - this.#startDepth;
    into.quote = this.#y - this.#startDepth * this.#startPrice;
  }

  reserves(into: { base: number; quote: number }): void {
    into.base = this.#x;
    into.quote = this.#y;
  }
}

interface Parameters {
  fee: number;
  halfLife: number;
  oracleWeight: number;
}

const withdrawalReference = z
  .looseObject({ model: z.string() })
  .describe('how depth follows volatility (family depth)') as unknown as z.ZodType<ModelReference>;

export const constantProduct = defineModel({
  family: 'venue',
  name: 'constant-product',
  title: 'a constant-product pool that arbitrage pulls back to the outside price',
  source: 'Uniswap v2',
  misleads: 'with concentrated liquidity: deeper near the price, then suddenly empty',
  params: z.strictObject({
    base: zName.describe('asset sold into the pool'),
    quote: zName.describe('asset it pays with'),
    depth: zPositive.describe('reserve of the base asset at the start, in its units'),
    fee: zProperFraction.describe('of the input'),
    halfLife: zSpan.describe('time in which arbitrage undoes half of a displacement'),
    oracleWeight: zFraction.describe('share of the displacement that the sources of the base oracle see'),
    withdrawal: withdrawalReference.default({ model: 'none' }),
  }),
  create: (p, context) =>
    new ConstantProduct(
      { base: context.asset(p.base), quote: context.asset(p.quote) },
      p.depth,
      context.startPrice(p.base) / context.startPrice(p.quote),
      p,
      context.depth(p.withdrawal),
    ),
});
