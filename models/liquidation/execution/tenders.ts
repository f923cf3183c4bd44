/**
 * Tenders of due accounts among the members of a closed pool. No keeper and no mempool: bids reach the protocol by themselves, and
 * accounts are settled inside the block, largest debt first.
 */
import type { Fraction, Gas, Millis } from '../../../sim/units.ts';
import { BACKSTOP } from '../../ledger/ledger.ts';
import type { Stage } from '../../world/stage.ts';
import { firstPrice, type Served, type TenderBid, uniformPrice } from '../houses/tender.ts';
import type { Executor } from './executor.ts';
import { type Member, PoolMembers } from './pool-members.ts';

export interface TenderParameters {
  readonly members: readonly Member[];
  readonly payment: 'first-price' | 'uniform';
  readonly least: Fraction;
  readonly penalty: Fraction;
  readonly window: Millis;
  readonly gas: Gas;
  readonly blockShare: Fraction;
  readonly retry: Millis;
}

const NEVER = Number.POSITIVE_INFINITY;

export class TenderExecutor implements Executor {
  readonly engagedUsd = 0;
  readonly usesKeepers = false;
  readonly #stage: Stage;
  readonly #p: TenderParameters;
  readonly #pool: PoolMembers;
  /** Bids for the account at hand, and whose they are. */
  #bids: TenderBid[] = [];
  #bidders: number[] = [];
  #landed = false;
  #again = false;
  #wake = NEVER;

  constructor(stage: Stage, parameters: TenderParameters) {
    this.#stage = stage;
    this.#p = parameters;
    this.#pool = new PoolMembers(stage, parameters.members);
  }

  begin(): void {
    this.#pool.begin();
    this.#landed = false;
    this.#again = false;
    this.#wake = NEVER;
  }

  end(): void {
    this.#pool.end();
  }

  pricesLanded(): void {
    this.#landed = true;
  }

  accountDue(): void {
    this.#again = true;
  }

  act(): void {
    const { due, gate, states, time, recorder } = this.#stage;
    this.#again = false;
    this.#wake = NEVER;
    this.#pool.sellDue();
    const isNew = this.#pool.collect() || this.#landed;
    this.#landed = false;
    if (due.size > 0 && !this.#pool.hasMoney) {
      recorder?.note({ kind: 'declined', slot: due.at(0), why: 'capital', shortfall: 1, rest: 'all' });
      return;
    }
    for (let position = 0; position < due.size; ) {
      const slot = due.at(position);
      const opens = Math.max(
        (states.dueAt[slot] as number) + this.#p.window,
        isNew ? 0 : (states.retryAt[slot] as number),
      );
      if (gate.bars(slot)) position++;
      else if (opens > time) {
        this.#wakeAt(opens);
        position++;
      } else if (!this.#tender(slot)) break;
      else if (position < due.size && due.at(position) === slot) position++;
    }
  }

  nextBlock(after: number): number {
    const { due, tape } = this.#stage;
    if (this.#again && due.size > 0) return after + 1;
    const wake = Math.min(this.#pool.saleAt, due.size > 0 ? Math.min(this.#wake, this.#pool.moneyAt) : NEVER);
    return wake === NEVER ? NEVER : Math.max(after + 1, tape.blockFrom(wake));
  }

  #wakeAt(time: Millis): void {
    if (time < this.#wake) this.#wake = time;
  }

  /** Returns whether the block may have room for another account. */
  #tender(slot: number): boolean {
    const { chain, settlement, size, states, prices, time, recorder } = this.#stage;
    const { gas, blockShare, penalty, payment, retry } = this.#p;
    if (chain.roomOfShare(blockShare) < gas) {
      this.#again = true;
      recorder?.note({ kind: 'declined', slot, why: 'full', shortfall: 1, rest: 'all' });
      return false;
    }
    const view = settlement.look(slot);
    const price = prices[settlement.collateralAsset] as number;
    this.#collectBids(slot, price);
    const best = this.#bids[0];
    const bonus = best === undefined ? 0 : Math.max(0, price / best.price - 1);
    const wanted = Math.min(size.repayUsd(view, bonus), view.pairDebtUsd);
    const held = view.pairCollateralUsd / price;
    const serve = payment === 'uniform' ? uniformPrice : firstPrice;
    const served = wanted > 0 ? serve(this.#bids, wanted * (1 + penalty), held) : [];
    if (served.length === 0) {
      const later = Math.min(
        (Math.floor(time / retry) + 1) * retry,
        this.#pool.nextBid(states.dueAt[slot] as number, time),
      );
      states.retryAt[slot] = later;
      this.#wakeAt(later);
      const why = wanted <= 0 ? 'size' : this.#pool.hasMoney ? 'bids' : 'capital';
      recorder?.note({ kind: 'declined', slot, why, shortfall: 1 });
      return true;
    }
    chain.include(gas);
    this.#settle(slot, served, wanted, bonus);
    return true;
  }

  #collectBids(slot: number, price: number): void {
    const { settlement, states, tape, time } = this.#stage;
    const pool = this.#pool;
    const market = tape.priceAt(settlement.collateralAsset, time);
    this.#bids = [];
    this.#bidders = [];
    for (const member of pool.order) {
      const bid = pool.bidOf(member, market);
      const money = pool.free[member] as number;
      if (money <= 0 || bid < this.#p.least * price || !pool.hasBid(member, states.dueAt[slot] as number, time))
        continue;
      this.#bids.push({ price: bid, money });
      this.#bidders.push(member);
    }
  }

  #settle(slot: number, served: readonly Served[], wanted: number, bonus: number): void {
    const { settlement, states } = this.#stage;
    const { debtAsset, debtEntry, collateralAsset, collateralEntry } = settlement;
    const raised = served.reduce((sum, { money }) => sum + money, 0);
    let debtLeft = Math.min(wanted, raised);
    settlement.count(slot, debtLeft, bonus);
    for (const { bid, units, money } of served) {
      // A sale may have been of another pair.
      settlement.debtAsset = debtAsset;
      settlement.debtEntry = debtEntry;
      settlement.collateralAsset = collateralAsset;
      settlement.collateralEntry = collateralEntry;
      const repaid = Math.min(money, debtLeft);
      if (repaid > 0) settlement.repay(slot, BACKSTOP, repaid);
      if (money > repaid) settlement.payPenalty(BACKSTOP, money - repaid);
      settlement.seize(slot, BACKSTOP, units, 0);
      this.#pool.won(this.#bidders[bid] as number, slot, units, money);
      debtLeft -= repaid;
    }
    if (settlement.finish(slot)) {
      states.retryAt[slot] = 0;
      this.#again = true;
    }
  }
}
