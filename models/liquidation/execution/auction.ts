/**
 * Dutch auctions in the manner of Maker's Dog and Clip. A keeper starts one for a due account and is paid tip + chip · tab;
 * the price falls from the protocol's price · buffer along the curve; keepers take, wholly or partly, as soon as the venue
 * would pay them more than the auction asks, net of gas. Money raised covers the debt first, then the penalty. An auction
 * that is too old or has fallen too far is reset to the then price; a lot that is used up leaves the rest as bad debt.
 */
import { KEEPERS } from '../../ledger/ledger.ts';
import { NO_ROOM, PRICED_OUT, Race, WON } from '../../keepers/race.ts';
import type { Execution } from '../../model.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { IN_AUCTION } from '../account-states.ts';
import { Auctions, type Lot } from './auctions.ts';
import type { Executor } from './executor.ts';
import { highestUntil } from './search.ts';

type Parameters = Extract<Execution, { kind: 'auction' }>;

const NEVER = Number.POSITIVE_INFINITY;

export class AuctionExecutor implements Executor {
  readonly #stage: Stage;
  readonly #p: Parameters;
  readonly #race: Race;
  readonly #auctions: Auctions;
  readonly #kick: { wave: number; grossUsd: number; outlayUsd: number; gas: number; revertGas: number };
  readonly #take: { wave: number; grossUsd: number; outlayUsd: number; gas: number; revertGas: number };
  readonly #queue: number[] = [];
  #again = false;
  #nextAct = NEVER;
  #retryAt = NEVER;

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
    this.#again = false;
    this.#nextAct = NEVER;
    this.#retryAt = NEVER;
  }

  pricesLanded(): void {
    this.#again ||= this.#stage.due.size > 0;
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
  }

  nextBlock(after: number, limit: number): number {
    const { due, tape, time, routes } = this.#stage;
    if (this.#again) return after + 1;
    const wake = due.size === 0 && this.#auctions.open === 0 ? NEVER : Math.min(this.#nextAct, this.#retryAt);
    let block = wake === NEVER ? NEVER : Math.max(after + 1, tape.blockFrom(wake));
    if (this.#auctions.open === 0) return block;
    const stale = this.#auctions.firstStale(this.#p.tail, this.#p.cusp);
    if (stale <= limit) block = Math.min(block, Math.max(after + 1, tape.blockFrom(stale)));
    // Nobody takes before an ask has fallen to what the highest price until then would pay.
    const horizon = Math.min(limit, tape.horizon);
    for (let asset = 0; asset < routes.length; asset++) {
      if (!this.#auctions.has(asset)) continue;
      const best = highestUntil(this.#stage, asset, time, horizon);
      const earliest = this.#auctions.earliestAt(asset, best);
      if (earliest > horizon) continue;
      const from = Math.max(after + 1, tape.blockFrom(earliest));
      for (let b = from; b < tape.blockCount && b < block && (tape.blocks.times[b] as number) <= horizon; b++) {
        const at = tape.blocks.times[b] as number;
        if (this.#retryAt < NEVER && at < this.#retryAt) continue;
        if (this.#auctions.lowestAsk(asset, at) < (routes[asset] as Route).bidUsdAt(at)) block = b;
      }
    }
    return block;
  }

  #startAuctions(): void {
    const { due, healing, keepers, states, settlement, size, prices, accounts, time, block, tally } = this.#stage;
    const queue = this.#queue;
    queue.length = 0;
    for (let i = 0; i < due.size; i++) queue.push(due.at(i));
    for (const slot of queue) {
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
        this.#retryAt = Math.min(this.#retryAt, result === NO_ROOM ? this.#stage.chain.hopeAfter(time) : time + this.#p.retry);
        if (result === NO_ROOM && !this.#race.hasRoom(this.#p.kickGas, time)) break;
        // Accounts come largest first, and the incentive grows with the debt.
        const most = this.#p.tip + this.#p.chip * view.debtUsd * (1 + this.#p.penalty);
        if (result === PRICED_OUT && incentive > 0 && !this.#race.possible(most, 0, this.#p.kickGas, time)) break;
        continue;
      }
      this.#race.charge(this.#kick, time, block, 0);
      if (incentive > 0) settlement.payIncentive(incentive);
      due.remove(slot);
      healing.forget(slot);
      states.status[slot] = IN_AUCTION;
      const asset = settlement.collateralAsset;
      const share = debt / view.pairDebtUsd;
      this.#auctions.start({
        slot,
        wave,
        asset,
        collateralEntry: settlement.collateralEntry,
        debtEntry: settlement.debtEntry,
        debtAsset: settlement.debtAsset,
        units: share * accounts.collateral(slot, settlement.collateralEntry),
        debtUsd: debt,
        penaltyUsd: debt * this.#p.penalty,
        top: (prices[asset] as number) * this.#p.buffer,
        startedAt: time,
      });
      tally[I.auctionsStarted]! += 1;
    }
  }

  #resetStale(): void {
    const { prices, keepers, time, block, settlement, tally } = this.#stage;
    for (const lot of this.#auctions.stale(time, this.#p.tail, this.#p.cusp)) {
      const incentive = this.#p.tip + this.#p.chip * (lot.debtUsd + lot.penaltyUsd);
      this.#kick.wave = lot.wave;
      this.#kick.grossUsd = incentive > 0 ? incentive : lot.units * (prices[lot.asset] as number);
      if (this.#race.run(this.#kick, time, block) !== WON) {
        this.#retryAt = Math.min(this.#retryAt, time + this.#p.retry);
        continue;
      }
      this.#race.charge(this.#kick, time, block, 0);
      settlement.debtAsset = lot.debtAsset;
      if (incentive > 0) settlement.payIncentive(incentive);
      this.#auctions.restart(lot, (prices[lot.asset] as number) * this.#p.buffer, time, keepers.startWave(time));
      tally[I.auctionsReset]! += 1;
    }
  }

  #takeLots(): void {
    const { routes, time } = this.#stage;
    for (let asset = 0; asset < routes.length; asset++) {
      if (!this.#auctions.has(asset)) continue;
      const route = routes[asset] as Route;
      route.settle(time);
      for (const lot of this.#auctions.byAsk(asset, time)) {
        if (this.#auctions.isStale(lot, time, this.#p.tail, this.#p.cusp)) continue;
        const ask = this.#auctions.ask(lot, time);
        if (ask >= route.bidUsd()) break;
        this.#offer(lot, ask, route);
      }
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

  #offer(lot: Lot, ask: number, route: Route): void {
    const { time, block } = this.#stage;
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
      this.#retryAt = Math.min(this.#retryAt, wait);
      return;
    }
    this.#sell(lot, this.#race.affordableShare * units, ask);
    this.#again = true;
  }

  #sell(lot: Lot, units: number, ask: number): void {
    const { settlement, states, keepers, tally, time, block } = this.#stage;
    settlement.look(lot.slot);
    settlement.debtEntry = lot.debtEntry;
    settlement.debtAsset = lot.debtAsset;
    settlement.collateralEntry = lot.collateralEntry;
    settlement.collateralAsset = lot.asset;
    const paid = Math.min(units * ask, lot.debtUsd + lot.penaltyUsd);
    const repaid = Math.min(paid, lot.debtUsd);
    settlement.count(lot.slot, repaid, this.#p.penalty);
    this.#race.charge(this.#take, time, block, paid);
    settlement.repay(lot.slot, KEEPERS, repaid);
    if (paid > repaid) settlement.payPenalty(KEEPERS, paid - repaid);
    settlement.seize(lot.slot, KEEPERS, units, 0);
    tally[I.keeperProfitUsd]! += settlement.sell(KEEPERS, units) - paid - this.#race.financingUsd;
    if (!this.#auctions.sold(lot, units, repaid, paid - repaid)) return;
    // Still due after its auction: keepers find it anew.
    if (settlement.finish(lot.slot)) states.wave[lot.slot] = keepers.startWave(time);
  }
}
