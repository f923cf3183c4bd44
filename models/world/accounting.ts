/** The end of a path: latent bad debt, the waterfall's result, and the proof that nothing leaked. */
import { BACKSTOP, BORROWERS, LedgerError, MARKET, PROTOCOL, VENUES } from '../ledger/ledger.ts';
import { pricesAt } from '../liquidation/cascade.ts';
import type { Executor } from '../liquidation/execution/executor.ts';
import { OUTCOME_INDEX as I, OUTCOME_KEYS } from '../outcome.ts';
import { ReactionError } from './reaction-error.ts';
import type { Stage } from './stage.ts';

/** Figures that may be absent; any other NaN is a bug. */
const MAY_BE_ABSENT = new Set<number>([
  I.timeToCloseMedianSeconds,
  I.timeToCloseP95Seconds,
  I.oracleSeconds,
  I.detectionSeconds,
  I.inclusionSeconds,
  I.executionSeconds,
]);

/** @throws LedgerError when the books do not agree @throws ReactionError when a figure is not a number */
export function closeBooks(stage: Stage, executor: Executor): void {
  const { tally, closings, waterfall, tape } = stage;
  const latent = latentBadDebt(stage, executor);
  waterfall.end((asset, price, usd) => stage.ledger.move(asset, BACKSTOP, PROTOCOL, usd / price));
  tally[I.badDebtLatentUsd] = latent;
  tally[I.badDebtUsd] = (tally[I.badDebtRealisedUsd] as number) + latent;
  tally[I.insuranceDrawnUsd] = waterfall.drawnUsd;
  tally[I.socialisedUsd] = waterfall.socialisedUsd;
  tally[I.parkedUsd] = waterfall.parkedUsd;
  tally[I.frontRunnerProfitUsd] = stage.frontRunner?.profitUsd ?? 0;
  tally[I.frontRunnerSlippageUsd] = stage.frontRunner?.extraSlippageUsd ?? 0;
  tally[I.timeToCloseMedianSeconds] = closings.quantileSeconds(0.5);
  tally[I.timeToCloseP95Seconds] = closings.quantileSeconds(0.95);
  tally[I.oracleSeconds] = closings.partSeconds('oracle');
  tally[I.detectionSeconds] = closings.partSeconds('detection');
  tally[I.inclusionSeconds] = closings.partSeconds('inclusion');
  tally[I.executionSeconds] = closings.partSeconds('execution');
  tally[I.lowestPriceFraction] = tape.lowestFraction;
  proveLedger(stage);
  for (let i = 0; i < tally.length; i++) {
    if (Number.isFinite(tally[i]) || (MAY_BE_ABSENT.has(i) && closings.count === 0)) continue;
    // A rate over no time at all: everything was closed in the very block that made it due, or nothing ever was.
    if (i === I.closesPerSecond && Number.isNaN(tally[i])) continue;
    throw new ReactionError('NOT_A_NUMBER', `${OUTCOME_KEYS[i]} came out as ${tally[i]}`);
  }
}

/** By asset; used again. */
const closing = new Float64Array(256);

/** Σ max(0, debt − collateral) at closing prices over accounts that are still open. Healthy ones are not looked at. */
function latentBadDebt(stage: Stage, executor: Executor): number {
  const { accounts, margin, watch, tape, routes } = stage;
  closing.set(pricesAt(stage, tape.grid.ticks));
  executor.closingPrices?.(closing);
  // An insolvent account is due at those prices (thresholds are at most 1), so the index finds all of them.
  for (let asset = 0; asset < routes.length; asset++) {
    while (watch.passed(asset, closing[asset] as number) >= 0);
  }
  let total = 0;
  for (let slot = 0; slot < accounts.slots; slot++) {
    margin.read(slot, closing);
    total += Math.max(0, margin.debtUsd - margin.collateralUsd);
  }
  return total;
}

const flows = { base: 0, quote: 0 };

/** Holds the ledger against what the book, the venues and the waterfall say of themselves. */
function proveLedger(stage: Stage): void {
  const { ledger, tally, waterfall, prices } = stage;
  const collateral = new Float64Array(prices.length);
  const debt = new Float64Array(prices.length);
  sumAccountChanges(stage, collateral, debt);
  const venues = new Float64Array(prices.length);
  const depth = new Float64Array(prices.length);
  for (const route of stage.routes) {
    for (const venue of route?.venues ?? []) {
      venue.takeFlows(flows);
      ledger.move(venue.base, VENUES, MARKET, flows.base);
      ledger.move(venue.quote, VENUES, MARKET, flows.quote);
      venue.change(flows);
      venues[venue.base]! += flows.base;
      venues[venue.quote]! += flows.quote;
      venue.reserves(flows);
      depth[venue.base]! += Math.abs(flows.base);
      depth[venue.quote]! += Math.abs(flows.quote);
    }
  }
  for (let asset = 0; asset < prices.length; asset++) {
    ledger.agree("borrowers' collateral", asset, ledger.held(BORROWERS, asset), collateral[asset] as number, 0);
    ledger.agree("borrowers' debt", asset, ledger.claims(BORROWERS, asset), debt[asset] as number, 0);
    ledger.agree('venues', asset, ledger.held(VENUES, asset), venues[asset] as number, depth[asset] as number);
  }
  ledger.close();
  const loss = tally[I.badDebtRealisedUsd] as number;
  const allocated = waterfall.drawnUsd + waterfall.socialisedUsd + waterfall.parkedUsd;
  if (Math.abs(loss - allocated) <= 1e-9 * loss) return;
  throw new LedgerError(`realised bad debt is ${loss} USD, but ${allocated} USD was allocated by the waterfall`);
}

/** What borrowers hold more than at the start, and what debt has gone, by asset. */
function sumAccountChanges(stage: Stage, collateral: Float64Array, debt: Float64Array): void {
  const now = stage.accounts;
  const { slots, book, accountOf } = now;
  for (let slot = 0; slot < slots; slot++) {
    const account = accountOf[slot] as number;
    const held = now.collateralFirst[slot] as number;
    const firstHeld = book.collateralFirst[account] as number;
    for (let at = (now.collateralFirst[slot + 1] as number) - 1; at >= held; at--) {
      const initial = book.collateralAmount[firstHeld + at - held] as number;
      collateral[now.collateralAssets[at] as number]! += (now.collateralAmounts[at] as number) - initial;
    }
    const owed = now.debtFirst[slot] as number;
    const firstOwed = book.debtFirst[account] as number;
    for (let at = (now.debtFirst[slot + 1] as number) - 1; at >= owed; at--) {
      const initial = book.debtAmount[firstOwed + at - owed] as number;
      debt[now.debtAssets[at] as number]! += initial - (now.debtAmounts[at] as number);
    }
  }
}
