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
import { GrowingColumn } from './growing-column.ts';
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

/** Entries of one asset and direction, in the order in which accounts were looked at. */
class Entries {
  readonly keys = new GrowingColumn(Float64Array);
  readonly accounts = new GrowingColumn(Uint32Array);

  add(key: number, account: number): void {
    this.keys.push(key);
    this.accounts.push(account);
  }

  /**
   * First to be passed first, ties in the order of accounts. The keys are put in order alone; each entry then finds its place among them by
   * bisection, and equal keys are filled from the front. No order of entries is held beside them.
   */
  sorted(sign: 1 | -1): CrossingColumn {
    const given = this.keys.view();
    const ascending = given.slice();
    if (sign < 0) for (let i = 0; i < ascending.length; i++) ascending[i] = -(ascending[i] as number);
    ascending.sort((a, b) => a - b);
    const taken = new Uint32Array(ascending.length);
    const owners = this.accounts.view();
    const accounts = new Uint32Array(new SharedArrayBuffer(4 * ascending.length));
    for (let entry = 0; entry < given.length; entry++) {
      const first = firstAtLeast(ascending, sign * (given[entry] as number));
      accounts[first + (taken[first] as number)] = owners[entry] as number;
      taken[first]! += 1;
    }
    const keys = new Float64Array(new SharedArrayBuffer(8 * ascending.length));
    for (let i = 0; i < keys.length; i++) keys[i] = sign * (ascending[i] as number);
    return { keys, accounts };
  }
}

function firstAtLeast(ascending: Float64Array, key: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
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
  const empty = () => prices.map(() => new Entries());
  const falling = empty();
  const rising = empty();
  const dueAtStart: number[] = [];
  for (let account = 0; account < accounts.book.accounts; account++) {
    // One slot is enough: each account is touched, read and forgotten.
    const slot = accounts.touch(account);
    const up = margin.growthUntilDue(slot, prices);
    if (margin.read(slot, prices)) dueAtStart.push(account);
    else if (up < Number.POSITIVE_INFINITY) {
      for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
        const asset = accounts.collateralAsset(slot, entry);
        if (!moving[asset]) continue;
        falling[asset]?.add((prices[asset] as number) / up, account);
      }
      for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
        const asset = accounts.debtAsset(slot, entry);
        if (!moving[asset]) continue;
        rising[asset]?.add((prices[asset] as number) * up, account);
      }
    }
    accounts.reset();
  }
  return {
    falling: falling.map((entries) => entries.sorted(-1)),
    rising: rising.map((entries) => entries.sorted(1)),
    dueAtStart: Uint32Array.from(dueAtStart),
  };
}
