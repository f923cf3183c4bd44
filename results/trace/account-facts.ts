/** What the book and the market say of one account on a path, whatever the reaction did with it. */
import type { Stage } from '../../models/world/stage.ts';

export interface Holding {
  readonly side: 'collateral' | 'debt';
  readonly asset: string;
  readonly units: number;
  readonly usd: number;
}

export interface AccountFacts {
  readonly account: number;
  /** Accounts in the book. */
  readonly of: number;
  /** At the start of the path. */
  readonly holdings: readonly Holding[];
  /** As the book says it, at market prices of the start; null without debt. */
  readonly healthFactor: number | null;
  /** The lowest that it would have been at market prices had nobody touched the account, and when; null without debt. */
  readonly lowestHealthFactor: number | null;
  readonly lowestAtMillis: number;
  /** Health factor below which the strategy counts an account as due. */
  readonly trigger: number;
  /** Keepers of the scenario. */
  readonly keepers: number;
}

export function factsOf(
  { accounts, keepers, tape, margin }: Stage,
  account: number,
  assets: readonly string[],
): AccountFacts {
  const { book } = accounts;
  const holdings: Holding[] = [];
  const priceOf = (asset: number, tick: number) => (tape.prices[asset] as Float64Array)[tick] as number;
  const [c0, c1] = [book.collateralFirst[account] as number, book.collateralFirst[account + 1] as number];
  const [d0, d1] = [book.debtFirst[account] as number, book.debtFirst[account + 1] as number];
  for (let i = c0; i < c1; i++) {
    const [asset, units] = [book.collateralAsset[i] as number, book.collateralAmount[i] as number];
    holdings.push({ side: 'collateral', asset: assets[asset] as string, units, usd: units * priceOf(asset, 0) });
  }
  for (let i = d0; i < d1; i++) {
    const [asset, units] = [book.debtAsset[i] as number, book.debtAmount[i] as number];
    holdings.push({ side: 'debt', asset: assets[asset] as string, units, usd: units * priceOf(asset, 0) });
  }
  const healthAt = (tick: number): number => {
    let [weighted, debt] = [0, 0];
    for (let i = c0; i < c1; i++)
      weighted +=
        (book.collateralAmount[i] as number) *
        (book.collateralThreshold[i] as number) *
        priceOf(book.collateralAsset[i] as number, tick);
    for (let i = d0; i < d1; i++) debt += (book.debtAmount[i] as number) * priceOf(book.debtAsset[i] as number, tick);
    return weighted / debt;
  };
  let [lowest, lowestTick] = [Number.POSITIVE_INFINITY, 0];
  for (let tick = 0; tick <= tape.grid.ticks && d1 > d0; tick++) {
    const health = healthAt(tick);
    if (health < lowest) [lowest, lowestTick] = [health, tick];
  }
  return {
    account,
    of: book.accounts,
    holdings,
    healthFactor: d1 > d0 ? healthAt(0) : null,
    lowestHealthFactor: d1 > d0 ? lowest : null,
    lowestAtMillis: lowestTick * tape.grid.tickMillis,
    trigger: margin.trigger,
    keepers: keepers.groups.reduce((sum, { count }) => sum + count, 0),
  };
}
