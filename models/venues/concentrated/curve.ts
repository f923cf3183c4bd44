/**
 * Concentrated liquidity as a curve of the simulator: base is token 0, quote token 1, √P in quote per base. Ranges of
 * providers who take part in a withdrawal shrink with it, those who follow the price are moved after it, and where
 * nobody is left there is a hole that the price falls through.
 */
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Curve } from '../curve.ts';
import { REAL_NUMBERS } from '../whole-units.ts';
import { Arrangement, type ArrangementTerms } from './arrangement.ts';
import type { LiquidityMap } from './liquidity-map.ts';
import type { PlacedRange } from './placed-range.ts';
import { ConcentratedPool } from './pool.ts';

export interface ConcentratedTerms extends ArrangementTerms {
  /** Fraction of the input. */
  readonly fee: Fraction;
}

export class ConcentratedCurve implements Curve {
  readonly #terms: ConcentratedTerms;
  readonly #arrangement: Arrangement;
  readonly #map: LiquidityMap;
  readonly #pool: ConcentratedPool;
  /** The same pool without a fee, to tell what the fee cost. */
  readonly #free: ConcentratedPool;
  readonly #startBase: number;
  readonly #startQuote: number;
  /** In the ranges. */
  #x = 0;
  #y = 0;
  /** Fees, and what was sold into a pool that had nothing left to pay with. */
  #keptBase = 0;
  #keptQuote = 0;
  #flowBase = 0;
  #flowQuote = 0;
  lastFee = 0;

  constructor(terms: ConcentratedTerms, placed: readonly PlacedRange[]) {
    this.#terms = terms;
    this.#arrangement = new Arrangement(terms, placed);
    this.#map = this.#arrangement.map;
    this.#pool = new ConcentratedPool(this.#map, terms.fee * 1e6, REAL_NUMBERS);
    this.#free = new ConcentratedPool(this.#map, 0, REAL_NUMBERS);
    const root = Math.sqrt(terms.startPrice);
    this.#startBase = this.#map.amount0At(root);
    this.#startQuote = this.#map.amount1At(root);
    this.reset();
  }

  reset(): void {
    this.#arrangement.arrange(1, 0);
    this.#pool.place(Math.sqrt(this.#terms.startPrice));
    this.#x = this.#startBase;
    this.#y = this.#startQuote;
    this.#keptBase = 0;
    this.#keptQuote = 0;
    this.#flowBase = 0;
    this.#flowQuote = 0;
    this.lastFee = 0;
  }

  begin(tape: Tape): void {
    this.#arrangement.begin(tape);
  }

  price(): number {
    const { hi } = this.#pool.root;
    return hi * hi;
  }

  bid(): number {
    const map = this.#map;
    const { root } = this.#pool;
    let { segment } = this.#pool;
    if (segment >= 0 && root.minus(map.rootOf(segment)) <= 0) segment--;
    if (map.activeIn(segment) > 0) return (1 - this.#terms.fee) * this.price();
    while (segment >= 0 && map.activeIn(segment) === 0) segment--;
    if (segment < 0) return 0;
    const top = map.rootOf(segment + 1);
    return (1 - this.#terms.fee) * top * top;
  }

  bidAt(price: number, time: Millis): number {
    return (1 - this.#terms.fee) * this.#arrangement.sellableAt(price, time);
  }

  proceeds(quantity: number): number {
    this.#pool.quote(true, quantity, this.#arrangement.lowest);
    return this.#pool.amountOut;
  }

  sell(quantity: number): number {
    const free = this.#free;
    free.join(this.#pool);
    free.quote(true, quantity, this.#arrangement.lowest);
    const out = this.proceeds(quantity);
    this.lastFee = free.amountOut - out;
    const { amountIn, fee } = this.#pool;
    this.#pool.adopt();
    this.#x += amountIn - fee;
    this.#keptBase += quantity - (amountIn - fee);
    this.#y -= out;
    return out;
  }

  quantityFor(amount: number): number {
    if (amount === 0) return 0;
    this.#pool.quote(true, -amount, this.#arrangement.lowest);
    return this.#pool.amountOut >= amount * (1 - 1e-13) ? this.#pool.amountIn : Number.POSITIVE_INFINITY;
  }

  bestQuantity(unitCost: number): number {
    if (unitCost <= 0) return Number.POSITIVE_INFINITY;
    const limit = Math.max(this.#arrangement.lowest, Math.sqrt(unitCost / (1 - this.#terms.fee)));
    this.#pool.quote(true, Number.POSITIVE_INFINITY, limit);
    return this.#pool.amountIn;
  }

  follow(price: number, share: Fraction, time: Millis): void {
    this.#arrangement.arrange(share, this.#arrangement.shiftAt(time));
    this.#place(Math.sqrt(price));
  }

  arbitrage(outside: number, cost: number): number {
    const pool = this.#pool;
    const gamma = 1 - this.#terms.fee;
    const top = Math.max(this.#arrangement.lowest, Math.sqrt(outside / gamma));
    const falls = pool.root.minus(top) > 0;
    const limit = falls ? top : Math.min(this.#arrangement.highest, Math.sqrt(outside * gamma));
    if (!falls && pool.root.minus(limit) >= 0) return 0;
    pool.quote(falls, Number.POSITIVE_INFINITY, limit);
    const { amountIn, amountOut, fee } = pool;
    const gain = falls ? amountOut - amountIn * outside : amountOut * outside - amountIn;
    // Through a hole the price can be moved for nothing, by anybody.
    if (amountIn > 0 && !(gain > cost)) return 0;
    pool.adopt();
    const [base, quote] = falls ? [amountIn, -amountOut] : [-amountOut, amountIn];
    this.#flowBase -= base;
    this.#flowQuote -= quote;
    this.#x += base - (falls ? fee : 0);
    this.#y += quote - (falls ? 0 : fee);
    this.#keptBase += falls ? fee : 0;
    this.#keptQuote += falls ? 0 : fee;
    return amountIn > 0 ? gain : 0;
  }

  /** Puts the pool at a root price; the ranges change hands with the market without a fee. */
  #place(root: number): void {
    this.#pool.place(root);
    const x = this.#map.amount0At(root);
    const y = this.#map.amount1At(root);
    this.#flowBase += this.#x - x;
    this.#flowQuote += this.#y - y;
    this.#x = x;
    this.#y = y;
  }

  save(into: Float64Array): void {
    into[0] = this.#arrangement.share;
    into[1] = this.#arrangement.shift;
    into[2] = this.#pool.root.hi;
    into[3] = this.#pool.root.lo;
    into[4] = this.#pool.segment;
    into[5] = this.#x;
    into[6] = this.#y;
    into[7] = this.#keptBase;
    into[8] = this.#keptQuote;
    into[9] = this.#flowBase;
    into[10] = this.#flowQuote;
  }

  load(from: Float64Array): void {
    this.#arrangement.arrange(from[0] as number, from[1] as number);
    this.#pool.restore(from[2] as number, from[3] as number, from[4] as number);
    this.#x = from[5] as number;
    this.#y = from[6] as number;
    this.#keptBase = from[7] as number;
    this.#keptQuote = from[8] as number;
    this.#flowBase = from[9] as number;
    this.#flowQuote = from[10] as number;
  }

  takeFlows(into: { base: number; quote: number }): void {
    into.base = this.#flowBase;
    into.quote = this.#flowQuote;
    this.#flowBase = 0;
    this.#flowQuote = 0;
  }

  change(into: { base: number; quote: number }): void {
    into.base = this.#x + this.#keptBase - this.#startBase;
    into.quote = this.#y + this.#keptQuote - this.#startQuote;
  }

  reserves(into: { base: number; quote: number }): void {
    into.base = this.#x + this.#keptBase;
    into.quote = this.#y + this.#keptQuote;
  }
}
