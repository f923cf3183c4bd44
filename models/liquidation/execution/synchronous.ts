/**
 * The monolithic engine: checks and closes happen inside the block that lands the price, oldest and worst first, and sell
 * straight into the venue. What does not fit into its share of the block's gas spills into the next blocks; meanwhile
 * traders wait (a stall).
 */
import type { Fraction, Gas } from '../../../sim/units.ts';
import { PROTOCOL } from '../../ledger/ledger.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import { DUE } from '../account-states.ts';
import type { Executor } from './executor.ts';

/** Shares of the proceeds below this are rounding. */
const ROUNDING = 1e-12;

interface Parameters {
  readonly checkGas: Gas;
  readonly closeGas: Gas;
  /** Largest share of a block that the engine may take. */
  readonly blockShare: Fraction;
}

export class SynchronousExecutor implements Executor {
  readonly engagedUsd = 0;
  readonly usesKeepers = false;
  readonly #stage: Stage;
  readonly #p: Parameters;
  readonly #queue: number[] = [];
  readonly #health: number[] = [];
  readonly #again: number[] = [];
  /** Accounts that the gate does not let through, and how many there were in the last block. */
  readonly #barred: number[] = [];
  #barredCount = 0;
  #sorted = true;
  #stalledSince = -1;

  constructor(stage: Stage, parameters: Parameters) {
    this.#stage = stage;
    this.#p = parameters;
  }

  begin(): void {
    this.#stalledSince = -1;
    this.#queue.length = 0;
    this.#barredCount = 0;
    this.#sorted = true;
  }

  pricesLanded(): void {}

  accountDue(slot: number): void {
    const { margin, prices } = this.#stage;
    margin.read(slot, prices);
    this.#health[slot] = margin.healthFactor;
    this.#queue.push(slot);
    this.#sorted = false;
  }

  act(): void {
    const { due, chain, states, tally, time, gate } = this.#stage;
    if (due.size > 0) {
      this.#sortQueue();
      const gas = this.#p.checkGas + this.#p.closeGas;
      let done = 0;
      for (; done < this.#queue.length; done++) {
        const slot = this.#queue[this.#queue.length - 1 - done] as number;
        // Healed meanwhile; should it become due again, it queues again.
        if (states.status[slot] !== DUE) continue;
        if (gate.bars(slot)) {
          this.#barred.push(slot);
          continue;
        }
        if (chain.roomOfShare(this.#p.blockShare) < gas) break;
        chain.include(gas);
        this.#closeAccount(slot);
      }
      this.#queue.length -= done;
      this.#barredCount = this.#barred.length;
      for (const slot of this.#barred) this.accountDue(slot);
      this.#barred.length = 0;
      for (const slot of this.#again) this.accountDue(slot);
      this.#again.length = 0;
    }
    if (due.size > this.#barredCount) {
      tally[I.stalledBlocks]! += 1;
      if (this.#stalledSince < 0) this.#stalledSince = time;
    } else this.end();
  }

  /** Ends a stall, if there is one. */
  end(): void {
    const { tally, time } = this.#stage;
    if (this.#stalledSince < 0) return;
    tally[I.stallSeconds]! += (time - this.#stalledSince) / 1000;
    this.#stalledSince = -1;
  }

  nextBlock(after: number): number {
    return this.#stage.due.size > this.#barredCount ? after + 1 : Number.POSITIVE_INFINITY;
  }

  /** Last in the array is next: the oldest, among one landing's accounts the lowest health factor then, then the slot. */
  #sortQueue(): void {
    if (this.#sorted) return;
    this.#sorted = true;
    const { states } = this.#stage;
    this.#queue.sort(
      (a, b) =>
        (states.dueAt[b] as number) - (states.dueAt[a] as number) ||
        (this.#health[b] as number) - (this.#health[a] as number) ||
        b - a,
    );
  }

  /** Sells the pair's collateral until the size rule's debt is covered, and the next collateral if that was not enough. */
  #closeAccount(slot: number): void {
    const { settlement, size, discount, routes, accounts, time } = this.#stage;
    let view = settlement.look(slot);
    const bonus = discount.bonus(view);
    let wanted = Math.min(size.repayUsd(view, bonus), view.debtUsd);
    settlement.count(slot, wanted, bonus);
    for (let round = accounts.collateralEntries(slot) + accounts.debtEntries(slot); round > 0; round--) {
      view = settlement.look(slot);
      if (wanted <= 0 || view.pairCollateralUsd === 0 || view.pairDebtUsd === 0) break;
      const repay = Math.min(wanted, view.pairDebtUsd);
      const route = routes[settlement.collateralAsset] as Route;
      route.settle(time);
      const held = accounts.collateral(slot, settlement.collateralEntry);
      const units = Math.min(held, route.quantityFor(repay * (1 + bonus)));
      settlement.seize(slot, PROTOCOL, units, 0);
      const proceeds = settlement.sell(PROTOCOL, units);
      // What covers the debt within rounding covers it: no account is left owing a millionth of a cent.
      const repaid = units < held ? repay : Math.min(repay, proceeds);
      settlement.repay(slot, PROTOCOL, repaid);
      if (proceeds - repaid > ROUNDING * proceeds) settlement.payPenalty(PROTOCOL, proceeds - repaid);
      wanted -= repaid;
    }
    // Still due, because the size rule took only a part: it queues again, for a later block.
    if (settlement.finish(slot)) this.#again.push(slot);
  }
}
