/**
 * Debt and collateral of liquidated accounts pass to every other account that holds that collateral and owes that debt, in
 * proportion to its collateral. Their health falls or rises with it: some become due.
 */
import type { Stage } from '../../world/stage.ts';
import { DUE, WATCHED, WRITTEN_OFF } from '../account-states.ts';
import { becomeDue } from '../become-due.ts';
import { Redistribution } from './redistribution.ts';
import { units, whole } from './wei.ts';

/** What waits to be spread over the holders of one pair of assets. */
export interface Spread {
  readonly collateralAsset: number;
  readonly debtAsset: number;
  collateral: bigint;
  debt: bigint;
}

const NOBODY = -1;

/** Entry of an account in which it holds an asset; −1 when it has none. */
function entryOf(count: number, holds: (entry: number) => boolean): number {
  for (let entry = 0; entry < count; entry++) if (holds(entry)) return entry;
  return NOBODY;
}

/** Whether any account but one holds that collateral and owes that debt. Untouched accounts are read from the book. */
export function hasTakers(
  { accounts, states }: Stage,
  what: Pick<Spread, 'collateralAsset' | 'debtAsset'>,
  except: number,
): boolean {
  const { book } = accounts;
  const some = (from: number, to: number, is: (entry: number) => boolean) => {
    for (let entry = from; entry < to; entry++) if (is(entry)) return true;
    return false;
  };
  for (let account = 0; account < book.accounts; account++) {
    const slot = accounts.slotOf[account] as number;
    if (slot === except || (slot >= 0 && states.status[slot] === WRITTEN_OFF)) continue;
    const [c0, c1] = [book.collateralFirst[account] as number, book.collateralFirst[account + 1] as number];
    const [d0, d1] = [book.debtFirst[account] as number, book.debtFirst[account + 1] as number];
    const holds = some(c0, c1, (i) => {
      const units = slot < 0 ? (book.collateralAmount[i] as number) : accounts.collateral(slot, i - c0);
      return book.collateralAsset[i] === what.collateralAsset && units > 0;
    });
    const owes = some(d0, d1, (i) => {
      const units = slot < 0 ? (book.debtAmount[i] as number) : accounts.debt(slot, i - d0);
      return book.debtAsset[i] === what.debtAsset && units > 0;
    });
    if (holds && owes) return true;
  }
  return false;
}

/**
 * Spreads it, and returns whether there was anybody to take it.
 *
 * @param except accounts that are being liquidated @param dueNow told of every account that becomes due by it
 */
export function spread(
  stage: Stage,
  what: Spread,
  except: ReadonlySet<number>,
  wave: number,
  dueNow: (slot: number) => void,
): boolean {
  const { accounts, states } = stage;
  const takers: { slot: number; collateralEntry: number; debtEntry: number; stake: bigint }[] = [];
  const redistribution = new Redistribution();
  for (let account = 0; account < accounts.book.accounts; account++) {
    const known = accounts.slots;
    const slot = accounts.touch(account);
    if (slot === known) {
      states.open(slot);
      stage.watch.watch(slot, stage.prices);
    }
    if (except.has(slot) || states.status[slot] === WRITTEN_OFF) continue;
    const collateralEntry = entryOf(
      accounts.collateralEntries(slot),
      (entry) => accounts.collateralAsset(slot, entry) === what.collateralAsset && accounts.collateral(slot, entry) > 0,
    );
    const debtEntry = entryOf(
      accounts.debtEntries(slot),
      (entry) => accounts.debtAsset(slot, entry) === what.debtAsset && accounts.debt(slot, entry) > 0,
    );
    if (collateralEntry === NOBODY || debtEntry === NOBODY) continue;
    const stake = whole(accounts.collateral(slot, collateralEntry));
    redistribution.stakes += stake;
    takers.push({ slot, collateralEntry, debtEntry, stake });
  }
  if (redistribution.stakes === 0n) return false;
  redistribution.spread(what.debt, what.collateral);
  for (const { slot, collateralEntry, debtEntry, stake } of takers) {
    const collateral = units(redistribution.collateralOf(stake));
    const debt = units(redistribution.debtOf(stake));
    accounts.setCollateral(slot, collateralEntry, accounts.collateral(slot, collateralEntry) + collateral);
    accounts.setDebt(slot, debtEntry, accounts.debt(slot, debtEntry) + debt);
    lookAgain(stage, slot, wave, dueNow);
  }
  return true;
}

/** An account whose holdings have changed is watched, or due, at them. */
function lookAgain(stage: Stage, slot: number, wave: number, dueNow: (slot: number) => void): void {
  const { states, margin, prices, due, healing, watch, tape, time } = stage;
  const isDue = margin.read(slot, prices);
  if (states.status[slot] === DUE) {
    due.remove(slot);
    healing.forget(slot);
    if (isDue) {
      due.add(slot, margin.debtUsd);
      healing.await(slot);
      return;
    }
    states.status[slot] = WATCHED;
  }
  if (!isDue) watch.watch(slot, prices);
  else if (becomeDue(stage, slot, wave, tape.tickAt(time))) {
    dueNow(slot);
    stage.recorder?.note({ kind: 'account-due', slot });
  }
}
