/**
 * An index on crossing prices: per moving asset and direction, the accounts in the order in which a move of that asset
 * could make them due. A price report touches the accounts that it passes and no others.
 *
 * An account with one moving asset has one entry, at its exact crossing price. An account with several has an entry in
 * each, at the price P·e^∓θ with θ its slack (`margin.ts`): before one of its assets has moved by θ it cannot be due;
 * when one has, it is looked at and, if healthy, watched again from the new prices. Worst case: an account whose assets
 * move against each other is looked at once per halving of its slack.
 *
 * Built once per book in shared memory; never written afterwards.
 */
import type { Accounts } from './accounts.ts';
import { Margin } from './margin.ts';

/** Entries of one asset and direction, sorted: first to be passed comes first. */
export interface CrossingColumn {
  /** Prices; an entry is passed when the price is beyond it (below for `falling`, above for `rising`). */
  readonly keys: Float64Array;
  readonly accounts: Uint32Array;
}

export interface CrossingIndex {
  /** By asset; entries of accounts that a falling price hurts (collateral). */
  readonly falling: readonly CrossingColumn[];
  /** By asset; entries of accounts that a rising price hurts (debt). */
  readonly rising: readonly CrossingColumn[];
  /** Accounts that are due at the starting prices; they have no entries. */
  readonly dueAtStart: Uint32Array;
}

function sorted(keys: number[], accounts: number[], sign: 1 | -1): CrossingColumn {
  const order = Uint32Array.from(keys.keys());
  order.sort((a, b) => sign * ((keys[a] as number) - (keys[b] as number)) || a - b);
  const column = {
    keys: new Float64Array(new SharedArrayBuffer(8 * keys.length)),
    accounts: new Uint32Array(new SharedArrayBuffer(4 * keys.length)),
  };
  order.forEach((from, to) => {
    column.keys[to] = keys[from] as number;
    column.accounts[to] = accounts[from] as number;
  });
  return column;
}

/** @param prices USD per unit at time 0, by asset @param trigger health factor below which an account is due */
export function buildCrossingIndex(
  accounts: Accounts,
  prices: readonly number[],
  moving: readonly boolean[],
  trigger: number,
): CrossingIndex {
  const margin = new Margin(accounts, moving);
  margin.trigger = trigger;
  const empty = () => prices.map(() => ({ keys: [] as number[], accounts: [] as number[] }));
  const falling = empty();
  const rising = empty();
  const dueAtStart: number[] = [];
  for (let account = 0; account < accounts.book.accounts; account++) {
    // One slot is enough: each account is touched, read and forgotten.
    const slot = accounts.touch(account);
    const slack = margin.slack(slot, prices);
    if (margin.read(slot, prices)) dueAtStart.push(account);
    else if (slack < Number.POSITIVE_INFINITY) {
      const up = Math.exp(slack);
      for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
        const asset = accounts.collateralAsset(slot, entry);
        if (!moving[asset]) continue;
        falling[asset]?.keys.push((prices[asset] as number) / up);
        falling[asset]?.accounts.push(account);
      }
      for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
        const asset = accounts.debtAsset(slot, entry);
        if (!moving[asset]) continue;
        rising[asset]?.keys.push((prices[asset] as number) * up);
        rising[asset]?.accounts.push(account);
      }
    }
    accounts.reset();
  }
  return {
    falling: falling.map((column) => sorted(column.keys, column.accounts, -1)),
    rising: rising.map((column) => sorted(column.keys, column.accounts, 1)),
    dueAtStart: Uint32Array.from(dueAtStart),
  };
}
