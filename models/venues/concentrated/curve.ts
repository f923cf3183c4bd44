/**
 * Concentrated liquidity as a curve of the simulator: base is token 0, quote token 1, √P in quote per base. Ranges of
 * providers who take part in a withdrawal shrink with it, those who follow the price are moved after it, and where
 * nobody is left there is a hole that the price falls through.
 */
import { clamp } from '../../../sim/math.ts';
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import type { Curve } from '../curve.ts';
import { REAL_NUMBERS } from '../whole-units.ts';
import { LiquidityMap } from './liquidity-map.ts';
import type { PlacedRange } from './placed-range.ts';
import { ConcentratedPool } from './pool.ts';
import { MAX_TICK, MIN_TICK, rootAtTick, tickAtPrice } from './ticks.ts';

export interface ConcentratedTerms {
  readonly base: number;
  readonly quote: number;
  /** Outside price of base in quote at the start. */
  readonly startPrice: number;
  /** Fraction of the input. */
  readonly fee: Fraction;
  readonly tickSpacing: number;
  /** Providers move their ranges after the price at multiples of this time; Infinity when they never do. */
  readonly recentre: Millis;
}

interface MovableRange {
  lower: number;
  upper: number;
  liquidity: number;
}

export class ConcentratedCurve implements Curve {
  readonly #terms: ConcentratedTerms;
  readonly #placed: readonly PlacedRange[];
  readonly #ranges: MovableRange[];
  readonly #map = new LiquidityMap();
  readonly #pool: ConcentratedPool;
  /** The same pool without a fee, to tell what the fee cost. */
  readonly #free: ConcentratedPool;
  readonly #startTick: number;
  readonly #startBase: number;
  readonly #startQuote: number;
  #tape: Tape | undefined;
  #share = 1;
  #shift = 0;
  /** Lowest and highest root price with liquidity. */
  #lowest = 0;
  #highest = 0;
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
    this.#placed = placed;
    this.#ranges = placed.map(({ lower, upper, liquidity }) => ({ lower, upper, liquidity }));
    this.#pool = new ConcentratedPool(this.#map, terms.fee * 1e6, REAL_NUMBERS);
    this.#free = new ConcentratedPool(this.#map, 0, REAL_NUMBERS);
    this.#startTick = tickAtPrice(terms.startPrice);
    for (const { lower, upper } of placed) {
      if (lower < MIN_TICK || upper > MAX_TICK) {
        throw new RangeError(`a range from tick ${lower} to ${upper} lies beyond the prices of a pool: narrow it`);
      }
    }
    this.#rebuild();
    const root = Math.sqrt(terms.startPrice);
    this.#startBase = this.#map.amount0At(root);
    this.#startQuote = this.#map.amount1At(root);
    this.reset();
  }

  reset(): void {
    this.#arrange(1, 0);
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
    this.#tape = tape;
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
    const shift = this.#shiftAt(time);
    const tick = tickAtPrice(price);
    let best = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.#placed.length; i++) {
      const range = this.#placed[i] as PlacedRange;
      const moved = range.follows ? shift : 0;
      if (range.lower + moved > tick) continue;
      if (range.upper + moved > tick) return (1 - this.#terms.fee) * price;
      best = Math.max(best, range.upper + moved);
    }
    if (best === Number.NEGATIVE_INFINITY) return 0;
    const top = rootAtTick(best);
    return (1 - this.#terms.fee) * top * top;
  }

  proceeds(quantity: number): number {
    this.#pool.quote(true, quantity, this.#lowest);
    return this.#pool.amountOut;
  }

  sell(quantity: number): number {
    const free = this.#free;
    free.join(this.#pool);
    free.quote(true, quantity, this.#lowest);
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
    this.#pool.quote(true, -amount, this.#lowest);
    return this.#pool.amountOut >= amount * (1 - 1e-13) ? this.#pool.amountIn : Number.POSITIVE_INFINITY;
  }

  bestQuantity(unitCost: number): number {
    if (unitCost <= 0) return Number.POSITIVE_INFINITY;
    const limit = Math.max(this.#lowest, Math.sqrt(unitCost / (1 - this.#terms.fee)));
    this.#pool.quote(true, Number.POSITIVE_INFINITY, limit);
    return this.#pool.amountIn;
  }

  follow(price: number, share: Fraction, time: Millis): void {
    this.#arrange(share, this.#shiftAt(time));
    this.#place(Math.sqrt(price));
  }

  arbitrage(outside: number, cost: number): number {
    const pool = this.#pool;
    const gamma = 1 - this.#terms.fee;
    const top = Math.max(this.#lowest, Math.sqrt(outside / gamma));
    const falls = pool.root.minus(top) > 0;
    const limit = falls ? top : Math.min(this.#highest, Math.sqrt(outside * gamma));
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

  /** How far the ranges that follow the price have been moved by a time, in ticks. */
  #shiftAt(time: Millis): number {
    const { recentre, base, quote, tickSpacing } = this.#terms;
    if (recentre === Number.POSITIVE_INFINITY || this.#tape === undefined) return 0;
    const at = Math.floor(time / recentre) * recentre;
    const price = this.#tape.priceAt(base, at) / this.#tape.priceAt(quote, at);
    return Math.round((tickAtPrice(price) - this.#startTick) / tickSpacing) * tickSpacing;
  }

  #arrange(share: Fraction, shift: number): void {
    if (share === this.#share && shift === this.#shift) return;
    this.#share = share;
    this.#shift = shift;
    for (let i = 0; i < this.#placed.length; i++) {
      const { lower, upper, liquidity, leaves, follows } = this.#placed[i] as PlacedRange;
      const range = this.#ranges[i] as MovableRange;
      range.liquidity = liquidity * (1 - leaves * (1 - share));
      range.lower = clamp(lower + (follows ? shift : 0), MIN_TICK, MAX_TICK);
      range.upper = clamp(upper + (follows ? shift : 0), MIN_TICK, MAX_TICK);
    }
    this.#rebuild();
  }

  #rebuild(): void {
    this.#map.rebuild(this.#ranges);
    this.#lowest = this.#map.rootOf(0);
    this.#highest = this.#map.rootOf(this.#map.size - 1);
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
