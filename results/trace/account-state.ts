/** What an account is worth at given prices, read without touching anything that the reaction uses. */
import type { Stage } from '../../models/world/stage.ts';

export interface AccountState {
  readonly debtUsd: number;
  readonly collateralUsd: number;
  /** Collateral times liquidation threshold over debt; undefined without debt. */
  readonly healthFactor: number | undefined;
}

/** @param prices USD per unit, by asset */
export function stateOf({ accounts }: Stage, slot: number, prices: ArrayLike<number>): AccountState {
  let [debtUsd, collateralUsd, weightedUsd] = [0, 0, 0];
  for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--)
    debtUsd += accounts.debt(slot, entry) * (prices[accounts.debtAsset(slot, entry)] as number);
  for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
    const usd = accounts.collateral(slot, entry) * (prices[accounts.collateralAsset(slot, entry)] as number);
    collateralUsd += usd;
    weightedUsd += usd * accounts.collateralThreshold(slot, entry);
  }
  return { debtUsd, collateralUsd, healthFactor: debtUsd > 0 ? weightedUsd / debtUsd : undefined };
}
