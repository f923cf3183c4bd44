/**
 * English auctions in the manner of Maker's Cat and Flip. A keeper bites a due account: its collateral goes into lots of at most a
 * lump, each sold on its own to whoever bids most, and once all that is to be raised is bid, to whoever takes least for it. A bid
 * locks its money until it is outbid or has stood long enough; then the winner gets the lot and sells it.
 */
import { NO_ROOM, type OpenOpportunity, openOpportunity, PRICED_OUT, WON } from '../../keepers/race.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { IN_AUCTION } from '../account-states.ts';
import { CollateralAuction, lumpShare } from '../houses/english-house.ts';
import { CallingExecutor } from './calling-executor.ts';
import { EnglishBidder, HOUSE, OWNER } from './english-bidder.ts';
import { type EnglishLot, settleLot } from './english-lot.ts';
import type { EnglishParameters } from './english-parameters.ts';

export class EnglishExecutor extends CallingExecutor {
  readonly #p: EnglishParameters;
  readonly #bite: OpenOpportunity;
  readonly #bidder: EnglishBidder;
  #lots: EnglishLot[] = [];
  /** By slot: lots of the account still open. */
  readonly #openLots = new Map<number, number>();
  #engagedUsd = 0;

  constructor(stage: Stage, parameters: EnglishParameters) {
    super(stage);
    this.#p = parameters;
    this.#bite = openOpportunity(parameters.biteGas, parameters.revertGas);
    this.#bidder = new EnglishBidder(stage, parameters.bidGas + parameters.dealGas);
  }

  override get engagedUsd(): number {
    return this.#engagedUsd;
  }

  override begin(): void {
    super.begin();
    this.#engagedUsd = 0;
    this.#bidder.begin();
    this.#lots = [];
    this.#openLots.clear();
  }

  protected work(): void {
    this.callForDue();
    const { time } = this.stage;
    const still: EnglishLot[] = [];
    for (const lot of this.#lots) if (!this.#advance(lot)) still.push(lot);
    this.#lots = still;
    // Bidders look at what stands open on a common grid.
    if (still.length > 0) this.wakeAt((Math.floor(time / this.#p.retry) + 1) * this.#p.retry);
  }

  protected call(slot: number): boolean {
    const { accounts, settlement, states, time, block, recorder } = this.stage;
    const view = settlement.look(slot);
    const held = accounts.collateral(slot, settlement.collateralEntry);
    let lots = Math.min(this.#p.mostLots, Math.ceil(1 / lumpShare(held, this.#p.lump)));
    const bite = this.#bite;
    bite.slot = slot;
    bite.wave = states.wave[slot] as number;
    // Nobody is paid for it: who bites wants to bid, as long as the collateral would pay the gas many times over.
    bite.grossUsd = view.pairCollateralUsd;
    bite.gas = lots * this.#p.biteGas;
    let result = this.race.run(bite, time, block);
    // What finds no room as one transaction is cut into fewer, larger lots.
    while ((result === PRICED_OUT || result === NO_ROOM) && lots > 1) {
      lots = Math.ceil(lots / 2);
      bite.gas = lots * this.#p.biteGas;
      result = this.race.run(bite, time, block);
    }
    recorder?.note({
      kind: 'raced',
      purpose: 'start',
      opportunity: { ...bite, grossUsd: 0 },
      result,
      race: this.race,
    });
    if (result === WON) {
      this.#start(slot, lots);
      return true;
    }
    return this.turnAway(slot, result, this.#p.biteGas, this.#p.retry);
  }

  #start(slot: number, count: number): void {
    const { accounts, due, healing, settlement, states, tally, time, block, recorder } = this.stage;
    this.race.charge(this.#bite, time, block, 0);
    due.remove(slot);
    healing.forget(slot);
    states.status[slot] = IN_AUCTION;
    const { collateralEntry, collateralAsset: asset, debtEntry, debtAsset, view } = settlement;
    const debtUsd = view.pairDebtUsd / count;
    const units = accounts.collateral(slot, collateralEntry) / count;
    const wave = states.wave[slot] as number;
    for (let i = 0; i < count; i++) {
      const raise = debtUsd * (1 + this.#p.penalty);
      const start = { lot: units, raise, receiver: HOUSE, owner: OWNER, now: time };
      const auction = new CollateralAuction(this.#p, this.#bidder, start);
      this.#lots.push({ slot, wave, asset, collateralEntry, debtEntry, debtAsset, debtUsd, auction });
    }
    this.#openLots.set(slot, count);
    this.#engagedUsd += view.pairDebtUsd;
    tally[I.auctionsStarted]! += count;
    const whole = units * count;
    recorder?.note({ kind: 'auction-started', slot, asset, units: whole, debtUsd: view.pairDebtUsd, lots: count });
  }

  /** Settles, restarts or bids; returns whether the lot is gone. */
  #advance(lot: EnglishLot): boolean {
    const { routes, tally, time, recorder } = this.stage;
    const { auction, slot, asset, debtUsd } = lot;
    const route = routes[lot.asset] as Route;
    route.settle(time);
    if (auction.isSettleable(time)) return this.#deal(lot, route);
    if (auction.expires === 0 && auction.ends < time) {
      auction.tick(time);
      tally[I.auctionsReset]! += 1;
      recorder?.note({ kind: 'auction-reset', slot, asset, units: auction.lot, debtUsd });
    }
    if (auction.ends > time && (auction.expires === 0 || auction.expires > time)) this.#offer(lot, route);
    const { expires, ends } = auction;
    this.wakeAt(1 + (expires === 0 ? ends : Math.min(expires, ends)));
    return false;
  }

  #offer({ auction, wave, slot, asset }: EnglishLot, route: Route): void {
    const { chain, keepers, settlement, time, recorder } = this.stage;
    const bidder = this.#bidder;
    const isFull = auction.bid >= auction.raise;
    const least = isFull ? auction.raise : EnglishBidder.floor(auction.leastBid);
    const first = keepers.firstAct(wave);
    if (first > time) {
      this.wakeAt(first);
      return;
    }
    if (!bidder.find(wave, auction.holder, least, route.proceedsUsd(auction.lot))) return;
    const who = String(bidder.keeper);
    if (isFull) {
      const enough = route.quantityFor(auction.raise + bidder.costsUsd);
      if (enough * this.#p.beg > auction.lot) return;
      auction.dent(who, enough, auction.raise, time);
    } else {
      const worth = route.proceedsUsd(auction.lot) - bidder.costsUsd;
      const most = bidder.isContested ? Math.min(auction.raise, worth, bidder.freeUsd) : least;
      if (most < least || most <= auction.bid) return;
      auction.tend(who, auction.lot, most, time);
    }
    const { lot: units, bid: usd } = auction;
    recorder?.note({ kind: 'bid-placed', slot, asset, keeper: bidder.keeper, units, usd, isLess: isFull });
    chain.include(this.#p.bidGas);
    settlement.payGas(this.#p.bidGas, bidder.gasPrice, time);
  }

  /** The winner takes the lot and sells it; false while its gas finds no room. */
  #deal(lot: EnglishLot, route: Route): boolean {
    const stage = this.stage;
    const { accounts, chain, keepers, settlement, states, time } = stage;
    const { auction, slot, asset, debtUsd } = lot;
    const keeper = Number(auction.holder);
    // Nobody else can have it, so there is no hurry: the price of a block without others of ours, a rounding above its edge.
    const gasPrice = chain.leastBid(this.#p.dealGas) * (1 + 1e-9);
    if (!chain.admits(gasPrice, this.#p.dealGas)) {
      this.wakeAt(this.race.hopeAfter(time));
      return false;
    }
    const units = Math.min(auction.lot, accounts.collateral(slot, lot.collateralEntry));
    const gasUsd = this.#p.dealGas * gasPrice * 1e-9 * stage.gasAssetUsd(time);
    if (route.proceedsUsd(units) < gasUsd) {
      this.wakeAt(time + this.#p.retry);
      return false;
    }
    auction.deal(time);
    this.#bidder.release(keeper, auction.bid);
    stage.recorder?.note({ kind: 'auction-taken', slot, asset, units, askUsd: auction.bid / units, debtUsd, keeper });
    settleLot(stage, lot, units, this.#p.penalty, () => {
      chain.include(this.#p.dealGas);
      settlement.payGas(this.#p.dealGas, gasPrice, time);
    });
    const open = (this.#openLots.get(slot) as number) - 1;
    this.#openLots.set(slot, open);
    this.#engagedUsd -= lot.debtUsd;
    if (open > 0) return true;
    this.#openLots.delete(slot);
    if (this.#openLots.size === 0) this.#engagedUsd = 0;
    if (settlement.finish(slot)) {
      states.wave[slot] = keepers.startWave(time);
      this.again = true;
    }
    return true;
  }
}
