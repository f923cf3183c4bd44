/**
 * The monolithic engine: checks and closes happen inside the block that lands the price, oldest and worst first, and sell
 * straight into the venue. What does not fit into its share of the block's gas spills into the next blocks; meanwhile
 * traders wait (a stall).
 */
import { PROTOCOL } from '../../ledger/ledger.ts';
import type { Execution } from '../../model.ts';
import { OUTCOME_INDEX as I } from '../../outcome.ts';
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';
import type { Executor } from './executor.ts';

type Parameters = Extract<Execution, { kind: 'synchronous' }>;

export class SynchronousExecutor implements Executor {
  readonly engagedUsd = 0;
  readonly #stage: Stage;
  readonly #p: Parameters;
  readonly #queue: number[] = [];
  readonly #health: number[] = [];
  #stalledSince = -1;

  constructor(stage: Stage, parameters: Parameters) {
    this.#stage = stage;
    this.#p = parameters;
  }

  begin(): void {
    this.#stalledSince = -1;
  }

  pricesLanded(): void {}

  accountDue(): void {}

  act(): void {
    const { due, chain, tally, time } = this.#stage;
    if (due.size > 0) {
      this.#sortQueue();
      const gas = this.#p.checkGas + this.#p.closeGas;
      for (const slot of this.#queue) {
        if (chain.roomOfShare(this.#p.blockShare) < gas) break;
        chain.include(gas);
        this.#closeAccount(slot);
      }
    }
    if (due.size > 0) {
      tally[I.stalledBlocks]! += 1;
      if (this.#stalledSince < 0) this.#stalledSince = time;
    } else if (this.#stalledSince >= 0) {
      tally[I.stallSeconds]! += (time - this.#stalledSince) / 1000;
      this.#stalledSince = -1;
    }
  }

  nextBlock(after: number): number {
    return this.#stage.due.size > 0 ? after + 1 : Number.POSITIVE_INFINITY;
  }

  /** Oldest first; among accounts of one landing the lowest health factor first, then the slot. */
  #sortQueue(): void {
    const { due, states, margin, prices } = this.#stage;
    const queue = this.#queue;
    queue.length = 0;
    for (let i = 0; i < due.size; i++) {
      const slot = due.at(i);
      margin.read(slot, prices);
      this.#health[slot] = margin.healthFactor;
      queue.push(slot);
    }
    queue.sort(
      (a, b) =>
        (states.dueAt[a] as number) - (states.dueAt[b] as number) ||
        (this.#health[a] as number) - (this.#health[b] as number) ||
        a - b,
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
      if (proceeds > repaid) settlement.payPenalty(PROTOCOL, proceeds - repaid);
      wanted -= repaid;
    }
    settlement.finish(slot);
  }
}
