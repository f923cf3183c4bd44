/** How the ranges of a pool lie at an instant: as placed, less what has left, moved to where their providers have followed. */
import { clamp } from '../../../sim/math.ts';
import type { Fraction, Millis } from '../../../sim/units.ts';
import type { Tape } from '../../tape/tape.ts';
import { LiquidityMap } from './liquidity-map.ts';
import type { PlacedRange } from './placed-range.ts';
import { MAX_TICK, MIN_TICK, rootAtTick, tickAtPrice } from './ticks.ts';

export interface ArrangementTerms {
  readonly base: number;
  readonly quote: number;
  /** Outside price of base in quote at the start. */
  readonly startPrice: number;
  readonly tickSpacing: number;
  /** Providers move their ranges after the price at multiples of this time; Infinity when they never do. */
  readonly recentre: Millis;
}

interface MovableRange {
  lower: number;
  upper: number;
  liquidity: number;
}

export class Arrangement {
  readonly map = new LiquidityMap();
  readonly #terms: ArrangementTerms;
  readonly #placed: readonly PlacedRange[];
  readonly #ranges: MovableRange[];
  readonly #startTick: number;
  #tape: Tape | undefined;
  share: Fraction = 1;
  /** How far ranges that follow have been moved, in ticks. */
  shift = 0;

  /** @throws RangeError when a range lies beyond the prices of a pool */
  constructor(terms: ArrangementTerms, placed: readonly PlacedRange[]) {
    this.#terms = terms;
    this.#placed = placed;
    this.#ranges = placed.map(({ lower, upper, liquidity }) => ({ lower, upper, liquidity }));
    this.#startTick = tickAtPrice(terms.startPrice);
    for (const { lower, upper } of placed) {
      if (lower < MIN_TICK || upper > MAX_TICK) {
        throw new RangeError(`a range from tick ${lower} to ${upper} lies beyond the prices of a pool: narrow it`);
      }
    }
    this.map.rebuild(this.#ranges);
  }

  begin(tape: Tape): void {
    this.#tape = tape;
  }

  /** Lowest root price with liquidity above it. */
  get lowest(): number {
    return this.map.rootOf(0);
  }

  /** Highest root price with liquidity below it. */
  get highest(): number {
    return this.map.rootOf(this.map.size - 1);
  }

  arrange(share: Fraction, shift: number): void {
    if (share === this.share && shift === this.shift) return;
    this.share = share;
    this.shift = shift;
    for (let i = 0; i < this.#placed.length; i++) {
      const { lower, upper, liquidity, leaves, follows } = this.#placed[i] as PlacedRange;
      const range = this.#ranges[i] as MovableRange;
      range.liquidity = liquidity * (1 - leaves * (1 - share));
      range.lower = clamp(lower + (follows ? shift : 0), MIN_TICK, MAX_TICK);
      range.upper = clamp(upper + (follows ? shift : 0), MIN_TICK, MAX_TICK);
    }
    this.map.rebuild(this.#ranges);
  }

  /** How far the ranges that follow the price have been moved by a time, in ticks. */
  shiftAt(time: Millis): number {
    const { recentre, base, quote, tickSpacing } = this.#terms;
    if (recentre === Number.POSITIVE_INFINITY || this.#tape === undefined) return 0;
    const at = Math.floor(time / recentre) * recentre;
    const price = this.#tape.priceAt(base, at) / this.#tape.priceAt(quote, at);
    return Math.round((tickAtPrice(price) - this.#startTick) / tickSpacing) * tickSpacing;
  }

  /** Price that a sale would begin at with the pool at `price` at a time: that of the next range down, 0 when there is none. */
  sellableAt(price: number, time: Millis): number {
    const shift = this.shiftAt(time);
    const tick = tickAtPrice(price);
    let best = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.#placed.length; i++) {
      const range = this.#placed[i] as PlacedRange;
      const moved = range.follows ? shift : 0;
      if (range.lower + moved > tick) continue;
      if (range.upper + moved > tick) return price;
      best = Math.max(best, range.upper + moved);
    }
    if (best === Number.NEGATIVE_INFINITY) return 0;
    const top = rootAtTick(best);
    return top * top;
  }
}
