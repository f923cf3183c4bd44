/**
 * Dutch auctions in the manner of Maker's Dog and Clip. A keeper starts one for a due account and is paid tip + chip · tab;
 * the price falls from the protocol's price · buffer along the curve; keepers take, wholly or partly, as soon as the venue
 * would pay them more than the auction asks, net of gas. Money raised covers the debt first, then the penalty. An auction
 * that is too old or has fallen too far is reset to the then price; a lot that is used up leaves the rest as bad debt.
 */
import { KEEPERS } from '../../ledger/ledger.ts';
import { NO_ROOM, Race, WON } from '../../keepers/race.ts';
import type { Execution } from '../../model.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { IN_AUCTION } from '../account-states.ts';
import { Auctions, type Cohort, type Lot } from './auctions.ts';
import type { Executor } from './executor.ts';
import { highestUntil } from './search.ts';

type Parameters = Extract<Execution, { kind: 'auction' }>;

const NEVER = Number.POSITIVE_INFINITY;

export class AuctionExecutor implements Executor {
  readonly usesKeepers = true;
  readonly #stage: Stage;
  readonly #p: Parameters;
  readonly #race: Race;
  readonly #auctions: Auctions;
  readonly #kick: { wave: number; grossUsd: number; outlayUsd: number; gas: number; revertGas: number };
  readonly #take: { wave: number; grossUsd: number; outlayUsd: number; gas: number; revertGas: number };
  /** Cohorts and lots being worked through, while the originals change. */
  readonly #stale: Cohort[] = [];
  readonly #offered: Lot[] = [];
  readonly #offeredIn: Cohort[] = [];
  #again = false;
  /** Prices landed in this block: what was declined may pay now. */
  #landed = false;
  #nextAct = NEVER;
  #retryAt = NEVER;
  #highestAsset = -1;
  #highestFrom = -1;
  #highestLimit = -1;
  #highest = 0;

  constructor(stage: Stage, parameters: Parameters) {
    this.#stage = stage;
    this.#p = parameters;
    this.#race = new Race(stage);
    this.#auctions = new Auctions(parameters.curve);
    this.#kick = { wave: 0, grossUsd: 0, outlayUsd: 0, gas: parameters.kickGas, revertGas: parameters.revertGas };
    this.#take = { wave: 0, grossUsd: 0, outlayUsd: 0, gas: parameters.takeGas, revertGas: parameters.revertGas };
  }

  get engagedUsd(): number {
    return this.#auctions.openDebtUsd;
  }

  begin(): void {
    this.#auctions.clear();
    this.#race.begin();
    this.#landed = false;
    this.#again = false;
    this.#nextAct = NEVER;
    this.#retryAt = NEVER;
    this.#highestAsset = -1;
  }

  pricesLanded(): void {
    this.#landed = true;
  }

  accountDue(): void {
    this.#again = true;
  }

  act(): void {
    this.#again = false;
    this.#nextAct = NEVER;
    this.#retryAt = NEVER;
    this.#startAuctions();
    this.#resetStale();
    this.#takeLots();
    this.#landed = false;
  }

  nextBlock(after: number, limit: number): number {
    const { due, tape } = this.#stage;
    if (this.#again) return after + 1;
    const wake = due.size === 0 && this.#auctions.open === 0 ? NEVER : Math.min(this.#nextAct, this.#retryAt);
    let block = wake === NEVER ? NEVER : Math.max(after + 1, tape.blockFrom(wake));
    if (this.#auctions.open === 0) return block;
    const stale = this.#auctions.firstStale(this.#p.tail, this.#p.cusp);
    if (stale <= limit) block = Math.min(block, Math.max(after + 1, tape.blockFrom(stale)));
    return Math.min(block, this.#nextTake(after, Math.min(limit, tape.horizon), block));
  }

  /** First block before `before` in which some auction asks less than its venue pays. */
  #nextTake(after: number, limit: number, before: number): number {
    const { tape, time, routes } = this.#stage;
    const { times } = tape.blocks;
    let found = before;
    for (const cohort of this.#auctions.cohorts) {
      // The cheapest test first: what it will ask at the end of the stretch looked at.
      const highest = this.#highestPrice(cohort.asset, time, limit);
      if (this.#auctions.askOf(cohort, limit) >= highest) continue;
      const earliest = Math.max(this.#auctions.reaches(cohort, highest), cohort.waitUntil);
      const route = routes[cohort.asset] as Route;
      for (let b = Math.max(after + 1, tape.blockFrom(earliest)); b < tape.blockCount && b < found; b++) {
        const at = times[b] as number;
        if (at > limit) break;
        if (this.#auctions.askOf(cohort, at) < route.bidUsdAt(at)) found = b;
      }
    }
    return found;
  }

  #highestPrice(asset: number, from: number, limit: number): number {
    if (this.#highestAsset !== asset || this.#highestFrom !== from || this.#highestLimit !== limit) {
      this.#highestAsset = asset;
      this.#highestFrom = from;
      this.#highestLimit = limit;
      this.#highest = highestUntil(this.#stage, asset, from, limit);
    }
    return this.#highest;
  }

  #startAuctions(): void {
    const { due, healing, keepers, states, settlement, size, prices, accounts, time, block, tally } = this.#stage;
    const leastGross = due.size > 0 ? this.#race.leastGrossUsd(this.#p.kickGas, time) : 0;
    for (let position = 0; position < due.size; ) {
      const slot = due.at(position++);
      if (this.#race.isDeclined(slot, this.#landed)) {
        this.#retryAt = Math.min(this.#retryAt, states.retryAt[slot] as number);
        continue;
      }
      const wave = states.wave[slot] as number;
      const first = keepers.firstAct(wave);
      if (first > time) {
        this.#nextAct = Math.min(this.#nextAct, first);
        continue;
      }
      const view = settlement.look(slot);
      const debt = Math.min(size.repayUsd(view, this.#p.penalty), view.pairDebtUsd);
      const raise = debt * (1 + this.#p.penalty);
      if (this.#auctions.raisingUsd + raise > this.#p.ceiling && this.#auctions.open > 0) {
        this.#retryAt = Math.min(this.#retryAt, time + this.#p.retry);
        continue;
      }
      const incentive = this.#p.tip + this.#p.chip * raise;
      this.#kick.wave = wave;
      // Without an incentive somebody still starts it, as long as the collateral would pay the gas many times over.
      this.#kick.grossUsd = incentive > 0 ? incentive : view.pairCollateralUsd;
      const result = this.#race.run(this.#kick, time, block);
      if (result !== WON) {
        if (result === NO_ROOM) {
          this.#retryAt = Math.min(this.#retryAt, this.#stage.chain.hopeAfter(time));
          if (!this.#race.hasRoom(this.#p.kickGas, time)) break;
          continue;
        }
        const price = prices[settlement.collateralAsset] as number;
        const later = this.#race.decline(slot, price, this.#p.retry, leastGross / incentive);
        this.#retryAt = Math.min(this.#retryAt, later);
        // Accounts come largest first, and the incentive grows with the debt.
        if (incentive > 0 && this.#p.tip + this.#p.chip * view.debtUsd * (1 + this.#p.penalty) < leastGross) break;
        continue;
      }
      this.#race.charge(this.#kick, time, block, 0);
      if (incentive > 0) settlement.payIncentive(incentive);
      due.remove(slot);
      healing.forget(slot);
      states.status[slot] = IN_AUCTION;
      position--;
      const asset = settlement.collateralAsset;
      const share = debt / view.pairDebtUsd;
      const lot = {
        slot,
        wave,
        asset,
        collateralEntry: settlement.collateralEntry,
        debtEntry: settlement.debtEntry,
        debtAsset: settlement.debtAsset,
        units: share * accounts.collateral(slot, settlement.collateralEntry),
        debtUsd: debt,
        penaltyUsd: debt * this.#p.penalty,
      };
      this.#auctions.start(lot, (prices[asset] as number) * this.#p.buffer, time);
      tally[I.auctionsStarted]! += 1;
    }
  }

  #resetStale(): void {
    const { time } = this.#stage;
    this.#stale.length = 0;
    for (const cohort of this.#auctions.cohorts) {
      if (this.#auctions.isStale(cohort, time, this.#p.tail, this.#p.cusp)) this.#stale.push(cohort);
    }
    for (const cohort of this.#stale) {
      for (let i = cohort.lots.length - 1; i >= 0; i--) this.#reset(cohort, cohort.lots[i] as Lot);
    }
  }

  #reset(cohort: Cohort, lot: Lot): void {
    const { prices, keepers, time, block, settlement, tally } = this.#stage;
    const incentive = this.#p.tip + this.#p.chip * (lot.debtUsd + lot.penaltyUsd);
    this.#kick.wave = lot.wave;
    this.#kick.grossUsd = incentive > 0 ? incentive : lot.units * (prices[lot.asset] as number);
    if (this.#race.run(this.#kick, time, block) !== WON) {
      this.#retryAt = Math.min(this.#retryAt, time + this.#p.retry);
      return;
    }
    this.#race.charge(this.#kick, time, block, 0);
    settlement.debtAsset = lot.debtAsset;
    if (incentive > 0) settlement.payIncentive(incentive);
    this.#auctions.restart(cohort, lot, (prices[lot.asset] as number) * this.#p.buffer, time, keepers.startWave(time));
    tally[I.auctionsReset]! += 1;
  }

  #takeLots(): void {
    const { routes, time } = this.#stage;
    if (this.#auctions.open === 0) return;
    this.#auctions.price(time);
    this.#offered.length = 0;
    this.#offeredIn.length = 0;
    for (const cohort of this.#auctions.cohorts) {
      const route = routes[cohort.asset] as Route;
      route.settle(time);
      if (cohort.ask >= route.bidUsd() || this.#auctions.isStale(cohort, time, this.#p.tail, this.#p.cusp)) continue;
      cohort.waitUntil = NEVER;
      for (const lot of cohort.lots) {
        this.#offered.push(lot);
        this.#offeredIn.push(cohort);
      }
    }
    for (let i = 0; i < this.#offered.length; i++) {
      const cohort = this.#offeredIn[i] as Cohort;
      const route = routes[cohort.asset] as Route;
      if (cohort.ask < route.bidUsd()) this.#offer(cohort, this.#offered[i] as Lot, route);
      // What an earlier sale has made too dear is looked at again as soon as the venue pays enough.
      else cohort.waitUntil = 0;
    }
  }

  /** Units that a taker wants: what gains most, cut to the lot and to what is still to be raised, leaving no dust to raise. */
  #wanted(lot: Lot, ask: number, route: Route): number {
    const raise = lot.debtUsd + lot.penaltyUsd;
    const most = Math.min(lot.units, raise / ask);
    const units = Math.min(most, route.bestQuantity(ask));
    const left = raise - units * ask;
    const dust = this.#p.dust * (1 + this.#p.penalty);
    if (units >= lot.units || left <= 0 || left >= dust) return units;
    return raise > dust ? (raise - dust) / ask : most;
  }

  #offer(cohort: Cohort, lot: Lot, route: Route): void {
    const { time, block } = this.#stage;
    const { ask } = cohort;
    const units = this.#wanted(lot, ask, route);
    if (units <= 0) return;
    const take = this.#take;
    take.wave = lot.wave;
    take.outlayUsd = units * ask;
    take.grossUsd = route.proceedsUsd(units) - take.outlayUsd;
    const result = this.#race.run(take, time, block);
    if (result !== WON) {
      const first = this.#stage.keepers.firstAct(lot.wave);
      const later = result === NO_ROOM ? this.#stage.chain.hopeAfter(time) : time + this.#p.retry;
      const wait = first > time ? first : later;
      cohort.waitUntil = Math.min(cohort.waitUntil, wait);
      return;
    }
    this.#sell(cohort, lot, this.#race.affordableShare * units);
    this.#again = true;
  }

  #sell(cohort: Cohort, lot: Lot, units: number): void {
    const { settlement, states, keepers, tally, time, block } = this.#stage;
    settlement.look(lot.slot);
    settlement.debtEntry = lot.debtEntry;
    settlement.debtAsset = lot.debtAsset;
    settlement.collateralEntry = lot.collateralEntry;
    settlement.collateralAsset = lot.asset;
    const paid = Math.min(units * cohort.ask, lot.debtUsd + lot.penaltyUsd);
    const repaid = Math.min(paid, lot.debtUsd);
    settlement.count(lot.slot, repaid, this.#p.penalty);
    this.#race.charge(this.#take, time, block, paid);
    settlement.repay(lot.slot, KEEPERS, repaid);
    if (paid > repaid) settlement.payPenalty(KEEPERS, paid - repaid);
    settlement.seize(lot.slot, KEEPERS, units, 0);
    tally[I.keeperProfitUsd]! += settlement.sell(KEEPERS, units) - paid - this.#race.financingUsd;
    if (!this.#auctions.sold(cohort, lot, units, repaid, paid - repaid)) return;
    // Still due after its auction: keepers find it anew.
    if (settlement.finish(lot.slot)) states.wave[lot.slot] = keepers.startWave(time);
  }
}
