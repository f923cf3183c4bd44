import { Accounts } from './accounts.ts';
import type { BookColumns } from './book.ts';

/** Accounts whose liquidation thresholds are multiplied by a factor for each asset, which may change in time. */
export class ScaledAccounts extends Accounts {
  readonly factors: Float64Array;

  constructor(book: BookColumns, assets: number) {
    super(book);
    this.factors = new Float64Array(assets).fill(1);
  }

  override thresholdFactor(asset: number): number {
    return this.factors[asset] as number;
  }

  override collateralThreshold(slot: number, entry: number): number {
    return super.collateralThreshold(slot, entry) * (this.factors[this.collateralAsset(slot, entry)] as number);
  }
}
