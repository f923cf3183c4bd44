/** One lot of an English auction, and what its settlement does to the account. */
import { KEEPERS } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Stage } from '../../world/stage.ts';
import type { CollateralAuction } from '../houses/english-house.ts';
import { writeOff } from '../write-off.ts';

export interface EnglishLot {
  readonly slot: number;
  readonly wave: number;
  readonly asset: number;
  readonly collateralEntry: number;
  readonly debtEntry: number;
  readonly debtAsset: number;
  readonly debtUsd: number;
  readonly auction: CollateralAuction;
}

/**
 * The winner pays its bid, gets the lot and sells it; what the bid does not cover of the lot's debt is written off.
 *
 * @param units of collateral handed over @param payGas called once the liquidation is counted
 */
export function settleLot(stage: Stage, lot: EnglishLot, units: number, penalty: number, payGas: () => void): void {
  const { accounts, prices, recorder, settlement, tally } = stage;
  const { auction, slot } = lot;
  settlement.look(slot);
  settlement.debtEntry = lot.debtEntry;
  settlement.debtAsset = lot.debtAsset;
  settlement.collateralEntry = lot.collateralEntry;
  settlement.collateralAsset = lot.asset;
  const paid = auction.bid;
  const repaid = Math.min(paid, lot.debtUsd);
  settlement.count(slot, repaid, penalty);
  payGas();
  settlement.repay(slot, KEEPERS, repaid);
  if (paid > repaid) settlement.payPenalty(KEEPERS, paid - repaid);
  settlement.seize(slot, KEEPERS, units, 0);
  const usd = settlement.sell(KEEPERS, units) - paid;
  tally[I.keeperProfitUsd]! += usd;
  recorder?.note({ kind: 'keeper-earned', slot, usd });
  const short = (lot.debtUsd - repaid) / (prices[lot.debtAsset] as number);
  if (short > 0) writeOff(stage, slot, lot.debtEntry, Math.min(short, accounts.debt(slot, lot.debtEntry)));
}
