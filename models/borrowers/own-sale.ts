/** A borrower sells collateral of its own and repays with it: no penalty, no keeper, and none of the figures of liquidations. */
import type { Usd } from '../../sim/units.ts';
import { BORROWERS, MARKET, PROTOCOL, VENUES } from '../ledger/ledger.ts';
import type { Venue } from '../venues/venue.ts';
import type { Stage } from '../world/stage.ts';

/** Remainders below this share of what was there are rounding. */
const ROUNDING = 1e-12;

/**
 * Sells of the pair that the settlement has looked at until `repayUsd` are raised, or all of it, if the market pays as much as a liquidator
 * would; returns what was repaid, USD.
 */
export function sellToRepay(stage: Stage, slot: number, repayUsd: Usd): Usd {
  const { accounts, ledger, prices, routes, settlement, tape, time } = stage;
  const { collateralAsset, collateralEntry, debtAsset, debtEntry } = settlement;
  const route = routes[collateralAsset];
  const held = accounts.collateral(slot, collateralEntry);
  if (route === undefined || held === 0 || repayUsd <= 0) return 0;
  route.settle(time);
  const units = Math.min(held, route.quantityFor(repayUsd));
  // Nobody sells for less than a liquidator would give.
  if (route.proceedsUsd(units) * (1 + settlement.view.assetBonus) < units * (prices[collateralAsset] as number))
    return 0;
  const proceeds = route.sell(units);
  const left = held - units;
  accounts.setCollateral(slot, collateralEntry, left <= ROUNDING * held ? 0 : left);
  ledger.move(collateralAsset, BORROWERS, VENUES, units);
  for (let i = 0; i < route.venues.length; i++) {
    const paid = route.soldQuote[i] as number;
    if (paid !== 0) ledger.move((route.venues[i] as Venue).quote, VENUES, MARKET, paid);
  }
  const usd = units < held ? repayUsd : Math.min(repayUsd, proceeds);
  const owed = accounts.debt(slot, debtEntry);
  const repaid = Math.min(owed, usd / tape.priceAt(debtAsset, time));
  accounts.setDebt(slot, debtEntry, owed - repaid <= ROUNDING * owed ? 0 : owed - repaid);
  ledger.move(debtAsset, MARKET, PROTOCOL, repaid);
  ledger.moveClaim(debtAsset, PROTOCOL, BORROWERS, repaid);
  return usd;
}
