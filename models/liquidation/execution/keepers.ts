/**
 * Asynchronous liquidation: keepers watch the accounts that are due and race for each, largest debt first. A keeper
 * repays what the size rule allows, or the part of it that gains most against the venue's curve, sells the collateral in
 * the same transaction, and leaves alone what does not pay.
 */
import { KEEPERS } from '../../ledger/ledger.ts';
import { NO_ROOM, PRICED_OUT, Race, WON } from '../../keepers/race.ts';
import type { Execution } from '../../model.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import type { Executor } from './executor.ts';
import { nextBlockAbove } from './search.ts';

type Parameters = Extract<Execution, { kind: 'keepers' }>;

const NEVER = Number.POSITIVE_INFINITY;

export class KeeperExecutor implements Executor {
  readonly engagedUsd = 0;
  readonly usesKeepers = true;
  readonly #stage: Stage;
  readonly #p: Parameters;
  readonly #race: Race;
  readonly #opportunity: { wave: number; grossUsd: number; outlayUsd: number; gas: number; revertGas: number };
  /** Per asset: the venue must pay this much per unit before anything of it gains; 0 while it may gain now. */
  readonly #level: Float64Array;
  /** Per asset: 1 when in this block not even the whole of the largest account left would pay its gas. */
  readonly #hopeless: Int8Array;
  /** Assets with a market that are neither hopeless nor below their level in this block. */
  #live = 0;
  readonly #markets: number;
  /** Prices landed in this block: what was declined may pay now. */
  #landed = false;
  /** The block has no room for anybody's bid. */
  #full = false;
  #again = false;
  #nextAct = NEVER;
  #retryAt = NEVER;

  constructor(stage: Stage, parameters: Parameters) {
    this.#stage = stage;
    this.#p = parameters;
    this.#race = new Race(stage);
    this.#level = new Float64Array(stage.prices.length);
    this.#hopeless = new Int8Array(stage.prices.length);
    this.#markets = stage.routes.filter((route) => route !== undefined).length;
    this.#opportunity = { wave: 0, grossUsd: 0, outlayUsd: 0, gas: parameters.gas, revertGas: parameters.revertGas };
  }

  begin(): void {
    this.#landed = false;
    this.#race.begin();
    this.#forget();
  }

  #forget(): void {
    this.#level.fill(0);
    this.#hopeless.fill(0);
    this.#live = this.#markets;
    this.#again = false;
    this.#nextAct = NEVER;
    this.#retryAt = NEVER;
  }

  pricesLanded(): void {
    this.#landed = true;
  }

  accountDue(): void {
    this.#again = true;
  }

  act(): void {
    const { due, states, block } = this.#stage;
    this.#forget();
    this.#full = false;
    for (let position = 0; position < due.size && !this.#full && this.#live > 0; ) {
      const slot = due.at(position);
      if (states.triedIn[slot] !== block) {
        states.triedIn[slot] = block;
        this.#attempt(slot);
      }
      // A closed account has left its place to the next one; one that is still due may have moved back.
      if (position < due.size && due.at(position) === slot) position++;
    }
    this.#landed = false;
  }

  nextBlock(after: number, limit: number): number {
    const { due, tape } = this.#stage;
    if (due.size === 0) return NEVER;
    if (this.#again) return after + 1;
    const wake = Math.min(this.#nextAct, this.#retryAt);
    let block = wake === NEVER ? NEVER : Math.max(after + 1, tape.blockFrom(wake));
    for (let asset = 0; asset < this.#level.length; asset++) {
      const level = this.#level[asset] as number;
      if (level > 0) block = Math.min(block, nextBlockAbove(this.#stage, asset, level, after + 1, limit));
    }
    return block;
  }

  #attempt(slot: number): void {
    const { keepers, states, settlement, size, discount, routes, protocolFees, accounts, prices, time, block } = this.#stage;
    const main = states.asset[slot] as number;
    if (this.#hopeless[main] === 1 || (this.#level[main] as number) > 0) return;
    const declined = states.retryAt[slot] as number;
    if (declined > time && !this.#landed) {
      if (declined < this.#retryAt) this.#retryAt = declined;
      return;
    }
    const wave = states.wave[slot] as number;
    const first = keepers.firstAct(wave);
    if (first > time) {
      if (first < this.#nextAct) this.#nextAct = first;
      return;
    }
    const view = settlement.look(slot);
    const asset = settlement.collateralAsset;
    if ((this.#level[asset] as number) > 0) return;
    const bonus = discount.bonus(view);
    let repay = Math.min(size.repayUsd(view, bonus), view.pairDebtUsd, view.pairCollateralUsd / (1 + bonus));
    if (repay <= 0) return;
    const price = prices[asset] as number;
    const held = accounts.collateral(slot, settlement.collateralEntry);
    const all = repay * (1 + bonus) >= view.pairCollateralUsd;
    let units = all ? held : (repay * (1 + bonus)) / price;
    const kept = 1 - ((protocolFees[asset] as number) * bonus) / (1 + bonus);
    const unitCost = price / ((1 + bonus) * kept);
    const route = routes[asset] as Route;
    route.settle(time);
    const best = route.bestQuantity(unitCost);
    if (best <= 0) {
      this.#level[asset] = unitCost;
      this.#live--;
      return;
    }
    if (best < units * kept) {
      repay *= best / (units * kept);
      units = best / kept;
    }
    const opportunity = this.#opportunity;
    opportunity.wave = wave;
    opportunity.outlayUsd = repay;
    opportunity.grossUsd = route.proceedsUsd(units * kept) - repay;
    const result = this.#race.run(opportunity, time, block);
    if (result !== WON) {
      // A profit below its gas waits for better prices; a bid without room for the market to calm down.
      const again = () => this.#race.lookAgainAt(time, this.#p.retry);
      const later = result === NO_ROOM ? this.#stage.chain.hopeAfter(time) : again();
      if (result === PRICED_OUT) states.retryAt[slot] = later;
      this.#retryAt = Math.min(this.#retryAt, later);
      if (result === NO_ROOM) this.#full = !this.#race.hasRoom(this.#p.gas, time);
      // Accounts come largest first: where the whole of this one would not pay, the rest need no look.
      if (result !== PRICED_OUT || this.#hopeless[asset] === 1 || this.#couldPay(route, unitCost, kept, bonus)) return;
      this.#hopeless[asset] = 1;
      this.#live--;
      return;
    }
    const share = this.#race.affordableShare;
    this.#execute(slot, share * repay, share * units, kept, bonus);
  }

  /** Whether repaying the whole of the account looked at could pay for its gas. */
  #couldPay(route: Route, unitCost: number, kept: number, bonus: number): boolean {
    const { settlement, prices, time } = this.#stage;
    const { view } = settlement;
    const price = prices[settlement.collateralAsset] as number;
    const units = Math.min((view.debtUsd * (1 + bonus)) / price, route.bestQuantity(unitCost) / kept);
    const repay = (units * price) / (1 + bonus);
    return this.#race.possible(route.proceedsUsd(units * kept) - repay, repay, this.#p.gas, time);
  }

  #execute(slot: number, repay: number, units: number, kept: number, bonus: number): void {
    const { settlement, tally, time, block } = this.#stage;
    settlement.count(slot, repay, bonus);
    this.#race.charge(this.#opportunity, time, block, repay);
    settlement.repay(slot, KEEPERS, repay);
    settlement.seize(slot, KEEPERS, units, units * (1 - kept));
    const proceeds = settlement.sell(KEEPERS, units * kept);
    tally[I.keeperProfitUsd]! += proceeds - repay - this.#race.financingUsd;
    if (settlement.finish(slot)) this.#again = true;
  }
}
