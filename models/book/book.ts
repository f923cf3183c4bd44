/**
 * The book: every account's collateral and debt as columns in shared memory. It is immutable; a reaction overlays what it
 * touches (`accounts.ts`).
 */
import type { RandomStream } from '../../sim/random/random-stream.ts';
import type { Fraction, Usd } from '../../sim/units.ts';

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
}

function shared<T>(type: { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number }, length: number): T {
  return new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT));
}

/** Collects accounts one by one and lays them out in shared memory. */
export class BookBuilder {
  #accounts = 0;
  readonly #collateral: { first: number[]; asset: number[]; amount: number[]; threshold: number[] };
  readonly #debt: { first: number[]; asset: number[]; amount: number[] };

  constructor() {
    this.#collateral = { first: [0], asset: [], amount: [], threshold: [] };
    this.#debt = { first: [0], asset: [], amount: [] };
  }

  addCollateral(asset: number, amount: number, threshold: Fraction): void {
    if (amount <= 0) return;
    this.#collateral.asset.push(asset);
    this.#collateral.amount.push(amount);
    this.#collateral.threshold.push(threshold);
  }

  addDebt(asset: number, amount: number): void {
    if (amount <= 0) return;
    this.#debt.asset.push(asset);
    this.#debt.amount.push(amount);
  }

  endAccount(): void {
    this.#accounts++;
    this.#collateral.first.push(this.#collateral.asset.length);
    this.#debt.first.push(this.#debt.asset.length);
  }

  build(): BookColumns {
    const copy = <T extends { set(values: number[]): void }>(column: T, values: number[]): T => {
      column.set(values);
      return column;
    };
    const c = this.#collateral;
    const d = this.#debt;
    return {
      accounts: this.#accounts,
      collateralFirst: copy(shared(Uint32Array, c.first.length), c.first),
      collateralAsset: copy(shared(Uint8Array, c.asset.length), c.asset),
      collateralAmount: copy(shared(Float64Array, c.amount.length), c.amount),
      collateralThreshold: copy(shared(Float64Array, c.threshold.length), c.threshold),
      debtFirst: copy(shared(Uint32Array, d.first.length), d.first),
      debtAsset: copy(shared(Uint8Array, d.asset.length), d.asset),
      debtAmount: copy(shared(Float64Array, d.amount.length), d.amount),
    };
  }
}

/** Total debt and collateral of a book at given prices, USD. */
export function bookTotals(book: BookColumns, prices: readonly number[]): { debtUsd: Usd; collateralUsd: Usd } {
  let debtUsd = 0;
  let collateralUsd = 0;
  for (let i = 0; i < book.debtAsset.length; i++) {
    debtUsd += (book.debtAmount[i] as number) * (prices[book.debtAsset[i] as number] as number);
  }
  for (let i = 0; i < book.collateralAsset.length; i++) {
    collateralUsd += (book.collateralAmount[i] as number) * (prices[book.collateralAsset[i] as number] as number);
  }
  return { debtUsd, collateralUsd };
}
