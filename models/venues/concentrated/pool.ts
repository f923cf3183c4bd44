/**
 * A pool of concentrated liquidity: a root price, a map of liquidity, and swaps that walk from range to range. The same
 * code runs in real numbers in the simulator and in whole units against the figures of pools on chain.
 *
 * Source: Uniswap v3 whitepaper §6; core contracts.
 */
import { clamp } from '../../../sim/math.ts';
import type { Rounding } from '../whole-units.ts';
import { DoubleDouble } from './double-double.ts';
import type { LiquidityMap } from './liquidity-map.ts';
import { SwapStep } from './swap-step.ts';
import { MAX_ROOT, MAX_TICK, MIN_ROOT, MIN_TICK, rootAtTick, tickAtRoot } from './ticks.ts';

/** Told of what a swap does to fees; the simulator, whose ranges keep theirs together, needs none of it. */
export interface FeeWitness {
  /** A step's fee fell to the liquidity active in it. */
  fell(zeroForOne: boolean, fee: number, liquidity: number): void;
  /** The price crossed a boundary. */
  crossed(tick: number): void;
}

export class ConcentratedPool {
  readonly map: LiquidityMap;
  readonly root = new DoubleDouble();
  /** Boundary at or below the price; where the price has just fallen to a boundary, the one before it. */
  segment = -1;
  readonly #step: SwapStep;
  readonly #witness: FeeWitness | undefined;
  readonly #wordTicks: number;
  readonly #walked = new DoubleDouble();
  #walkedTo = -1;
  /** Whether the price has just fallen to the very edge of a tick, and counts as below it. */
  #fallen = false;
  #walkedFallen = false;
  /** Of the last swap or quotation: input with fee, output, and the fee in it. */
  amountIn = 0;
  amountOut = 0;
  fee = 0;

  /**
   * @param feePips fee in millionths of the input
   * @param spacing of ticks, where whole units are counted: contracts look for the next boundary in words of 256 spacings
   *   and round once more at the end of each; real numbers have nothing to round, and walk from boundary to boundary
   */
  constructor(map: LiquidityMap, feePips: number, rounding: Rounding, witness?: FeeWitness, spacing = 0) {
    this.map = map;
    this.#step = new SwapStep(feePips, rounding);
    this.#witness = witness;
    this.#wordTicks = 256 * spacing;
  }

  /** Puts the pool at a root price. */
  place(root: number): void {
    this.root.set(root);
    this.segment = this.map.segmentAt(root);
    this.#fallen = false;
  }

  get tick(): number {
    return tickAtRoot(this.root) - (this.#fallen ? 1 : 0);
  }

  /**
   * Swaps and keeps the result.
   *
   * @param zeroForOne whether token 0 is sold, so that the price falls
   * @param amount what is put in; what is to be taken out when negative; ±Infinity for as much as the limit allows
   * @param limit root price beyond which the swap does not go
   * @throws RangeError when there is nothing to swap, or the limit lies on the wrong side or outside of all prices
   */
  swap(zeroForOne: boolean, amount: number, limit: number): void {
    if (amount === 0) throw new RangeError('the amount to swap must not be 0');
    const ahead = this.root.minus(limit);
    if (!(zeroForOne ? ahead > 0 && limit > MIN_ROOT : ahead < 0 && this.root.hi < MAX_ROOT && limit <= MAX_ROOT)) {
      const side = zeroForOne ? 'below' : 'above';
      throw new RangeError(
        `the limit must lie ${side} the pool's root price ${this.root.hi}, within all prices: ${limit}`,
      );
    }
    this.#walk(zeroForOne, amount, limit, this.#witness);
    this.adopt();
  }

  /** What a swap would bring, without doing it; nothing where the limit lies behind. */
  quote(zeroForOne: boolean, amount: number, limit: number): void {
    this.#walk(zeroForOne, amount, limit, undefined);
  }

  /** Does what was last quoted. */
  adopt(): void {
    this.root.copy(this.#walked);
    this.segment = this.#walkedTo;
    this.#fallen = this.#walkedFallen;
  }

  /** Puts the pool where it was, on the same map. */
  restore(hi: number, lo: number, segment: number): void {
    this.root.hi = hi;
    this.root.lo = lo;
    this.segment = segment;
    this.#fallen = false;
  }

  /** Puts the pool where another on the same map is. */
  join(other: ConcentratedPool): void {
    this.root.copy(other.root);
    this.segment = other.segment;
    this.#fallen = other.#fallen;
  }

  /** Root price at the end of the word of 256 spacings in which a swap that has come to a tick looks on. */
  #wordEnd(tick: number, zeroForOne: boolean): number {
    const word = this.#wordTicks;
    const spacing = word / 256;
    const at = Math.floor(tick / spacing) * spacing;
    // Downwards a word ends at its first tick; upwards at its last, and the search begins at the next tick.
    const end = zeroForOne ? Math.floor(at / word) * word : Math.floor((at + spacing) / word) * word + word - spacing;
    return rootAtTick(clamp(end, MIN_TICK, MAX_TICK));
  }

  #walk(zeroForOne: boolean, amount: number, limit: number, witness: FeeWitness | undefined): void {
    const step = this.#step;
    const { map } = this;
    const root = this.#walked;
    root.copy(this.root);
    const exactIn = amount > 0;
    let segment = this.segment;
    let fallen = this.#fallen;
    let left = Math.abs(amount);
    let paid = 0;
    let got = 0;
    let fees = 0;
    while (left > 0 && (zeroForOne ? root.minus(limit) > 0 : root.minus(limit) < 0)) {
      const boundary = zeroForOne ? segment : segment + 1;
      const inside = boundary >= 0 && boundary < map.size;
      const edge = inside ? map.rootOf(boundary) : limit;
      let target = zeroForOne ? Math.max(edge, limit) : Math.min(edge, limit);
      let atWordEnd = false;
      if (this.#wordTicks > 0) {
        const end = this.#wordEnd(tickAtRoot(root) - (fallen ? 1 : 0), zeroForOne);
        atWordEnd = zeroForOne ? end >= target : end <= target;
        if (atWordEnd) target = end;
      }
      const { hi, lo } = root;
      const liquidity = map.activeIn(segment);
      if (exactIn) step.spend(root, target, liquidity, left);
      else step.take(root, target, liquidity, left);
      paid += step.amountIn + step.fee;
      got += step.amountOut;
      fees += step.fee;
      left = step.atTarget ? Math.max(0, left - (exactIn ? step.amountIn + step.fee : step.amountOut)) : 0;
      witness?.fell(zeroForOne, step.fee, liquidity);
      const crosses = step.atTarget && inside && target === edge;
      if (crosses) {
        witness?.crossed(map.tickOf(boundary));
        segment += zeroForOne ? -1 : 1;
      }
      if (step.atTarget && (crosses || atWordEnd)) fallen = zeroForOne;
      else if (root.hi !== hi || root.lo !== lo) fallen = false;
    }
    this.#walkedTo = segment;
    this.#walkedFallen = fallen;
    this.amountIn = paid;
    this.amountOut = got;
    this.fee = fees;
  }
}
