/**
 * A protocol that takes accounts over in the manner of Compound III. A keeper absorbs each due account as soon as it sees it; the
 * protocol owns the collateral from then on and bears its price. Keepers buy it from the storefront while that is open and the
 * venue pays more than it asks.
 */
import { makeRace } from '../../keepers/make-race.ts';
import { NO_ROOM, type OpenOpportunity, openOpportunity, type Race, WON } from '../../keepers/race.ts';
import { LENDERS, PROTOCOL } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Stage } from '../../world/stage.ts';
import { absorbedBalance } from '../houses/storefront.ts';
import { writeOff } from '../write-off.ts';
import type { Executor } from './executor.ts';
import { Shop, type ShopTerms } from './shop.ts';

export interface AbsorberParameters extends ShopTerms {
  readonly reward: number;
  readonly absorbGas: number;
}

const NEVER = Number.POSITIVE_INFINITY;

export class AbsorberExecutor implements Executor {
  readonly engagedUsd = 0;
  readonly usesKeepers = true;
  readonly #stage: Stage;
  readonly #p: AbsorberParameters;
  readonly #race: Race;
  readonly #call: OpenOpportunity;
  readonly #shop: Shop;
  #landed = false;
  #again = false;
  #wake = NEVER;

  constructor(stage: Stage, parameters: AbsorberParameters) {
    this.#stage = stage;
    this.#p = parameters;
    this.#race = makeRace(stage);
    this.#call = openOpportunity(parameters.absorbGas, parameters.revertGas);
    this.#shop = new Shop(stage, parameters, this.#race);
  }

  begin(): void {
    this.#race.begin();
    this.#shop.begin();
    this.#landed = false;
    this.#again = false;
    this.#wake = NEVER;
  }

  end(): void {
    this.#race.end();
    this.#shop.end();
  }

  pricesLanded(): void {
    this.#landed = true;
  }

  accountDue(): void {
    this.#again = true;
  }

  act(): void {
    this.#again = false;
    this.#wake = NEVER;
    this.#absorbAll();
    this.#shop.sell(this.#landed);
    this.#landed = false;
    this.#race.settlePending();
  }

  nextBlock(after: number, limit: number): number {
    const { tape } = this.#stage;
    if (this.#again) return after + 1;
    const wake = Math.min(this.#wake, this.#race.wakeAt);
    const block = wake === NEVER ? NEVER : Math.max(after + 1, tape.blockFrom(wake));
    return this.#shop.nextBlock(after, limit, block);
  }

  #wakeAt(time: number): void {
    if (time < this.#wake) this.#wake = time;
  }

  #absorbAll(): void {
    const { due, gate, keepers, states, time } = this.#stage;
    for (let position = 0; position < due.size; ) {
      const slot = due.at(position);
      const first = keepers.firstAct(states.wave[slot] as number);
      if (!gate.bars(slot)) {
        if (this.#race.isDeclined(slot, this.#landed)) this.#wakeAt(states.retryAt[slot] as number);
        else if (first > time) this.#wakeAt(first);
        else if (!this.#attempt(slot)) return;
      }
      if (position < due.size && due.at(position) === slot) position++;
    }
  }

  /** Returns whether the block may have room for another call. */
  #attempt(slot: number): boolean {
    const { prices, settlement, states, time, block, recorder } = this.#stage;
    const { reward, retry, absorbGas } = this.#p;
    const view = settlement.look(slot);
    const call = this.#call;
    call.slot = slot;
    call.wave = states.wave[slot] as number;
    // Without a reward somebody still calls, to buy, as long as the collateral would pay the gas many times over.
    call.grossUsd = reward > 0 ? reward : view.collateralUsd;
    const result = this.#race.run(call, time, block);
    recorder?.note({ kind: 'raced', purpose: 'absorb', opportunity: call, result, race: this.#race });
    if (result === WON) {
      this.#absorb(slot);
      return true;
    }
    if (result === NO_ROOM) {
      this.#wakeAt(this.#race.hopeAfter(time));
      return this.#race.hasRoom(absorbGas, time);
    }
    this.#wakeAt(this.#race.decline(slot, prices[settlement.collateralAsset] as number, retry, 1));
    return true;
  }

  /** Takes all collateral and all debt of the account looked at. */
  #absorb(slot: number): void {
    const stage = this.#stage;
    const { accounts, ledger, prices, recorder, settlement, states, tally, tape, time, block } = stage;
    const { debtUsd, collateralUsd } = settlement.view;
    const { debtAsset, collateralAsset } = settlement;
    let [creditUsd, outsideUsd] = [0, 0];
    for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
      const asset = accounts.collateralAsset(slot, entry);
      const units = accounts.collateral(slot, entry);
      creditUsd += units * (prices[asset] as number) * this.#shop.factorOf(asset);
      outsideUsd += units * tape.priceAt(asset, time);
    }
    const surplusUsd = absorbedBalance(-debtUsd, creditUsd);
    const covered = Math.min(1, outsideUsd / debtUsd);
    const costUsd = covered * debtUsd + surplusUsd;
    settlement.count(slot, covered * debtUsd, 1 / this.#shop.factorOf(collateralAsset) - 1);
    this.#race.charge(this.#call, time, block, 0);
    if (this.#p.reward > 0) settlement.payIncentive(this.#p.reward);
    recorder?.note({ kind: 'absorbed', slot, debtUsd, collateralUsd, surplusUsd });
    for (let entry = accounts.collateralEntries(slot) - 1; entry >= 0; entry--) {
      const units = accounts.collateral(slot, entry);
      if (units === 0) continue;
      const asset = accounts.collateralAsset(slot, entry);
      settlement.collateralEntry = entry;
      settlement.collateralAsset = asset;
      settlement.seize(slot, PROTOCOL, units, 0);
      const share = (units * tape.priceAt(asset, time)) / outsideUsd;
      this.#shop.stockUp(asset, debtAsset, units, share * costUsd, states.wave[slot] as number);
    }
    for (let entry = accounts.debtEntries(slot) - 1; entry >= 0; entry--) {
      settlement.debtEntry = entry;
      settlement.debtAsset = accounts.debtAsset(slot, entry);
      const owedUsd = accounts.debt(slot, entry) * (prices[settlement.debtAsset] as number);
      settlement.repay(slot, PROTOCOL, covered * owedUsd);
      if (covered < 1) writeOff(stage, slot, entry, accounts.debt(slot, entry));
    }
    if (surplusUsd > 0) {
      ledger.moveClaim(debtAsset, PROTOCOL, LENDERS, surplusUsd / (prices[debtAsset] as number));
      tally[I.borrowerLossUsd]! -= surplusUsd;
    }
    this.#shop.reservesUsd -= debtUsd + surplusUsd;
    settlement.finish(slot);
  }
}
