/**
 * Batch auctions of liquidated collateral. At the first block of each period all due accounts that a keeper has noticed are put up, one lot
 * for each pair of collateral and debt; bids are sealed, and all who are served pay the price at which the lot clears.
 */
import type { Fraction, Gas, Millis, Usd } from '../../../sim/units.ts';
import type { KeeperGroup } from '../../keepers/keeper-group.ts';
import { makeRace } from '../../keepers/make-race.ts';
import type { Race } from '../../keepers/race.ts';
import { KEEPERS } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { clear, servingOrder } from '../houses/batch-house.ts';
import { BatchBidders, type LotBid } from './batch-bidders.ts';
import type { Executor } from './executor.ts';

export interface BatchParameters {
  readonly every: Millis;
  readonly least: Fraction;
  readonly penalty: Fraction;
  readonly gas: Gas;
}

interface Part {
  readonly slot: number;
  readonly collateralEntry: number;
  readonly debtEntry: number;
  readonly units: number;
  readonly debtUsd: Usd;
}

interface Lot {
  readonly asset: number;
  readonly debtAsset: number;
  /** The first wave that has noticed any of it. */
  wave: number;
  units: number;
  readonly parts: Part[];
}

const NEVER = Number.POSITIVE_INFINITY;

export class BatchExecutor implements Executor {
  readonly engagedUsd = 0;
  readonly usesKeepers = true;
  readonly #stage: Stage;
  readonly #p: BatchParameters;
  readonly #race: Race;
  readonly #bidders: BatchBidders;
  /** When the next batch closes, ms. */
  #closesAt = 0;

  constructor(stage: Stage, parameters: BatchParameters) {
    this.#stage = stage;
    this.#p = parameters;
    this.#race = makeRace(stage);
    this.#bidders = new BatchBidders(stage, parameters.gas);
  }

  begin(): void {
    this.#race.begin();
    this.#closesAt = 0;
  }

  end(): void {
    this.#race.end();
  }

  pricesLanded(): void {}

  accountDue(): void {}

  act(): void {
    const { due, time } = this.#stage;
    if (due.size > 0 && time >= this.#closesAt) for (const lot of this.#lots()) this.#auction(lot);
    if (time >= this.#closesAt) this.#closesAt = (Math.floor(time / this.#p.every) + 1) * this.#p.every;
  }

  nextBlock(after: number): number {
    const { due, tape } = this.#stage;
    return due.size === 0 ? NEVER : Math.max(after + 1, tape.blockFrom(this.#closesAt));
  }

  /** What is put up now. */
  #lots(): Lot[] {
    const { accounts, due, gate, keepers, prices, settlement, size, states, time } = this.#stage;
    const { least, penalty } = this.#p;
    const lots: Lot[] = [];
    for (let position = 0; position < due.size; position++) {
      const slot = due.at(position);
      const wave = states.wave[slot] as number;
      if (gate.bars(slot) || keepers.firstAct(wave) > time) continue;
      const view = settlement.look(slot);
      const { collateralAsset: asset, collateralEntry, debtAsset, debtEntry } = settlement;
      const debtUsd = Math.min(size.repayUsd(view, 1 / least - 1), view.pairDebtUsd);
      if (debtUsd <= 0) continue;
      const leastUsd = least * (prices[asset] as number);
      const units = Math.min(accounts.collateral(slot, collateralEntry), (debtUsd * (1 + penalty)) / leastUsd);
      let lot = lots.find((one) => one.asset === asset && one.debtAsset === debtAsset);
      if (lot === undefined) {
        lot = { asset, debtAsset, wave, units: 0, parts: [] };
        lots.push(lot);
      }
      lot.wave = Math.min(lot.wave, wave);
      lot.units += units;
      lot.parts.push({ slot, collateralEntry, debtEntry, units, debtUsd });
    }
    return lots;
  }

  #auction(lot: Lot): void {
    const { prices, routes, recorder, time } = this.#stage;
    const route = routes[lot.asset] as Route;
    route.settle(time);
    const least = this.#p.least * (prices[lot.asset] as number);
    // Beyond this the venue pays less than the least price.
    const quantity = Math.min(lot.units, route.bestQuantity(least));
    const bids = quantity > 0 ? this.#bidders.collect(lot.wave, route, quantity, least) : [];
    if (bids.length === 0) {
      const why = quantity > 0 ? 'bids' : 'venue';
      recorder?.note({ kind: 'declined', slot: (lot.parts[0] as Part).slot, why, shortfall: 1, rest: 'collateral' });
      return;
    }
    const clearing = clear(quantity, least * quantity, bids);
    const price = clearing.money / clearing.units;
    const share = Math.min(1, clearing.sold / lot.units);
    const raising = 1 + this.#p.penalty;
    const units = lot.parts.map((part) => Math.min(share * part.units, (part.debtUsd * raising) / price));
    const [first, financing] = this.#charge(
      bids,
      units.reduce((a, b) => a + b, 0),
      price,
    );
    this.#stage.tally[I.keeperProfitUsd]! -= financing;
    lot.parts.forEach((part, at) => {
      this.#settle(lot, part, units[at] as number, price, first);
    });
  }

  /** Bidders pay in the order in which they are served. Returns the first of them, and what flash loans cost. */
  #charge(bids: readonly LotBid[], units: number, price: Usd): [number, Usd] {
    const { chain, keepers, settlement, time, block } = this.#stage;
    let [left, first, financing] = [units, -1, 0];
    for (const index of servingOrder(bids)) {
      if (left <= 0) break;
      const { bidder, group, money, gasPrice } = bids[index] as LotBid;
      const taken = Math.min(left, money / price);
      left -= taken;
      if (first < 0) first = bidder;
      keepers.spend(bidder, block, taken * price);
      keepers.noteSent(bidder, block);
      financing += taken * price * (keepers.groups[group] as KeeperGroup).loanFee;
      chain.include(this.#p.gas);
      settlement.payGas(this.#p.gas, gasPrice, time);
    }
    return [first, financing];
  }

  #settle({ asset, debtAsset }: Lot, part: Part, units: number, price: Usd, keeper: number): void {
    const { settlement, states, keepers, prices, tally, time, recorder } = this.#stage;
    const { slot, debtUsd } = part;
    settlement.look(slot);
    settlement.collateralEntry = part.collateralEntry;
    settlement.collateralAsset = asset;
    settlement.debtEntry = part.debtEntry;
    settlement.debtAsset = debtAsset;
    const paid = Math.min(units * price, debtUsd * (1 + this.#p.penalty));
    const repaid = Math.min(paid, debtUsd);
    recorder?.note({ kind: 'auction-taken', slot, asset, units, askUsd: price, debtUsd, keeper });
    settlement.count(slot, repaid, Math.max(0, (prices[asset] as number) / price - 1));
    settlement.repay(slot, KEEPERS, repaid);
    if (paid > repaid) settlement.payPenalty(KEEPERS, paid - repaid);
    settlement.seize(slot, KEEPERS, units, 0);
    const usd = settlement.sell(KEEPERS, units, paid) - paid;
    tally[I.keeperProfitUsd]! += usd;
    recorder?.note({ kind: 'keeper-earned', slot, usd });
    if (settlement.finish(slot)) states.wave[slot] = keepers.startWave(time);
  }
}
