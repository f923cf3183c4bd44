/** Collateral over debt of all accounts that owe anything, at the protocol's prices. What the owner of a closed one holds is not counted. */
import type { Stage } from '../../world/stage.ts';

export class SystemRatio {
  readonly #stage: Stage;
  /** By asset, of the whole book before anything has happened. */
  readonly #collateral: Float64Array;
  readonly #debt: Float64Array;

  constructor(stage: Stage) {
    this.#stage = stage;
    const { accounts, collateralFirst, collateralAsset, collateralAmount, debtFirst, debtAsset, debtAmount } =
      stage.accounts.book;
    this.#collateral = new Float64Array(stage.prices.length);
    this.#debt = new Float64Array(stage.prices.length);
    for (let account = 0; account < accounts; account++) {
      const [held, owed] = [collateralFirst[account] as number, debtFirst[account] as number];
      const owedEnd = debtFirst[account + 1] as number;
      if (!owesAnything(debtAmount, owed, owedEnd)) continue;
      for (let at = owed; at < owedEnd; at++) this.#debt[debtAsset[at] as number]! += debtAmount[at] as number;
      for (let at = held; at < (collateralFirst[account + 1] as number); at++)
        this.#collateral[collateralAsset[at] as number]! += collateralAmount[at] as number;
    }
  }

  /** Infinity when nobody owes anything. */
  now(): number {
    const { accounts, prices } = this.#stage;
    const { accountOf, book } = accounts;
    let [collateralUsd, debtUsd] = [0, 0];
    for (let asset = 0; asset < prices.length; asset++) {
      collateralUsd += (this.#collateral[asset] as number) * (prices[asset] as number);
      debtUsd += (this.#debt[asset] as number) * (prices[asset] as number);
    }
    // Of the accounts that anything has happened to, what they hold and owe more than at the start, or less.
    for (let slot = 0; slot < accounts.slots; slot++) {
      const account = accountOf[slot] as number;
      const owed = book.debtFirst[account] as number;
      if (!owesAnything(book.debtAmount, owed, book.debtFirst[account + 1] as number)) continue;
      let isOpen = false;
      for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
        const left = accounts.debt(slot, entry);
        isOpen ||= left > 0;
        debtUsd +=
          (left - (book.debtAmount[owed + entry] as number)) * (prices[accounts.debtAsset(slot, entry)] as number);
      }
      const held = book.collateralFirst[account] as number;
      for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
        const left = isOpen ? accounts.collateral(slot, entry) : 0;
        const change = left - (book.collateralAmount[held + entry] as number);
        collateralUsd += change * (prices[accounts.collateralAsset(slot, entry)] as number);
      }
    }
    // What is left of sums that cancel is nothing.
    return debtUsd > 1e-9 ? collateralUsd / debtUsd : Number.POSITIVE_INFINITY;
  }
}

function owesAnything(debtAmount: ArrayLike<number>, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((debtAmount[at] as number) > 0) return true;
  return false;
}
