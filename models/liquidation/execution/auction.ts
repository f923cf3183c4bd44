/**
 * Dutch auctions in the manner of Maker's Dog and Clip. A keeper starts one for a due account and is paid tip + chip · tab;
 * the price falls from the protocol's price · buffer along the curve; keepers take, wholly or partly, as soon as the venue
 * would pay them more than the auction asks, net of gas. Money raised covers the debt first, then the penalty. An auction
 * that is too old or has fallen too far is reset to the then price; a lot that is used up leaves the rest as bad debt.
 */
import { NO_ROOM, type OpenOpportunity, openOpportunity, WON } from '../../keepers/race.ts';
import { KEEPERS } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { AuctionBonds } from './auction-bonds.ts';
import type { AuctionParameters } from './auction-parameters.ts';
import { AuctionSearch } from './auction-search.ts';
import { AuctionStarts } from './auction-starts.ts';
import { Auctions, type Cohort, type Lot, unitsWanted } from './auctions.ts';
import { leastLeft, resetIncentive } from './dutch-house.ts';
import { RacingExecutor } from './racing-executor.ts';

const NEVER = Number.POSITIVE_INFINITY;

export class AuctionExecutor extends RacingExecutor {
  readonly #p: AuctionParameters;
  readonly #auctions: Auctions;
  readonly #search: AuctionSearch;
  readonly #starts: AuctionStarts;
  readonly #bonds: AuctionBonds | undefined;
  readonly #kick: OpenOpportunity;
  readonly #take: OpenOpportunity;
  /** Cohorts and lots being worked through, while the originals change. */
  readonly #stale: Cohort[] = [];
  readonly #offered: Lot[] = [];
  readonly #offeredIn: Cohort[] = [];

  constructor(stage: Stage, parameters: AuctionParameters) {
    super(stage);
    this.#p = parameters;
    this.#auctions = new Auctions(parameters.curve);
    this.#search = new AuctionSearch(stage, this.#auctions);
    this.#bonds = parameters.bond && new AuctionBonds(stage, parameters.bond);
    this.#starts = new AuctionStarts(stage, parameters, this.#auctions, this.race, this.#bonds);
    this.#kick = openOpportunity(parameters.kickGas, parameters.revertGas);
    this.#take = openOpportunity(parameters.takeGas, parameters.revertGas);
  }

  override get engagedUsd(): number {
    return this.#auctions.openDebtUsd;
  }

  override begin(): void {
    super.begin();
    this.#auctions.clear();
    this.#search.begin();
    this.#starts.begin();
    this.#bonds?.begin();
  }

  protected work(): void {
    this.#starts.run(this.landed);
    if (this.#auctions.open === 0) return;
    this.#resetStale();
    this.#takeLots();
  }

  override nextBlock(after: number, limit: number): number {
    const { due, tape } = this.stage;
    if (this.again) return after + 1;
    let block = this.wakeBlock(after);
    if (due.size > 0) block = Math.min(block, this.blockAt(this.#starts.lookAgainAt, after));
    if (this.#auctions.open === 0) return block;
    const stale = this.#auctions.firstStale(this.#p.tail, this.#p.cusp);
    if (stale <= limit) block = Math.min(block, this.blockAt(stale, after));
    return Math.min(block, this.#search.nextTake(after, Math.min(limit, tape.horizon), block));
  }

  #resetStale(): void {
    const { time } = this.stage;
    this.#stale.length = 0;
    for (const cohort of this.#auctions.cohorts) {
      if (this.#auctions.isStale(cohort, time, this.#p.tail, this.#p.cusp)) this.#stale.push(cohort);
    }
    for (const cohort of this.#stale) {
      for (let i = cohort.lots.length - 1; i >= 0; i--) this.#reset(cohort, cohort.lots[i] as Lot);
    }
  }

  #reset(cohort: Cohort, lot: Lot): void {
    const { prices, keepers, time, block, settlement, tally, recorder } = this.stage;
    const { tip, chip, dust, penalty } = this.#p;
    const raise = lot.debtUsd + lot.penaltyUsd;
    const worth = lot.units * (prices[lot.asset] as number);
    const incentive = resetIncentive(raise, worth, leastLeft(dust, penalty), tip, chip);
    this.#kick.slot = lot.slot;
    this.#kick.wave = lot.wave;
    this.#kick.grossUsd = incentive > 0 ? incentive : worth;
    const opportunity = this.#kick;
    const result = this.race.run(opportunity, time, block);
    recorder?.note({
      ...{ kind: 'raced', purpose: 'reset', result, race: this.race },
      opportunity: incentive > 0 ? opportunity : { ...opportunity, grossUsd: 0 },
    });
    if (result !== WON) {
      this.wakeAt(time + this.#p.retry);
      return;
    }
    this.race.charge(this.#kick, time, block, 0);
    settlement.debtAsset = lot.debtAsset;
    if (incentive > 0) settlement.payIncentive(incentive);
    const base = this.#bonds?.neutralOf(lot.debtUsd, lot.units) ?? (prices[lot.asset] as number);
    const askUsd = base * this.#p.buffer;
    this.#auctions.restart(cohort, lot, askUsd, time, keepers.startWave(time));
    tally[I.auctionsReset]! += 1;
    recorder?.note({ kind: 'auction-reset', ...lot, askUsd });
  }

  #takeLots(): void {
    const { routes, time } = this.stage;
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

  #offer(cohort: Cohort, lot: Lot, route: Route): void {
    const { time, block } = this.stage;
    const { ask } = cohort;
    const dust = leastLeft(this.#p.dust, this.#p.penalty);
    // What takers pay beyond what the account is credited is no fixed penalty there.
    const credited = this.#bonds?.creditedAt(lot, ask) ?? 1;
    if (this.#bonds) this.#auctions.setPenalty(lot, lot.debtUsd * (1 / credited - 1));
    const units = unitsWanted(lot, ask, route.bestQuantity(ask), dust);
    if (units <= 0) return;
    const take = this.#take;
    take.slot = lot.slot;
    take.wave = lot.wave;
    take.outlayUsd = units * ask;
    take.grossUsd = route.proceedsUsd(units) - take.outlayUsd;
    const result = this.race.run(take, time, block);
    this.stage.recorder?.note({ kind: 'raced', purpose: 'take', opportunity: take, result, race: this.race });
    if (result !== WON) {
      const first = this.stage.keepers.firstAct(lot.wave);
      const later = result === NO_ROOM ? this.race.hopeAfter(time) : time + this.#p.retry;
      const wait = first > time ? first : later;
      cohort.waitUntil = Math.min(cohort.waitUntil, wait);
      return;
    }
    const end = this.#auctions.staleAt(cohort, this.#p.tail, this.#p.cusp);
    if (this.race.uncontested && time < end - this.race.margin) {
      // Nobody else could take it: those who collude let the price fall as far as it goes before a reset.
      cohort.waitUntil = Math.min(cohort.waitUntil, end - this.race.margin, time + this.#p.retry);
      return;
    }
    this.#sell(cohort, lot, this.race.affordableShare * units);
    this.again = true;
  }

  #sell(cohort: Cohort, lot: Lot, units: number): void {
    const { settlement, states, keepers, tally, time, block, recorder } = this.stage;
    settlement.look(lot.slot);
    settlement.debtEntry = lot.debtEntry;
    settlement.debtAsset = lot.debtAsset;
    settlement.collateralEntry = lot.collateralEntry;
    settlement.collateralAsset = lot.asset;
    const paid = Math.min(units * cohort.ask, lot.debtUsd + lot.penaltyUsd);
    const repaid = Math.min(this.#bonds ? paid * this.#bonds.creditedAt(lot, cohort.ask) : paid, lot.debtUsd);
    recorder?.note({ kind: 'auction-taken', ...lot, units, askUsd: cohort.ask });
    settlement.count(lot.slot, repaid, this.#p.penalty);
    this.race.charge(this.#take, time, block, paid);
    settlement.repay(lot.slot, KEEPERS, repaid);
    if (paid > repaid) settlement.payPenalty(KEEPERS, paid - repaid);
    settlement.seize(lot.slot, KEEPERS, units, 0);
    const usd = settlement.sell(KEEPERS, units, paid + this.race.financingUsd) - paid - this.race.financingUsd;
    tally[I.keeperProfitUsd]! += usd;
    recorder?.note({ kind: 'keeper-earned', slot: lot.slot, usd });
    this.#bonds?.reward(lot, cohort.ask, paid);
    if (!this.#auctions.sold(cohort, lot, units, repaid, paid - repaid)) return;
    this.#bonds?.release(lot);
    // Still due after its auction: keepers find it anew.
    if (settlement.finish(lot.slot)) states.wave[lot.slot] = keepers.startWave(time);
  }
}
