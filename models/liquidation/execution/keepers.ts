/**
 * Asynchronous liquidation: keepers watch the accounts that are due and race for each, largest debt first. A keeper
 * repays what the size rule allows, or the part of it that gains most against the venue's curve, sells the collateral in
 * the same transaction, and leaves alone what does not pay.
 */
import type { Gas, Millis } from '../../../sim/units.ts';
import { NO_ROOM, type OpenOpportunity, openOpportunity, WON } from '../../keepers/race.ts';
import { KEEPERS } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { DeclineReason } from '../../world/recorder.ts';
import type { Stage } from '../../world/stage.ts';
import { cappedRepay } from '../exchange.ts';
import { REAL } from '../whole-units.ts';
import { isMoreToCome, Prospects } from './prospects.ts';
import { RacingExecutor } from './racing-executor.ts';

interface Parameters {
  readonly gas: Gas;
  readonly revertGas: Gas;
  /** How long keepers leave an account alone that does not pay. */
  readonly retry: Millis;
}

const NEVER = Number.POSITIVE_INFINITY;

export class KeeperExecutor extends RacingExecutor {
  readonly #p: Parameters;
  readonly #opportunity: OpenOpportunity;
  readonly #prospects: Prospects;
  /** Gain before gas below which nobody takes anything in this block, USD. */
  #leastGross = 0;
  /** The block has no room for anybody's bid. */
  #full = false;

  constructor(stage: Stage, parameters: Parameters) {
    super(stage);
    this.#p = parameters;
    this.#prospects = new Prospects(stage);
    this.#opportunity = openOpportunity(parameters.gas, parameters.revertGas);
  }

  override begin(): void {
    super.begin();
    this.#prospects.forget();
  }

  protected work(): void {
    const { due, states, block } = this.stage;
    this.#prospects.forget();
    if (due.size === 0) return;
    this.#full = false;
    this.#leastGross = this.race.leastGrossUsd(this.#p.gas, this.stage.time);
    for (let position = 0; position < due.size && !this.#full && this.#prospects.live > 0; ) {
      const slot = due.at(position);
      if (states.triedIn[slot] !== block) {
        states.triedIn[slot] = block;
        if (this.#isWorthALook(slot)) this.#attempt(slot);
      }
      // A closed account has left its place to the next one; one that is still due may have moved back.
      if (position < due.size && due.at(position) === slot) position++;
    }
  }

  override nextBlock(after: number, limit: number): number {
    if (this.stage.due.size === 0 && this.race.wakeAt === NEVER) return NEVER;
    if (this.again) return after + 1;
    return this.#prospects.nextBlock(after + 1, limit, this.wakeBlock(after));
  }

  /** Most accounts that are due have been turned down, and nothing has changed since. */
  #isWorthALook(slot: number): boolean {
    const { states, gate } = this.stage;
    if (!this.#prospects.isLive(states.asset[slot] as number) || gate.bars(slot)) return false;
    if (!this.race.isDeclined(slot, this.landed)) return true;
    this.wakeAt(states.retryAt[slot] as number);
    return false;
  }

  #attempt(slot: number): void {
    const { keepers, states, settlement, size, discount, accounts, prices, time, due, recorder } = this.stage;
    const main = states.asset[slot] as number;
    const bestBonus = discount.most(this.stage.bonuses[main] as number);
    const bestGain = this.#prospects.gainPerUsd(main, bestBonus);
    if (bestGain <= 0) {
      this.#prospects.waitForLevel(main, bestBonus);
      recorder?.note({ kind: 'declined', slot, why: 'venue', shortfall: 1 / (1 + bestGain), rest: 'collateral' });
      return;
    }
    // Accounts come largest first: where the whole debt at the best bonus would not pay its gas, the rest need no look.
    if (due.debtUsd(slot) * bestGain < this.#leastGross) {
      if (due.isByDebt) this.#prospects.giveUp(main);
      const rest = due.isByDebt ? 'collateral' : undefined;
      this.#decline(slot, 'gas', this.#leastGross / (due.debtUsd(slot) * bestGain), rest);
      return;
    }
    const wave = states.wave[slot] as number;
    const first = keepers.firstAct(wave);
    if (first > time) {
      this.wakeAt(first);
      return;
    }
    const view = settlement.look(slot);
    const asset = settlement.collateralAsset;
    if (this.#prospects.isBelowLevel(asset)) return;
    const bonus = discount.bonus(view);
    const wanted = Math.min(size.repayUsd(view, bonus), view.pairDebtUsd);
    const repay = cappedRepay(wanted, view.pairCollateralUsd, 1, bonus, REAL);
    const seized = Math.min(view.pairCollateralUsd, wanted * (1 + bonus));
    if (repay <= 0) return;
    const gain = this.#prospects.gainPerUsd(asset, bonus);
    if (gain <= 0 || repay * gain < this.#leastGross) {
      if (gain > 0) this.#decline(slot, 'gas', this.#leastGross / (repay * gain));
      else this.#decline(slot, 'venue');
      return;
    }
    const held = accounts.collateral(slot, settlement.collateralEntry);
    const all = seized >= view.pairCollateralUsd;
    this.#offer(slot, wave, repay, all ? held : seized / (prices[asset] as number), bonus);
  }

  #decline(slot: number, why: DeclineReason, shortfall = 1, rest?: 'collateral'): void {
    const { prices, states, recorder } = this.stage;
    const price = prices[states.asset[slot] as number] as number;
    this.wakeAt(this.race.decline(slot, price, this.#p.retry, shortfall));
    recorder?.note({ kind: 'declined', slot, why, shortfall, ...(rest && { rest }) });
  }

  /** Races for an account: all of what may be repaid, or the part of it that gains most against the venue's curve. */
  #offer(slot: number, wave: number, allowed: number, allowedUnits: number, bonus: number): void {
    const { settlement, routes, time, block, recorder } = this.stage;
    const asset = settlement.collateralAsset;
    const route = routes[asset] as Route;
    const kept = this.#prospects.keptShare(asset, bonus);
    const best = route.bestQuantity(allowed / (allowedUnits * kept));
    const share = this.#letThrough(Math.min(1, best / (allowedUnits * kept)), allowed, bonus);
    if (share <= 0) {
      this.#decline(slot, best > 0 ? 'size' : 'venue');
      return;
    }
    const repay = share * allowed;
    const units = share * allowedUnits;
    const opportunity = this.#opportunity;
    opportunity.slot = slot;
    opportunity.wave = wave;
    opportunity.outlayUsd = repay;
    opportunity.grossUsd = route.proceedsUsd(units * kept) - repay;
    const result = this.race.run(opportunity, time, block);
    recorder?.note({ kind: 'raced', purpose: 'liquidation', opportunity, result, race: this.race });
    if (result === WON && this.race.uncontested && isMoreToCome(this.stage, bonus)) {
      this.#decline(slot, 'colludes');
    } else if (result === WON) {
      const taken = this.#letThrough(this.race.affordableShare, repay, bonus);
      if (taken > 0) this.#execute(slot, taken * repay, taken * units, kept, bonus);
      else this.#decline(slot, 'size');
    } else if (result === NO_ROOM) {
      this.#full = !this.race.hasRoom(this.#p.gas, time);
      if (this.#full) recorder?.note({ kind: 'declined', slot, why: 'full', shortfall: 1, rest: 'all' });
      this.wakeAt(this.race.hopeAfter(time));
    } else {
      this.#decline(slot, 'race');
    }
  }

  /** The part of a share of a repayment that the size rule lets through (dust rules); 0 when none. */
  #letThrough(share: number, repay: number, bonus: number): number {
    const { size, settlement } = this.stage;
    if (size.admissible === undefined) return share;
    return size.admissible(share * repay, settlement.view, bonus) / repay;
  }

  #execute(slot: number, repay: number, units: number, kept: number, bonus: number): void {
    const { settlement, tally, time, block, recorder } = this.stage;
    settlement.count(slot, repay, bonus);
    this.race.charge(this.#opportunity, time, block, repay);
    settlement.repay(slot, KEEPERS, repay);
    settlement.seize(slot, KEEPERS, units, units * (1 - kept));
    this.#prospects.sold(settlement.collateralAsset);
    const proceeds = settlement.sell(KEEPERS, units * kept, repay + this.race.financingUsd);
    const usd = proceeds - repay - this.race.financingUsd;
    tally[I.keeperProfitUsd]! += usd;
    recorder?.note({ kind: 'keeper-earned', slot, usd });
    if (settlement.finish(slot)) this.again = true;
  }
}
