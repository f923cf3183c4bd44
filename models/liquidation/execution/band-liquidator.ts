/** Hard liquidation of a position in bands: what is left of its debt against what is left of its collateral. */
import { NO_ROOM, type OpenOpportunity, openOpportunity, type Race, WON } from '../../keepers/race.ts';
import { KEEPERS } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { liquidatePart } from '../houses/bands.ts';
import type { BandMarket, BandPosition } from './band-market.ts';

export interface HardTerms {
  readonly hardGas: number;
  readonly revertGas: number;
  readonly retry: number;
}

const NEVER = Number.POSITIVE_INFINITY;

export class BandLiquidator {
  readonly #stage: Stage;
  readonly #race: Race;
  readonly #terms: HardTerms;
  readonly #hard: OpenOpportunity;
  /** When keepers look at the position tried last again, ms; Infinity when it is gone. */
  lookAgainAt = NEVER;

  constructor(stage: Stage, race: Race, terms: HardTerms) {
    this.#stage = stage;
    this.#race = race;
    this.#terms = terms;
    this.#hard = openOpportunity(terms.hardGas, terms.revertGas);
  }

  /** A keeper pays what is left of the debt and gets the collateral, or a part of both; returns whether the position is gone. */
  tryLiquidate(market: BandMarket, position: BandPosition, owed: number, units: number): boolean {
    const { keepers, prices, routes, time, block, recorder } = this.#stage;
    this.lookAgainAt = NEVER;
    const { slot, wave, converted } = position;
    const debtPrice = prices[market.debtAsset] as number;
    const route = routes[market.asset] as Route;
    const unitCost = (owed * debtPrice) / units;
    const best = route.bestQuantity(unitCost);
    if (best <= 0) {
      this.lookAgainAt = this.#nextLook();
      recorder?.note({ kind: 'declined', slot, why: 'venue', shortfall: unitCost / route.bidUsd() });
      return false;
    }
    const hard = this.#hard;
    hard.slot = slot;
    hard.wave = wave;
    const part = Math.min(1, best / units);
    hard.outlayUsd = part * owed * debtPrice;
    hard.grossUsd = route.proceedsUsd(part * units) - hard.outlayUsd;
    const result = this.#race.run(hard, time, block);
    recorder?.note({ kind: 'raced', purpose: 'liquidation', opportunity: hard, result, race: this.#race });
    if (result !== WON) {
      const acts = keepers.firstAct(wave);
      this.lookAgainAt = acts > time ? acts : result === NO_ROOM ? this.#race.hopeAfter(time) : this.#nextLook();
      return false;
    }
    const share = part * this.#race.affordableShare;
    const whole = { collateral: units, converted, debt: owed + converted };
    const { left, price } = liquidatePart(whole, share, 1, (prices[market.asset] as number) / debtPrice);
    this.#seize(market, position, units - left.collateral, price * (units - left.collateral) * debtPrice);
    market.withdraw(position, share);
    if (share < 1) this.lookAgainAt = this.#nextLook();
    return share === 1;
  }

  #nextLook(): number {
    return (Math.floor(this.#stage.time / this.#terms.retry) + 1) * this.#terms.retry;
  }

  #seize(market: BandMarket, position: BandPosition, units: number, repaidUsd: number): void {
    const { prices, settlement, tally, time, block, recorder } = this.#stage;
    const { slot, collateralEntry, debtEntry } = position;
    settlement.look(slot);
    settlement.collateralEntry = collateralEntry;
    settlement.collateralAsset = market.asset;
    settlement.debtEntry = debtEntry;
    settlement.debtAsset = market.debtAsset;
    const bonus = Math.max(0, (units * (prices[market.asset] as number)) / repaidUsd - 1);
    settlement.count(slot, repaidUsd, bonus);
    this.#race.charge(this.#hard, time, block, repaidUsd);
    settlement.repay(slot, KEEPERS, repaidUsd);
    settlement.seize(slot, KEEPERS, units, 0);
    const earned = settlement.sell(KEEPERS, units, repaidUsd) - repaidUsd - this.#race.financingUsd;
    tally[I.keeperProfitUsd]! += earned;
    recorder?.note({ kind: 'keeper-earned', slot, usd: earned });
  }
}
