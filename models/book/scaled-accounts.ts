import { Accounts } from './accounts.ts';
import type { BookColumns } from './book.ts';

/** Accounts whose liquidation thresholds are multiplied by a factor for each asset, which may change in time. */
export class ScaledAccounts extends Accounts {
  readonly #factors: Float64Array;

  constructor(book: BookColumns, factors: Float64Array) {
    super(book);
    this.#factors = factors;
  }

  override thresholdFactor(asset: number): number {
    return this.#factors[asset] as number;
  }

  override touch(account: number): number {
    const known = this.slots;
    const slot = super.touch(account);
    if (slot === known) this.#scale(slot);
    return slot;
  }

  /** The factors are others than before. */
  rescale(): void {
    for (let slot = 0; slot < this.slots; slot++) this.#scale(slot);
  }

  #scale(slot: number): void {
    let entry = this.book.collateralFirst[this.accountOf[slot] as number] as number;
    const to = this.collateralFirst[slot + 1] as number;
    for (let at = this.collateralFirst[slot] as number; at < to; at++, entry++) {
      const factor = this.#factors[this.collateralAssets[at] as number] as number;
      this.collateralThresholds[at] = (this.book.collateralThreshold[entry] as number) * factor;
    }
  }
}
