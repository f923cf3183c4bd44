/**
 * The open auctions of one reaction: what is for sale, what is still to be raised, and what is asked at an instant. Lots
 * of one asset that started at the same moment ask the same, so they stand together in a cohort and are priced once.
 */
import type { Fraction, Millis, Usd } from '../../../sim/units.ts';
import type { PriceCurve } from '../../model.ts';
import { needsReset, slice } from './dutch-house.ts';

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
}

export interface Cohort {
  readonly asset: number;
  /** Starting price, USD per unit. */
  readonly top: Usd;
  readonly startedAt: Millis;
  readonly lots: Lot[];
  /** What it asked when last priced. */
  ask: Usd;
  /** Before `safeUntil` it asks more than `safePrice`: kept from the last search, so that the next one can skip it. */
  safePrice: Usd;
  safeUntil: Millis;
  /** Until then no keeper takes: those who have acted would lose, or none has acted yet. */
  waitUntil: Millis;
}

/** Shares of a lot below this are rounding. */
const ROUNDING = 1e-12;

/** A search looks this much above the price at hand, so that its answer still serves when the price has risen a little. */
const SAFETY = 1.01;

export class Auctions {
  readonly #curve: PriceCurve;
  /** Order of the last pricing: lowest ask first, then the older. */
  readonly #cohorts: Cohort[] = [];
  open = 0;
  #raisingUsd = 0;
  #debtUsd = 0;

  constructor(curve: PriceCurve) {
    this.#curve = curve;
  }

  clear(): void {
    this.#cohorts.length = 0;
    this.open = 0;
    this.#raisingUsd = 0;
    this.#debtUsd = 0;
  }

  /** USD that all open auctions try to raise. */
  get raisingUsd(): Usd {
    return this.open === 0 ? 0 : this.#raisingUsd;
  }

  /** Debt in open auctions, USD. */
  get openDebtUsd(): Usd {
    return this.open === 0 ? 0 : this.#debtUsd;
  }

  get cohorts(): readonly Cohort[] {
    return this.#cohorts;
  }

  start(lot: Lot, top: Usd, time: Millis): void {
    this.#place(lot, top, time);
    this.open++;
    this.#raisingUsd += lot.debtUsd + lot.penaltyUsd;
    this.#debtUsd += lot.debtUsd;
  }

  /** Moves a lot to a new starting price. */
  restart(cohort: Cohort, lot: Lot, top: Usd, time: Millis, wave: number): void {
    this.#drop(cohort, lot);
    lot.wave = wave;
    this.#place(lot, top, time);
  }

  /** Changes what is to be raised on top of the debt of a lot. */
  setPenalty(lot: Lot, penaltyUsd: Usd): void {
    this.#raisingUsd += penaltyUsd - lot.penaltyUsd;
    lot.penaltyUsd = penaltyUsd;
  }

  /** Prices every cohort at an instant and puts the lowest ask first. */
  price(time: Millis): void {
    const cohorts = this.#cohorts;
    for (let i = 0; i < cohorts.length; i++) {
      const cohort = cohorts[i] as Cohort;
      cohort.ask = this.askOf(cohort, time);
      // Insertion: the order hardly changes from one instant to the next.
      let at = i;
      for (; at > 0 && comesBefore(cohort, cohorts[at - 1] as Cohort); at--) cohorts[at] = cohorts[at - 1] as Cohort;
      cohorts[at] = cohort;
    }
  }

  askOf(cohort: Cohort, time: Millis): Usd {
    return cohort.top * this.#curve.share(time - cohort.startedAt);
  }

  /** First instant at which a cohort may ask no more than `price`; never late. */
  reaches(cohort: Cohort, price: Usd): Millis {
    if (price > cohort.safePrice) {
      cohort.safePrice = price * SAFETY;
      cohort.safeUntil = cohort.startedAt + this.#curve.reaches(Math.min(1, cohort.safePrice / cohort.top));
    }
    return cohort.safeUntil;
  }

  isStale(cohort: Cohort, time: Millis, tail: Millis, cusp: Fraction): boolean {
    const elapsed = time - cohort.startedAt;
    return needsReset(elapsed, this.#curve.share(elapsed), tail, cusp);
  }

  /** When an auction becomes stale; a little early at most. */
  staleAt(cohort: Cohort, tail: Millis, cusp: Fraction): Millis {
    return cohort.startedAt + Math.min(tail + 1, this.#curve.reaches(cusp));
  }

  /** When the first auction becomes stale; a little early at most. */
  firstStale(tail: Millis, cusp: Fraction): Millis {
    const life = Math.min(tail + 1, this.#curve.reaches(cusp));
    let first = Number.POSITIVE_INFINITY;
    for (const cohort of this.#cohorts) first = Math.min(first, cohort.startedAt + life);
    return first;
  }

  /** Books a sale; returns whether the auction is over (all raised, or nothing left to sell). */
  sold(cohort: Cohort, lot: Lot, units: number, repaidUsd: Usd, penaltyUsd: Usd): boolean {
    const before = lot.units;
    const raise = lot.debtUsd + lot.penaltyUsd;
    lot.units = before - units <= ROUNDING * before ? 0 : before - units;
    lot.debtUsd -= repaidUsd;
    lot.penaltyUsd -= penaltyUsd;
    this.#raisingUsd -= repaidUsd + penaltyUsd;
    this.#debtUsd -= repaidUsd;
    if (lot.units > 0 && lot.debtUsd + lot.penaltyUsd > ROUNDING * raise) return false;
    this.#raisingUsd -= lot.debtUsd + lot.penaltyUsd;
    this.#debtUsd -= lot.debtUsd;
    this.open--;
    this.#drop(cohort, lot);
    return true;
  }

  #place(lot: Lot, top: Usd, time: Millis): void {
    const known = this.#cohorts.find((c) => c.startedAt === time && c.asset === lot.asset && c.top === top);
    if (known) known.lots.push(lot);
    else
      this.#cohorts.push({
        asset: lot.asset,
        top,
        startedAt: time,
        lots: [lot],
        ask: top,
        safePrice: 0,
        safeUntil: 0,
        waitUntil: 0,
      });
  }

  #drop(cohort: Cohort, lot: Lot): void {
    cohort.lots.splice(cohort.lots.indexOf(lot), 1);
    if (cohort.lots.length === 0) this.#cohorts.splice(this.#cohorts.indexOf(cohort), 1);
  }
}

/**
 * Units that a taker wants: what gains most, cut to the lot and to what is still to be raised; never so that less than
 * `dustUsd` would be left to raise.
 */
export function unitsWanted(lot: Lot, ask: Usd, best: number, dustUsd: Usd): number {
  const raise = lot.debtUsd + lot.penaltyUsd;
  const units = slice(lot.units, raise, ask, best, dustUsd);
  // Too small to be taken in part: all of it then.
  return units > 0 || best <= 0 ? units : Math.min(lot.units, raise / ask);
}

function comesBefore(a: Cohort, b: Cohort): boolean {
  return a.ask < b.ask || (a.ask === b.ask && a.startedAt < b.startedAt);
}
