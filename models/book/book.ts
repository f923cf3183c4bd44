/**
 * The book: every account's collateral and debt as columns in shared memory. It is immutable; a reaction overlays what it
 * touches (`accounts.ts`).
 */
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Fraction, Usd } from '../../sim/units.ts';
import { GrowingColumn } from './growing-column.ts';

/** What a book model is given to build from. */
export interface BookRequest {
  readonly assetNames: readonly string[];
  /** USD per unit at time 0. */
  readonly prices: readonly number[];
  /** Liquidation threshold per asset; undefined where it is no collateral. */
  readonly thresholds: readonly (Fraction | undefined)[];
  /** Whether the asset can be borrowed. */
  readonly borrowable: readonly boolean[];
  readonly stream: (purpose: string) => RandomStream;
}

/** One holding: collateral entries carry their liquidation threshold, debt entries 0. */
export interface BookColumns {
  readonly accounts: number;
  /** Collateral entries of account a are first[a] … first[a+1] − 1. Length accounts + 1. */
  readonly collateralFirst: Uint32Array;
  readonly collateralAsset: Uint8Array;
  /** Units of the asset. */
  readonly collateralAmount: Float64Array;
  /** Fraction of the value that counts against debt. */
  readonly collateralThreshold: Float64Array;
  readonly debtFirst: Uint32Array;
  readonly debtAsset: Uint8Array;
  readonly debtAmount: Float64Array;
  /** By account: 1 + the number of its category, 0 for none; left out where there are none. */
  readonly categories?: Uint8Array;
}

/** Collects accounts one by one and lays them out in shared memory. */
export class BookBuilder {
  #accounts = 0;
  readonly #collateralFirst = new GrowingColumn(Uint32Array);
  readonly #collateralAsset = new GrowingColumn(Uint8Array);
  readonly #collateralAmount = new GrowingColumn(Float64Array);
  readonly #collateralThreshold = new GrowingColumn(Float64Array);
  readonly #debtFirst = new GrowingColumn(Uint32Array);
  readonly #debtAsset = new GrowingColumn(Uint8Array);
  readonly #debtAmount = new GrowingColumn(Float64Array);

  constructor() {
    this.#collateralFirst.push(0);
    this.#debtFirst.push(0);
  }

  addCollateral(asset: number, amount: number, threshold: Fraction): void {
    if (amount <= 0) return;
    this.#collateralAsset.push(asset);
    this.#collateralAmount.push(amount);
    this.#collateralThreshold.push(threshold);
  }

  addDebt(asset: number, amount: number): void {
    if (amount <= 0) return;
    this.#debtAsset.push(asset);
    this.#debtAmount.push(amount);
  }

  endAccount(): void {
    this.#accounts++;
    this.#collateralFirst.push(this.#collateralAsset.length);
    this.#debtFirst.push(this.#debtAsset.length);
  }

  build(): BookColumns {
    return {
      accounts: this.#accounts,
      collateralFirst: this.#collateralFirst.shared(),
      collateralAsset: this.#collateralAsset.shared(),
      collateralAmount: this.#collateralAmount.shared(),
      collateralThreshold: this.#collateralThreshold.shared(),
      debtFirst: this.#debtFirst.shared(),
      debtAsset: this.#debtAsset.shared(),
      debtAmount: this.#debtAmount.shared(),
    };
  }
}

export interface BookTotals {
  readonly debtUsd: Usd;
  readonly collateralUsd: Usd;
  /** What could be owed on the collateral before every account is due: each value times its liquidation threshold. */
  readonly capacityUsd: Usd;
}

/** Totals of a book at given prices. */
export function bookTotals(book: BookColumns, prices: readonly number[]): BookTotals {
  let debtUsd = 0;
  let collateralUsd = 0;
  let capacityUsd = 0;
  for (let i = 0; i < book.debtAsset.length; i++) {
    debtUsd += (book.debtAmount[i] as number) * (prices[book.debtAsset[i] as number] as number);
  }
  for (let i = 0; i < book.collateralAsset.length; i++) {
    const value = (book.collateralAmount[i] as number) * (prices[book.collateralAsset[i] as number] as number);
    collateralUsd += value;
    capacityUsd += value * (book.collateralThreshold[i] as number);
  }
  return { debtUsd, collateralUsd, capacityUsd };
}
