/** What a trade against the bands does to the accounts that stand in them. */
import { BORROWERS, KEEPERS, LENDERS, MARKET, PROTOCOL } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Stage } from '../../world/stage.ts';
import type { BandPosition } from './band-market.ts';

/**
 * Collateral has left the bands; what came in for it counts as repaid, and what exceeds the debt is the owner's.
 *
 * @returns units that have left
 */
export function convert(stage: Stage, asset: number, debtAsset: number, position: BandPosition): number {
  const { accounts, prices, settlement } = stage;
  const { slot, collateralEntry, debtEntry, dx } = position;
  const debtPrice = prices[debtAsset] as number;
  settlement.look(slot);
  settlement.collateralEntry = collateralEntry;
  settlement.collateralAsset = asset;
  settlement.debtEntry = debtEntry;
  settlement.debtAsset = debtAsset;
  const units = Math.min(accounts.collateral(slot, collateralEntry), -position.dy);
  const repaid = Math.min(dx, accounts.debt(slot, debtEntry));
  settlement.count(slot, repaid * debtPrice, Math.max(0, (units * (prices[asset] as number)) / (dx * debtPrice) - 1));
  stage.recorder?.note({ kind: 'bands-converted', slot, asset, units, usd: dx * debtPrice, isBack: false });
  settlement.repay(slot, KEEPERS, repaid * debtPrice);
  settlement.seize(slot, KEEPERS, units, 0);
  position.converted += dx;
  if (dx > repaid) surplusToOwner(stage, debtAsset, dx - repaid);
  return units;
}

function surplusToOwner({ ledger, prices, tally }: Stage, debtAsset: number, units: number): void {
  ledger.move(debtAsset, KEEPERS, PROTOCOL, units);
  ledger.moveClaim(debtAsset, PROTOCOL, LENDERS, units);
  tally[I.borrowerLossUsd]! -= units * (prices[debtAsset] as number);
}

/** Collateral has come back, bought on the market at its price; what was converted is owed again. */
export function convertBack(stage: Stage, asset: number, debtAsset: number, position: BandPosition): void {
  const { accounts, ledger, prices, tally, tape, time } = stage;
  const { slot, collateralEntry, debtEntry, dy } = position;
  const outside = tape.priceAt(asset, time);
  const owed = Math.max(0, -position.dx);
  const usd = owed * (prices[debtAsset] as number);
  accounts.setCollateral(slot, collateralEntry, accounts.collateral(slot, collateralEntry) + dy);
  accounts.setDebt(slot, debtEntry, accounts.debt(slot, debtEntry) + owed);
  position.converted = Math.max(0, position.converted - owed);
  ledger.move(asset, MARKET, KEEPERS, dy);
  ledger.move(debtAsset, KEEPERS, MARKET, (dy * outside) / tape.priceAt(debtAsset, time));
  ledger.move(asset, KEEPERS, BORROWERS, dy);
  ledger.move(debtAsset, PROTOCOL, KEEPERS, owed);
  ledger.moveClaim(debtAsset, BORROWERS, PROTOCOL, owed);
  tally[I.borrowerLossUsd]! += usd - dy * outside;
  stage.recorder?.note({ kind: 'bands-converted', slot, asset, units: dy, usd, isBack: true });
}
