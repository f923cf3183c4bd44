/**
 * A protocol that takes accounts over in the manner of Compound III. A keeper absorbs each due account as soon as it sees it; the
 * protocol owns the collateral from then on and bears its price. Keepers buy it from the storefront while that is open and the
 * venue pays more than it asks.
 */
import { type OpenOpportunity, openOpportunity, WON } from '../../keepers/race.ts';
import { LENDERS, PROTOCOL } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Stage } from '../../world/stage.ts';
import { absorbedBalance } from '../houses/storefront.ts';
import { writeOff } from '../write-off.ts';
import { CallingExecutor } from './calling-executor.ts';
import { Shop, type ShopTerms } from './shop.ts';

export interface AbsorberParameters extends ShopTerms {
  readonly reward: number;
  readonly absorbGas: number;
}

export class AbsorberExecutor extends CallingExecutor {
  readonly #p: AbsorberParameters;
  readonly #call: OpenOpportunity;
  readonly #shop: Shop;

  constructor(stage: Stage, parameters: AbsorberParameters) {
    super(stage);
    this.#p = parameters;
    this.#call = openOpportunity(parameters.absorbGas, parameters.revertGas);
    this.#shop = new Shop(stage, parameters, this.race);
  }

  override begin(): void {
    super.begin();
    this.#shop.begin();
  }

  override end(): void {
    super.end();
    this.#shop.end();
  }

  protected work(): void {
    this.callForDue();
    this.#shop.sell(this.landed);
  }

  override nextBlock(after: number, limit: number): number {
    return this.#shop.nextBlock(after, limit, super.nextBlock(after, limit));
  }

  protected call(slot: number): boolean {
    const { settlement, states, time, block, recorder } = this.stage;
    const { reward, retry, absorbGas } = this.#p;
    const view = settlement.look(slot);
    const call = this.#call;
    call.slot = slot;
    call.wave = states.wave[slot] as number;
    // Without a reward somebody still calls, to buy, as long as the collateral would pay the gas many times over.
    call.grossUsd = reward > 0 ? reward : view.collateralUsd;
    const result = this.race.run(call, time, block);
    recorder?.note({ kind: 'raced', purpose: 'absorb', opportunity: call, result, race: this.race });
    if (result === WON) {
      this.#absorb(slot);
      return true;
    }
    return this.turnAway(slot, result, absorbGas, retry);
  }

  /** Takes all collateral and all debt of the account looked at. */
  #absorb(slot: number): void {
    const stage = this.stage;
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
    this.race.charge(this.#call, time, block, 0);
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
