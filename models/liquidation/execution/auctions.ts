/** The open auctions of one reaction: what is for sale, what is still to be raised, and what each asks at an instant. */
import type { Fraction, Millis, Usd } from '../../../sim/units.ts';
import type { PriceCurve } from '../../model.ts';

export interface Lot {
  readonly slot: number;
  wave: number;
  readonly asset: number;
  readonly collateralEntry: number;
  readonly debtEntry: number;
  readonly debtAsset: number;
  /** Collateral left in the lot. */
  units: number;
  /** Debt still to be covered, USD. */
  debtUsd: Usd;
  /** Penalty still to be raised after it, USD. */
  penaltyUsd: Usd;
  /** Starting price, USD per unit. */
  top: Usd;
  startedAt: Millis;
}

/** Shares of a lot below this are rounding. */
const ROUNDING = 1e-12;

export class Auctions {
  readonly #curve: PriceCurve;
  readonly #lots: Lot[] = [];
  #raisingUsd = 0;
  #debtUsd = 0;

  constructor(curve: PriceCurve) {
    this.#curve = curve;
  }

  clear(): void {
    this.#lots.length = 0;
    this.#raisingUsd = 0;
    this.#debtUsd = 0;
  }

  get open(): number {
    return this.#lots.length;
  }

  /** USD that all open auctions try to raise. */
  get raisingUsd(): Usd {
    return this.#lots.length === 0 ? 0 : this.#raisingUsd;
  }

  /** Debt in open auctions, USD. */
  get openDebtUsd(): Usd {
    return this.#lots.length === 0 ? 0 : this.#debtUsd;
  }

  has(asset: number): boolean {
    return this.#lots.some((lot) => lot.asset === asset);
  }

  start(lot: Lot): void {
    this.#lots.push(lot);
    this.#raisingUsd += lot.debtUsd + lot.penaltyUsd;
    this.#debtUsd += lot.debtUsd;
  }

  restart(lot: Lot, top: Usd, time: Millis, wave: number): void {
    lot.top = top;
    lot.startedAt = time;
    lot.wave = wave;
  }

  ask(lot: Lot, time: Millis): Usd {
    return lot.top * this.#curve.share(time - lot.startedAt);
  }

  /** Lots of an asset, lowest ask first, then in the order in which they were started. */
  byAsk(asset: number, time: Millis): Lot[] {
    const lots = this.#lots.filter((lot) => lot.asset === asset);
    const asks = new Map(lots.map((lot) => [lot, this.ask(lot, time)]));
    // A stable sort keeps the order of starting among equal asks.
    return lots.sort((a, b) => (asks.get(a) as number) - (asks.get(b) as number));
  }

  lowestAsk(asset: number, time: Millis): Usd {
    let lowest = Number.POSITIVE_INFINITY;
    for (const lot of this.#lots) {
      if (lot.asset === asset) lowest = Math.min(lowest, this.ask(lot, time));
    }
    return lowest;
  }

  /** No lot of the asset asks less than `price` before this instant. */
  earliestAt(asset: number, price: Usd): Millis {
    let earliest = Number.POSITIVE_INFINITY;
    for (const lot of this.#lots) {
      if (lot.asset !== asset) continue;
      earliest = Math.min(earliest, lot.startedAt + this.#curve.reaches(Math.min(1, price / lot.top)));
    }
    return earliest;
  }

  isStale(lot: Lot, time: Millis, tail: Millis, cusp: Fraction): boolean {
    return time - lot.startedAt > tail || this.#curve.share(time - lot.startedAt) < cusp;
  }

  stale(time: Millis, tail: Millis, cusp: Fraction): Lot[] {
    return this.#lots.filter((lot) => this.isStale(lot, time, tail, cusp));
  }

  /** When the first lot becomes stale; a little early at most. */
  firstStale(tail: Millis, cusp: Fraction): Millis {
    const life = Math.min(tail + 1, this.#curve.reaches(cusp));
    let first = Number.POSITIVE_INFINITY;
    for (const lot of this.#lots) first = Math.min(first, lot.startedAt + life);
    return first;
  }

  /** Books a sale; returns whether the auction is over (all raised, or nothing left to sell). */
  sold(lot: Lot, units: number, repaidUsd: Usd, penaltyUsd: Usd): boolean {
    const before = lot.units;
    const raise = lot.debtUsd + lot.penaltyUsd;
    lot.units = before - units <= ROUNDING * before ? 0 : before - units;
    lot.debtUsd -= repaidUsd;
    lot.penaltyUsd -= penaltyUsd;
    this.#raisingUsd -= repaidUsd + penaltyUsd;
    this.#debtUsd -= repaidUsd;
    const over = lot.units === 0 || lot.debtUsd + lot.penaltyUsd <= ROUNDING * raise;
    if (over) {
      this.#raisingUsd -= lot.debtUsd + lot.penaltyUsd;
      this.#debtUsd -= lot.debtUsd;
      this.#lots.splice(this.#lots.indexOf(lot), 1);
    }
    return over;
  }
}
