/**
 * Whether a liquidation is a cascade: whether the account would not have become due by now on the outside prices alone,
 * so that only our own sales, seen by the oracle, brought it here.
 *
 * The outside price at every tick counts, not only those the oracle reported: the test leans to "not a cascade".
 */
import type { Stage } from '../world/stage.ts';

const extremes = new Float64Array(256);

export function isCascade(stage: Stage, slot: number): boolean {
  const { margin, tape, time } = stage;
  const tick = tape.tickAt(time);
  if (margin.read(slot, pricesAt(stage, tick))) return false;
  // Worst price of each asset so far, all at once: if even that leaves the account healthy, no tick made it due.
  if (!readAtWorst(stage, slot, tick)) return true;
  if (movingHoldings(stage, slot) < 2) return false;
  for (let earlier = tick - 1; earlier >= 0; earlier--) if (margin.read(slot, pricesAt(stage, earlier))) return false;
  return true;
}

/** Whether the account would be due with every collateral at its lowest and every debt at its highest so far. */
function readAtWorst(stage: Stage, slot: number, tick: number): boolean {
  const { accounts, margin, tape } = stage;
  for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
    const asset = accounts.collateralAsset(slot, entry);
    extremes[asset] = tape.lowestSoFar(asset)[tick] as number;
  }
  for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
    const asset = accounts.debtAsset(slot, entry);
    for (let held = accounts.collateralEntries(slot) - 1; held >= 0; held--) {
      // One asset on both sides has no worst price of its own.
      if (accounts.collateralAsset(slot, held) === asset && tape.moves(asset)) return true;
    }
    extremes[asset] = tape.highestSoFar(asset)[tick] as number;
  }
  return margin.read(slot, extremes);
}

const present = new Float64Array(256);

/** Outside prices at a tick, by asset. */
export function pricesAt(stage: Stage, tick: number): Float64Array {
  const { prices } = stage.tape;
  for (let asset = 0; asset < prices.length; asset++) present[asset] = (prices[asset] as Float64Array)[tick] as number;
  return present;
}

/** Moving assets held or owed; one that is both counts twice. */
function movingHoldings(stage: Stage, slot: number): number {
  const { accounts, tape } = stage;
  let count = 0;
  for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
    if (tape.moves(accounts.collateralAsset(slot, entry))) count++;
  }
  for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
    if (tape.moves(accounts.debtAsset(slot, entry))) count++;
  }
  return count;
}
