/** Debt that nothing covers any more. */
import { BORROWERS, INSURANCE, LENDERS, PROTOCOL } from '../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../outcome.ts';
import type { Stage } from '../world/stage.ts';

/** Forgives `units` of a debt of an account; the waterfall decides who pays. */
export function writeOff(stage: Stage, slot: number, entry: number, units: number): void {
  const { accounts, ledger, tape, tally, time, waterfall } = stage;
  if (units === 0) return;
  const asset = accounts.debtAsset(slot, entry);
  const price = tape.priceAt(asset, time);
  accounts.setDebt(slot, entry, accounts.debt(slot, entry) - units);
  ledger.moveClaim(asset, PROTOCOL, BORROWERS, units);
  const usd = units * price;
  tally[I.badDebtRealisedUsd]! += usd;
  const socialised = waterfall.socialisedUsd;
  const paid = waterfall.absorb(usd);
  ledger.move(asset, INSURANCE, PROTOCOL, paid / price);
  ledger.moveClaim(asset, LENDERS, PROTOCOL, (waterfall.socialisedUsd - socialised) / price);
}
