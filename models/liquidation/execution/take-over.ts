/**
 * Debt take-over in the manner of Euler v2. A keeper takes over debt and collateral of a due account, sells in the same transaction what
 * gains at once, and unwinds the rest in a few sales over time. Until then its own money backs the debt.
 */
import type { BackedKeepers } from '../../keepers/backed-keepers.ts';
import { type OpenOpportunity, openOpportunity, WON } from '../../keepers/race.ts';
import { KEEPERS } from '../../ledger/ledger.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { cappedRepay } from '../exchange.ts';
import { REAL } from '../whole-units.ts';
import { CallingExecutor } from './calling-executor.ts';
import { LiquidatorAccounts } from './liquidator-accounts.ts';
import { isMoreToCome, Prospects } from './prospects.ts';
import { Unwinding, type UnwindingTerms } from './unwinding.ts';

export interface TakeOverParameters extends UnwindingTerms {
  readonly gas: number;
  readonly revertGas: number;
  readonly borrowGap: number;
  /** Whether a keeper sells what gains at once in the transaction in which it takes over. */
  readonly sellsAtOnce: boolean;
}

/** What keepers would take over of the account looked at: units of collateral that they may sell, at once and later. */
interface Plan {
  debtUsd: number;
  /** Share of the seized collateral that is the keeper's. */
  kept: number;
  now: number;
  later: number;
}

export class TakeOverExecutor extends CallingExecutor {
  readonly #p: TakeOverParameters;
  readonly #call: OpenOpportunity;
  readonly #prospects: Prospects;
  readonly #accounts: LiquidatorAccounts;
  readonly #unwinding: Unwinding;
  readonly #plan: Plan = { debtUsd: 0, kept: 1, now: 0, later: 0 };

  constructor(stage: Stage, parameters: TakeOverParameters) {
    super(stage);
    this.#p = parameters;
    this.#call = openOpportunity(parameters.gas, parameters.revertGas);
    this.#prospects = new Prospects(stage);
    this.#accounts = new LiquidatorAccounts(stage, stage.keepers as BackedKeepers, parameters.borrowGap);
    this.#unwinding = new Unwinding(stage, this.#accounts, parameters);
  }

  /** Debt of liquidators whose accounts are to be closed and whose sales have found no room. */
  override get engagedUsd(): number {
    return this.#unwinding.stuckUsd;
  }

  override begin(): void {
    super.begin();
    this.#accounts.begin();
    this.#unwinding.begin();
    this.#prospects.forget();
  }

  override end(): void {
    super.end();
    this.#accounts.end();
  }

  protected work(): void {
    this.#unwinding.run();
    this.#prospects.forget();
    this.callForDue();
    this.#accounts.forgetEmpty();
    this.wakeAt(this.#unwinding.nextAt);
  }

  override nextBlock(after: number, limit: number): number {
    const block = super.nextBlock(after, limit);
    if (block === after + 1 || this.stage.due.size === 0) return block;
    return this.#prospects.nextBlock(after + 1, limit, block);
  }

  protected call(slot: number): boolean {
    const { accounts, bonuses, discount, prices, routes, settlement, size, states, time, block, recorder } = this.stage;
    const main = states.asset[slot] as number;
    if (states.triedIn[slot] === block || this.#prospects.isBelowLevel(main)) return true;
    states.triedIn[slot] = block;
    const bestBonus = discount.most(bonuses[main] as number);
    if (this.#prospects.gainPerUsd(main, bestBonus) <= 0) {
      this.#prospects.waitForLevel(main, bestBonus);
      recorder?.note({ kind: 'declined', slot, why: 'venue', shortfall: 1, rest: 'collateral' });
      return true;
    }
    const view = settlement.look(slot);
    const asset = settlement.collateralAsset;
    const bonus = discount.bonus(view);
    const wanted = Math.min(size.repayUsd(view, bonus), view.pairDebtUsd);
    const repay = cappedRepay(wanted, view.pairCollateralUsd, 1, bonus, REAL);
    if (repay <= 0) return true;
    const seized = Math.min(view.pairCollateralUsd, wanted * (1 + bonus));
    const held = accounts.collateral(slot, settlement.collateralEntry);
    const units = seized >= view.pairCollateralUsd ? held : seized / (prices[asset] as number);
    const route = routes[asset] as Route;
    route.settle(time);
    if (!this.#makePlan(repay, units, bonus, route)) {
      this.wakeAt(this.race.decline(slot, prices[asset] as number, this.#p.retry, 1));
      recorder?.note({ kind: 'declined', slot, why: 'venue', shortfall: 1 });
      return true;
    }
    return this.#offer(slot, bonus);
  }

  /**
   * Plans what gains: at once as far as the venue's price does not fall below what the debt costs, then in later sales, less the
   * margin for what may happen until then. Returns whether there is anything.
   */
  #makePlan(repay: number, units: number, bonus: number, route: Route): boolean {
    const { settlement } = this.stage;
    const plan = this.#plan;
    plan.kept = this.#prospects.keptShare(settlement.collateralAsset, bonus);
    const own = units * plan.kept;
    const cost = repay / own;
    plan.now = this.#p.sellsAtOnce ? Math.min(own, route.bestQuantity(cost)) : 0;
    plan.later = Math.min(own - plan.now, this.#unwinding.bestQuantity(route, cost));
    if (this.#unwinding.expectedUsd(route, plan.later) <= plan.later * cost) plan.later = 0;
    plan.debtUsd = this.#letThrough(((plan.now + plan.later) / own) * repay, bonus);
    const taken = plan.debtUsd / cost;
    plan.now = Math.min(plan.now, taken);
    plan.later = taken - plan.now;
    return taken > 0;
  }

  /** The part of a repayment that the size rule lets through (dust rules); 0 when none. */
  #letThrough(repay: number, bonus: number): number {
    const { size, settlement } = this.stage;
    return size.admissible === undefined ? repay : size.admissible(repay, settlement.view, bonus);
  }

  #offer(slot: number, bonus: number): boolean {
    const { prices, routes, settlement, states, time, block, recorder } = this.stage;
    const { now, later, debtUsd } = this.#plan;
    const route = routes[settlement.collateralAsset] as Route;
    const price = prices[settlement.collateralAsset] as number;
    const { offer } = this.#accounts;
    offer.debtUsd = debtUsd;
    offer.collateralUsd = (now + later) * price;
    offer.soldCollateralUsd = now * price;
    offer.soldUsd = now > 0 ? route.proceedsUsd(now) : 0;
    offer.borrowLtv = this.#accounts.borrowLtv(settlement.view.threshold);
    const call = this.#call;
    call.slot = slot;
    call.wave = states.wave[slot] as number;
    call.outlayUsd = debtUsd;
    call.grossUsd = offer.soldUsd + this.#unwinding.expectedUsd(route, later) - debtUsd;
    const result = this.race.run(call, time, block);
    recorder?.note({ kind: 'raced', purpose: 'liquidation', opportunity: call, result, race: this.race });
    const share = this.race.affordableShare;
    offer.debtUsd = 0;
    if (result !== WON) return this.turnAway(slot, result, this.#p.gas, this.#p.retry);
    const isPatient = this.race.uncontested && isMoreToCome(this.stage, bonus);
    const taken = isPatient ? 0 : this.#letThrough(share * debtUsd, bonus);
    if (taken > 0) this.#take(slot, taken / debtUsd, bonus);
    else {
      this.wakeAt(this.race.decline(slot, price, this.#p.retry, 1));
      recorder?.note({ kind: 'declined', slot, why: isPatient ? 'colludes' : 'size', shortfall: 1 });
    }
    return true;
  }

  /** The winner takes over a share of what was planned, and sells at once what was to be sold at once. */
  #take(slot: number, share: number, bonus: number): void {
    const { accounts, prices, settlement, time, block, recorder } = this.stage;
    const { debtUsd, kept, now, later } = this.#plan;
    const { collateralAsset, debtAsset, debtEntry } = settlement;
    const { keeper } = this.race;
    const usd = share * debtUsd;
    const own = share * (now + later);
    const debt = Math.min(accounts.debt(slot, debtEntry), usd / (prices[debtAsset] as number));
    settlement.count(slot, usd, bonus);
    this.race.charge(this.#call, time, block, 0);
    // The protocol lends the keeper what repays the account.
    const position = this.#accounts.positionOf(keeper, collateralAsset, debtAsset);
    this.#accounts.take(position, own, debt);
    settlement.repay(slot, KEEPERS, usd);
    settlement.seize(slot, KEEPERS, own / kept, (own / kept) * (1 - kept));
    this.#prospects.sold(collateralAsset);
    recorder?.note({ kind: 'debt-taken-over', slot, asset: collateralAsset, units: own, debtUsd: usd, keeper });
    this.#unwinding.plan(position, settlement.view.threshold);
    if (now > 0) this.#unwinding.sell(position, Math.min(own, now), slot);
    this.#unwinding.close(position);
    if (settlement.finish(slot)) this.again = true;
  }
}
