/**
 * What a liquidation does to the account, the ledger and the figures: repaying, seizing, selling, paying gas, closing,
 * writing off. Every strategy settles through these few movements, so that the ledger closes whatever the strategy.
 */
import type { Fraction, Gas, Gwei, Millis, Usd } from '../../sim/units.ts';
import { BORROWERS, CHAIN, KEEPERS, MARKET, PROTOCOL, VENUES } from '../ledger/ledger.ts';
import type { AccountView } from '../model.ts';
import { OUTCOME_INDEX as I } from '../outcome.ts';
import type { Route } from '../venues/route.ts';
import type { Venue } from '../venues/venue.ts';
import type { Stage } from '../world/stage.ts';
import { DUE, WATCHED, WRITTEN_OFF } from './account-states.ts';
import { isCascade } from './cascade.ts';
import { firstInOrder } from './collateral-order.ts';
import { isExhausted } from './exhaustion.ts';
import { repayToRestore } from './size/sizes.ts';
import { writeOff } from './write-off.ts';

/** Remainders below this share of what was there are rounding, and become nothing. */
const ROUNDING = 1e-12;

export class Settlement {
  protected readonly stage: Stage;
  /** The account last looked at, and the pair chosen for it. */
  readonly view: AccountView = {
    slot: -1,
    debtUsd: 0,
    collateralUsd: 0,
    weightedUsd: 0,
    healthFactor: 0,
    pairDebtUsd: 0,
    pairCollateralUsd: 0,
    threshold: 0,
    assetBonus: 0,
  };
  debtEntry = 0;
  collateralEntry = 0;
  debtAsset = 0;
  collateralAsset = 0;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** Looks at an account at the protocol's prices and chooses the pair: its largest debt, and its largest collateral or the first in order. */
  look(slot: number): AccountView {
    const { margin, prices, bonuses, categories, collateralRanks } = this.stage;
    const { collateralFirst, collateralAssets, collateralAmounts, collateralThresholds } = this.stage.accounts;
    const { accountOf, debtFirst, debtAssets, debtAmounts } = this.stage.accounts;
    const { view } = this;
    margin.read(slot, prices);
    view.slot = slot;
    view.debtUsd = margin.debtUsd;
    view.collateralUsd = margin.collateralUsd;
    view.weightedUsd = margin.weightedUsd;
    view.healthFactor = margin.healthFactor;
    const owed = debtFirst[slot] as number;
    let largest = 0;
    let at = owed;
    for (let i = (debtFirst[slot + 1] as number) - 1; i >= owed; i--) {
      const usd = (debtAmounts[i] as number) * (prices[debtAssets[i] as number] as number);
      if (usd < largest) continue;
      largest = usd;
      at = i;
    }
    view.pairDebtUsd = largest;
    this.debtEntry = at - owed;
    this.debtAsset = debtAssets[at] as number;
    const held = collateralFirst[slot] as number;
    largest = 0;
    at = held;
    for (let i = (collateralFirst[slot + 1] as number) - 1; i >= held; i--) {
      const usd = (collateralAmounts[i] as number) * (prices[collateralAssets[i] as number] as number);
      if (usd < largest) continue;
      largest = usd;
      at = i;
    }
    if (collateralRanks !== undefined) {
      at = firstInOrder(this.stage.accounts, slot, prices, collateralRanks);
      largest = (collateralAmounts[at] as number) * (prices[collateralAssets[at] as number] as number);
    }
    view.pairCollateralUsd = largest;
    this.collateralEntry = at - held;
    this.collateralAsset = collateralAssets[at] as number;
    view.threshold = collateralThresholds[at] as number;
    const asset = this.collateralAsset;
    view.assetBonus = categories?.bonus(accountOf[slot] as number, asset) ?? (bonuses[asset] as number);
    return view;
  }

  /** Asset of an account's largest collateral at the protocol's prices. */
  mainCollateral(slot: number): number {
    const { accounts } = this.stage;
    if (accounts.collateralEntries(slot) === 1) return accounts.collateralAsset(slot, 0);
    this.look(slot);
    return this.collateralAsset;
  }

  /** Counts a liquidation of the account looked at, before it changes anything. */
  count(slot: number, repayUsd: Usd, bonus: Fraction): void {
    const { tally, states, time } = this.stage;
    tally[I.liquidations]! += 1;
    if (states.everLiquidated[slot] === 0) tally[I.accountsLiquidated]! += 1;
    states.everLiquidated[slot] = 1;
    if ((states.firstAt[slot] as number) < 0) states.firstAt[slot] = time;
    this.stage.gate.liquidated(slot);
    // Judged on what the account held when it became due: a lot half sold would look healthy.
    if ((states.cascade[slot] as number) < 0) states.cascade[slot] = isCascade(this.stage, slot) ? 1 : 0;
    tally[I.cascadeLiquidations]! += states.cascade[slot] as number;
    const needed = repayToRestore(this.stage.margin.trigger, this.view, bonus);
    tally[I.overLiquidationUsd]! += Math.max(0, repayUsd - needed);
  }

  /** `payer` repays debt of the pair; USD at the protocol's price. */
  repay(slot: number, payer: number, usd: Usd): void {
    const { accounts, ledger, prices, tally } = this.stage;
    const owed = accounts.debt(slot, this.debtEntry);
    const units = Math.min(owed, usd / (prices[this.debtAsset] as number));
    const left = owed - units;
    accounts.setDebt(slot, this.debtEntry, left <= ROUNDING * owed ? 0 : left);
    if (payer !== PROTOCOL) ledger.move(this.debtAsset, payer, PROTOCOL, units);
    ledger.moveClaim(this.debtAsset, PROTOCOL, BORROWERS, units);
    tally[I.liquidatedDebtUsd]! += usd;
    tally[I.borrowerLossUsd]! -= usd;
  }

  /** Takes units of the pair's collateral, of which the protocol keeps `feeUnits`. */
  seize(slot: number, taker: number, units: number, feeUnits: number): void {
    const { accounts, ledger, tally, tape, time } = this.stage;
    const held = accounts.collateral(slot, this.collateralEntry);
    const left = held - units;
    accounts.setCollateral(slot, this.collateralEntry, left <= ROUNDING * held ? 0 : left);
    ledger.move(this.collateralAsset, BORROWERS, taker, units - feeUnits);
    const outside = tape.priceAt(this.collateralAsset, time);
    tally[I.seizedUsd]! += units * outside;
    tally[I.borrowerLossUsd]! += units * outside;
    if (feeUnits === 0) return;
    ledger.move(this.collateralAsset, BORROWERS, PROTOCOL, feeUnits);
    this.earn(feeUnits * outside);
  }

  /**
   * Sells collateral on its route for `seller`, who ends with the debt asset and must get `leastUsd`; returns USD.
   */
  sell(seller: number, units: number, leastUsd: Usd = 0): Usd {
    const { ledger, tally, tape, time, routes, frontRunner } = this.stage;
    const asset = this.collateralAsset;
    const route = routes[asset] as Route;
    if (seller === KEEPERS) frontRunner?.ahead(route, units, leastUsd);
    const usd = route.sell(units);
    ledger.move(asset, seller, VENUES, units);
    for (let i = 0; i < route.venues.length; i++) {
      const paid = route.soldQuote[i] as number;
      if (paid === 0) continue;
      const { quote } = route.venues[i] as Venue;
      ledger.move(quote, VENUES, seller, paid);
      if (quote === this.debtAsset) continue;
      ledger.move(quote, seller, MARKET, paid);
      ledger.move(this.debtAsset, MARKET, seller, (route.soldUsd[i] as number) / tape.priceAt(this.debtAsset, time));
    }
    const outsideUsd = units * tape.priceAt(asset, time);
    tally[I.soldUsd]! += outsideUsd;
    tally[I.slippageUsd]! += outsideUsd - usd;
    tally[I.slippageFeeUsd]! += route.feeUsd;
    tally[I.slippageImpactUsd]! += outsideUsd - usd - route.feeUsd;
    if (seller === KEEPERS) frontRunner?.back();
    return usd;
  }

  /** What is sold next belonged to this account, or to none (below 0). It is a matter of what is written down only. */
  about(_slot: number): void {}

  /** The protocol earns a fee from a liquidation; part of it may flow into funds. */
  private earn(usd: Usd): void {
    this.stage.tally[I.protocolFeeUsd]! += usd;
    this.stage.waterfall.feed(usd);
  }

  /** A penalty paid in the debt asset by `payer`. */
  payPenalty(payer: number, usd: Usd): void {
    const { ledger, prices } = this.stage;
    if (payer !== PROTOCOL) ledger.move(this.debtAsset, payer, PROTOCOL, usd / (prices[this.debtAsset] as number));
    this.earn(usd);
  }

  /** The protocol pays a keeper for starting an auction. */
  payIncentive(usd: Usd): void {
    const { ledger, prices, tally } = this.stage;
    ledger.move(this.debtAsset, PROTOCOL, KEEPERS, usd / (prices[this.debtAsset] as number));
    tally[I.protocolFeeUsd]! -= usd;
    tally[I.keeperProfitUsd]! += usd;
  }

  /** A keeper pays for gas, and for the data of its transactions where they are posted on another chain. */
  payGas(gas: Gas, bid: Gwei, time: Millis, transactions = 1): void {
    const { gasAsset, ledger, tally, chain } = this.stage;
    if (gasAsset < 0) return;
    const units = (gas * bid + transactions * chain.postingCost(time)) * 1e-9;
    const usd = units * this.stage.gasAssetUsd(time);
    ledger.move(gasAsset, KEEPERS, CHAIN, units);
    tally[I.keeperGasUsd]! += usd;
    tally[I.keeperProfitUsd]! -= usd;
  }

  /** `count` transactions that came too late and pay all the same. */
  payReverts(count: number, gas: Gas, bid: Gwei, time: Millis): void {
    this.payGas(count * gas, bid, time, count);
    this.stage.tally[I.failedTransactions]! += count;
  }

  /** After a liquidation: closes, writes off, or leaves the account due. Returns whether it is still due. */
  finish(slot: number): boolean {
    const { accounts, margin, prices, states, due, watch, healing } = this.stage;
    // Restored to the limit within rounding is restored: nobody liquidates the crumbs of a division.
    const isDue = margin.read(slot, prices) && margin.weightedUsd < margin.trigger * margin.debtUsd * (1 - ROUNDING);
    const wasDue = states.status[slot] === DUE;
    if (isDue && !isExhausted(margin.collateralUsd)) {
      if (wasDue) due.remove(slot);
      due.add(slot, margin.debtUsd);
      healing.await(slot);
      states.status[slot] = DUE;
      return true;
    }
    if (wasDue) due.remove(slot);
    healing.forget(slot);
    this.close(slot);
    if (isDue) {
      for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
        writeOff(this.stage, slot, entry, accounts.debt(slot, entry));
      }
      states.status[slot] = WRITTEN_OFF;
      watch.forget(slot);
    } else {
      states.status[slot] = WATCHED;
      watch.watch(slot, prices);
    }
    return false;
  }

  private close(slot: number): void {
    const { states, closings, keepers, time } = this.stage;
    const dueAt = states.dueAt[slot] as number;
    const first = states.firstAt[slot] as number;
    const wave = states.wave[slot] as number;
    const seen = wave < 0 ? dueAt : Math.min(keepers.firstAct(wave), first);
    closings.add(states.breachAt[slot] as number, dueAt, seen, first, time);
    states.firstAt[slot] = -1;
  }
}
