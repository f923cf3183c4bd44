/**
 * An order over several venues at once, so that no other division would bring more.
 *
 * Where proceeds are concave, the division is the best one when every venue that is used pays the same for its last unit:
 *
 *   maximise  Σ p_i(q_i)   subject to   Σ q_i = Q, q_i ≥ 0      ⇔      p_i'(q_i) = λ where q_i > 0,  p_i'(0) ≤ λ elsewhere
 *
 * with p_i the proceeds of venue i in USD. `bestQuantity` of a venue is the inverse of p_i', so that what is left is one
 * equation in λ, Σ q_i(λ) = Q, whose left side falls as λ rises: solved between brackets that never cross, to the last digits.
 * A venue whose marginal price is flat or falls in steps (an order book, a market without friction) makes the left side jump;
 * all of the jump is paid λ, so that any part of it may be taken, and just the part that is missing is.
 *
 * Source: Boyd and Vandenberghe, Convex Optimization, §5.5.3 (water-filling).
 */
import type { Millis, Usd } from '../../sim/units.ts';
import { Route } from './route.ts';
import type { Venue } from './venue.ts';

/** Marginal prices below this share of the best bid are not looked for: what is sold there brings nothing that counts. */
const LEAST = 1e-18;
const STEPS = 200;

export class SplitRoute extends Route {
  /** The division last worked out, by venue, and for which quantity (−1 when the venues have changed since). */
  readonly #units: Float64Array;
  #dividedFor = -1;
  /** By venue: the most that the equation needs of it, and quantities at either bracket of λ. */
  readonly #most: Float64Array;
  readonly #atLow: Float64Array;
  readonly #atHigh: Float64Array;
  readonly #trial: Float64Array;
  #at = -1;

  constructor(asset: number, venues: readonly Venue[]) {
    super(asset, venues);
    this.#units = new Float64Array(venues.length);
    this.#most = new Float64Array(venues.length);
    this.#atLow = new Float64Array(venues.length);
    this.#atHigh = new Float64Array(venues.length);
    this.#trial = new Float64Array(venues.length);
  }

  override settle(time: Millis): void {
    if (time !== this.#at) this.#dividedFor = -1;
    this.#at = time;
    super.settle(time);
  }

  override proceedsUsd(quantity: number): Usd {
    this.#divide(quantity);
    let usd = 0;
    for (let i = 0; i < this.venues.length; i++) usd += this.proceedsAt(i, this.#units[i] as number);
    return usd;
  }

  /** At a cost per unit each venue takes its own best quantity: they do not compete. */
  override bestQuantity(unitCostUsd: Usd): number {
    let sum = 0;
    for (let i = 0; i < this.venues.length; i++) sum += this.#quantityAt(i, unitCostUsd);
    return sum;
  }

  override quantityFor(amountUsd: Usd): number {
    if (!(amountUsd > 0)) return 0;
    for (let i = 0; i < this.venues.length; i++) {
      this.#most[i] = (this.venues[i] as Venue).quantityFor(amountUsd / (this.quotePrice[i] as number));
    }
    this.#dividedFor = -1;
    if (!this.#solve(amountUsd, true)) return Number.POSITIVE_INFINITY;
    let quantity = 0;
    for (let i = 0; i < this.venues.length; i++) quantity += this.#units[i] as number;
    return quantity;
  }

  override sell(quantity: number): Usd {
    this.#divide(quantity);
    this.clearSale();
    let usd = 0;
    for (let i = 0; i < this.venues.length; i++) {
      if ((this.#units[i] as number) > 0) usd += this.sellAt(i, this.#units[i] as number);
    }
    this.#dividedFor = -1;
    return usd;
  }

  #divide(quantity: number): void {
    if (quantity === this.#dividedFor) return;
    this.#most.fill(quantity);
    if (!this.#solve(quantity, false)) {
      // No venue pays anything for the rest; one of them takes it.
      let rest = quantity;
      for (let i = 0; i < this.venues.length; i++) rest -= this.#units[i] as number;
      this.#units[0]! += Math.max(0, rest);
    }
    this.#dividedFor = quantity;
  }

  #quantityAt(index: number, priceUsd: Usd): number {
    return (this.venues[index] as Venue).bestQuantity(priceUsd / (this.quotePrice[index] as number));
  }

  /** Fills `into` with what each venue takes at a marginal price; returns its sum, in units or in USD. */
  #measure(priceUsd: Usd, inUsd: boolean, into: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.venues.length; i++) {
      const units = Math.min(this.#quantityAt(i, priceUsd), this.#most[i] as number);
      into[i] = units;
      sum += inUsd ? this.proceedsAt(i, units) : units;
    }
    return sum;
  }

  /** Divides so that the sum of units (or USD) meets the target; false when all venues together fall short, taking all they pay for. */
  #solve(target: number, inUsd: boolean): boolean {
    if (!(target > 0)) {
      this.#units.fill(0);
      return true;
    }
    let high = this.bidUsd();
    let low = high * LEAST;
    this.#atHigh.fill(0);
    let sumHigh = 0;
    let sumLow = high > 0 ? this.#measure(low, inUsd, this.#atLow) : 0;
    if (!(sumLow >= target)) {
      for (let i = 0; i < this.#units.length; i++) this.#units[i] = high > 0 ? (this.#atLow[i] as number) : 0;
      return false;
    }
    // Regula falsi with the stale end halved (Illinois), every third step a bisection: quick on curves, safe on steps.
    let weightHigh = target - sumHigh;
    let weightLow = sumLow - target;
    let wasLow = false;
    for (let step = 0; step < STEPS && high - low > 2 * Number.EPSILON * high && sumLow > sumHigh; step++) {
      const middle = low < 0.25 * high ? Math.sqrt(low * high) : 0.5 * (low + high);
      const falsi = (low * weightHigh + high * weightLow) / (weightHigh + weightLow);
      const next = step % 3 === 2 || !(falsi > low && falsi < high) ? middle : falsi;
      if (next <= low || next >= high) break;
      const sum = this.#measure(next, inUsd, this.#trial);
      if (sum >= target) {
        low = next;
        sumLow = sum;
        this.#atLow.set(this.#trial);
        weightLow = sum - target;
        if (wasLow) weightHigh *= 0.5;
        wasLow = true;
      } else {
        high = next;
        sumHigh = sum;
        this.#atHigh.set(this.#trial);
        weightHigh = target - sum;
        if (!wasLow) weightLow *= 0.5;
        wasLow = false;
      }
      if (Math.abs(sum - target) <= 4 * Number.EPSILON * target) break;
    }
    const share = sumLow > sumHigh ? (target - sumHigh) / (sumLow - sumHigh) : 1;
    for (let i = 0; i < this.#units.length; i++) {
      const least = this.#atHigh[i] as number;
      this.#units[i] = least + share * ((this.#atLow[i] as number) - least);
    }
    return true;
  }
}
