/** Which of several collaterals is seized first: the first in a stated order of which anything is left; the largest among equals. */
import type { Accounts } from '../book/accounts.ts';

/** By asset: its place in the order; what the order leaves out comes last. */
export function collateralRanks(order: readonly string[], names: readonly string[]): Float64Array {
  return Float64Array.from(names, (name) => (order.includes(name) ? order.indexOf(name) : order.length));
}

/** Position of that entry in the columns of the accounts; the first one where nothing is left. */
export function firstInOrder(
  accounts: Accounts,
  slot: number,
  prices: ArrayLike<number>,
  ranks: ArrayLike<number>,
): number {
  const { collateralFirst, collateralAssets, collateralAmounts } = accounts;
  const held = collateralFirst[slot] as number;
  let best = held;
  let bestRank = Number.POSITIVE_INFINITY;
  let bestUsd = 0;
  for (let at = held; at < (collateralFirst[slot + 1] as number); at++) {
    const asset = collateralAssets[at] as number;
    const usd = (collateralAmounts[at] as number) * (prices[asset] as number);
    const rank = ranks[asset] as number;
    if (usd <= 0 || rank > bestRank || (rank === bestRank && usd <= bestUsd)) continue;
    [best, bestRank, bestUsd] = [at, rank, usd];
  }
  return best;
}
