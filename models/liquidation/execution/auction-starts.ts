/**
 * Starting auctions: a keeper that sees a due account starts its auction for tip + chip · (what is to be raised), if that
 * pays its gas; largest debts first, as long as the ceiling leaves room.
 */
import { NO_ROOM, type OpenOpportunity, openOpportunity, type Race, WON } from '../../keepers/race.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Stage } from '../../world/stage.ts';
import { IN_AUCTION } from '../account-states.ts';
import type { AuctionBonds } from './auction-bonds.ts';
import type { AuctionParameters } from './auction-parameters.ts';
import type { Auctions } from './auctions.ts';
import { debtToAuction, startIncentive } from './dutch-house.ts';

const NEVER = Number.POSITIVE_INFINITY;

export class AuctionStarts {
  readonly #stage: Stage;
  readonly #p: AuctionParameters;
  readonly #auctions: Auctions;
  readonly #race: Race;
  readonly #kick: OpenOpportunity;
  readonly #bonds: AuctionBonds | undefined;
  /** When due accounts that were left alone are to be looked at again, ms. */
  lookAgainAt = NEVER;

  constructor(
    stage: Stage,
    parameters: AuctionParameters,
    auctions: Auctions,
    race: Race,
    bonds: AuctionBonds | undefined,
  ) {
    this.#bonds = bonds;
    this.#stage = stage;
    this.#p = parameters;
    this.#auctions = auctions;
    this.#race = race;
    this.#kick = openOpportunity(parameters.kickGas, parameters.revertGas);
  }

  begin(): void {
    this.lookAgainAt = NEVER;
  }

  /** @param landed whether prices landed in this block, so that what was declined may pay now */
  run(landed: boolean): void {
    const { due, keepers, states, time, gate, recorder } = this.#stage;
    this.lookAgainAt = NEVER;
    if (due.size === 0) return;
    const leastGross = this.#race.leastGrossUsd(this.#p.kickGas, time);
    for (let position = 0; position < due.size; ) {
      const slot = due.at(position);
      // Accounts come largest first, and the incentive grows with the debt: what does not pay here pays nowhere after it.
      const most = this.#incentive(due.debtUsd(slot));
      if (most > 0 && most < leastGross) {
        const shortfall = leastGross / most;
        this.#lookAgain(this.#race.lookAgainAt(this.#p.retry, shortfall));
        recorder?.note({ kind: 'declined', slot, why: 'gas', shortfall, ...(due.isByDebt && { rest: 'all' }) });
        if (due.isByDebt) return;
        position++;
        continue;
      }
      const first = keepers.firstAct(states.wave[slot] as number);
      if (gate.bars(slot)) {
        position++;
        continue;
      }
      if (this.#race.isDeclined(slot, landed)) this.#lookAgain(states.retryAt[slot] as number);
      else if (first > time) this.#lookAgain(first);
      else if (!this.#tryStart(slot, leastGross)) return;
      // An account whose auction has started has left its place to the next one.
      if (position < due.size && due.at(position) === slot) position++;
    }
  }

  #lookAgain(time: number): void {
    if (time < this.lookAgainAt) this.lookAgainAt = time;
  }

  /** Returns whether it makes sense to go on with smaller debts. */
  #tryStart(slot: number, leastGross: number): boolean {
    const { settlement, states, size, prices, time, block, recorder } = this.#stage;
    const { penalty, retry, kickGas } = this.#p;
    const view = settlement.look(slot);
    const debt = this.#debtToAuction(Math.min(size.repayUsd(view, penalty), view.pairDebtUsd));
    if (debt <= 0) {
      this.#lookAgain(time + retry);
      recorder?.note({ kind: 'declined', slot, why: 'ceiling', shortfall: 1 });
      return true;
    }
    if (this.#auctions.open > 0 && this.#auctions.raisingUsd + debt * (1 + penalty) > this.#p.ceiling) {
      this.#lookAgain(time + retry);
      recorder?.note({ kind: 'declined', slot, why: 'ceiling', shortfall: 1 });
      return true;
    }
    const incentive = this.#incentive(debt);
    this.#kick.slot = slot;
    this.#kick.wave = states.wave[slot] as number;
    // Without an incentive somebody still starts it, as long as the collateral would pay the gas many times over.
    this.#kick.grossUsd = incentive > 0 ? incentive : view.pairCollateralUsd;
    if (this.#bonds !== undefined && !this.#mayGain(this.#bonds, slot, debt)) return true;
    const opportunity = this.#kick;
    const result = this.#race.run(opportunity, time, block);
    recorder?.note({
      ...{ kind: 'raced', purpose: 'start', result, race: this.#race },
      opportunity: incentive > 0 ? opportunity : { ...opportunity, grossUsd: 0 },
    });
    if (result === WON) {
      this.#start(slot, debt, incentive);
      return true;
    }
    if (result === NO_ROOM) {
      this.#lookAgain(this.#race.hopeAfter(time));
      const hasRoom = this.#race.hasRoom(kickGas, time);
      if (!hasRoom) recorder?.note({ kind: 'declined', slot, why: 'full', shortfall: 1, rest: 'all' });
      return hasRoom;
    }
    const price = prices[settlement.collateralAsset] as number;
    this.#lookAgain(this.#race.decline(slot, price, retry, leastGross / this.#kick.grossUsd));
    return true;
  }

  /** With a bond nobody starts what it would lose by: it waits for a price. */
  #mayGain(bonds: AuctionBonds, slot: number, debtUsd: number): boolean {
    const { accounts, prices, settlement, tape, time, recorder } = this.#stage;
    const { collateralAsset: asset, collateralEntry, view } = settlement;
    const units = (debtUsd / view.pairDebtUsd) * accounts.collateral(slot, collateralEntry);
    this.#kick.grossUsd = bonds.expected(debtUsd, units, tape.priceAt(asset, time)) + this.#incentive(debtUsd);
    this.#kick.outlayUsd = bonds.amountFor(debtUsd);
    if (this.#kick.grossUsd > 0) return true;
    this.#lookAgain(this.#race.decline(slot, prices[asset] as number, this.#p.retry, NEVER));
    recorder?.note({ kind: 'declined', slot, why: 'bond', shortfall: 1 });
    return false;
  }

  /** What fits into the hole; all of it without one. */
  #debtToAuction(debtUsd: number): number {
    const { hole, penalty, dust } = this.#p;
    if (hole === Number.POSITIVE_INFINITY) return debtUsd;
    return debtToAuction(debtUsd, { room: hole - this.#auctions.raisingUsd, penalty, dust });
  }

  #incentive(debtUsd: number): number {
    return startIncentive(debtUsd * (1 + this.#p.penalty), this.#p.tip, this.#p.chip);
  }

  /** Opens the auction of the account looked at: its collateral in proportion to the debt that is to be covered. */
  #start(slot: number, debtUsd: number, incentive: number): void {
    const { due, healing, settlement, states, accounts, prices, tally, time, block, recorder } = this.#stage;
    this.#race.charge(this.#kick, time, block, this.#kick.outlayUsd);
    if (incentive > 0) settlement.payIncentive(incentive);
    due.remove(slot);
    healing.forget(slot);
    states.status[slot] = IN_AUCTION;
    const asset = settlement.collateralAsset;
    const share = debtUsd / settlement.view.pairDebtUsd;
    const lot = {
      slot,
      wave: states.wave[slot] as number,
      asset,
      collateralEntry: settlement.collateralEntry,
      debtEntry: settlement.debtEntry,
      debtAsset: settlement.debtAsset,
      units: share * accounts.collateral(slot, settlement.collateralEntry),
      debtUsd,
      penaltyUsd: debtUsd * this.#p.penalty,
    };
    this.#bonds?.post(lot);
    const base = this.#bonds?.neutralOf(lot.debtUsd, lot.units) ?? (prices[asset] as number);
    const askUsd = base * this.#p.buffer;
    this.#auctions.start(lot, askUsd, time);
    tally[I.auctionsStarted]! += 1;
    recorder?.note({ kind: 'auction-started', ...lot, askUsd });
  }
}
