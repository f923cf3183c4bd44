/** Debt that nothing covers any more. */
import type { Usd } from '../../sim/units.ts';
import { BORROWERS, INSURANCE, LENDERS, PROTOCOL } from '../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../outcome.ts';
import type { Stage } from '../world/stage.ts';
import { DUE, WRITTEN_OFF } from './account-states.ts';

/** Gives up an account that has nothing left to seize: all its debt is written off, and nobody looks at it again. */
export function giveUp(stage: Stage, slot: number): void {
  const { accounts, due, healing, states, watch } = stage;
  if (states.status[slot] === DUE) due.remove(slot);
  healing.forget(slot);
  watch.forget(slot);
  for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
    writeOff(stage, slot, entry, accounts.debt(slot, entry));
  }
  states.status[slot] = WRITTEN_OFF;
}

/** Forgives `units` of a debt of an account; the waterfall decides who pays. */
export function writeOff(stage: Stage, slot: number, entry: number, units: number): void {
  const { accounts, ledger, tape, time } = stage;
  if (units === 0) return;
  const asset = accounts.debtAsset(slot, entry);
  const price = tape.priceAt(asset, time);
  accounts.setDebt(slot, entry, accounts.debt(slot, entry) - units);
  ledger.moveClaim(asset, PROTOCOL, BORROWERS, units);
  allocateLoss(stage, asset, units * price);
}

/** The waterfall decides who pays a loss of the protocol in an asset. */
export function allocateLoss({ ledger, tape, tally, time, waterfall }: Stage, asset: number, usd: Usd): void {
  const price = tape.priceAt(asset, time);
  tally[I.badDebtRealisedUsd]! += usd;
  const borne = waterfall.lendersUsd;
  const paid = waterfall.absorb(usd, { asset, price, time });
  ledger.move(asset, INSURANCE, PROTOCOL, paid / price);
  ledger.moveClaim(asset, LENDERS, PROTOCOL, (waterfall.lendersUsd - borne) / price);
}
