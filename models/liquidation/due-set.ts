/** The accounts that are due and not yet dealt with, largest debt first: what keepers look at, in the order in which they do. */
import type { Usd } from '../../sim/units.ts';
import { doubled } from '../book/accounts.ts';

export class DueSet {
  size = 0;
  /** Debt of all of them, USD. */
  totalUsd: Usd = 0;
  #order = new Int32Array(64);
  /** By slot: debt when added, USD. */
  #debtUsd = new Float64Array(256);

  clear(): void {
    this.size = 0;
    this.totalUsd = 0;
  }

  /** Slot at a position, 0 being the largest debt. */
  at(position: number): number {
    return this.#order[position] as number;
  }

  debtUsd(slot: number): Usd {
    return this.#debtUsd[slot] as number;
  }

  add(slot: number, debtUsd: Usd): void {
    while (slot >= this.#debtUsd.length) this.#debtUsd = doubled(this.#debtUsd, 0);
    if (this.size === this.#order.length) this.#order = doubled(this.#order, 0);
    this.#debtUsd[slot] = debtUsd;
    const position = this.#positionOf(slot, debtUsd);
    this.#order.copyWithin(position + 1, position, this.size);
    this.#order[position] = slot;
    this.size++;
    this.totalUsd += debtUsd;
  }

  remove(slot: number): void {
    const debtUsd = this.#debtUsd[slot] as number;
    const position = this.#positionOf(slot, debtUsd);
    this.#order.copyWithin(position, position + 1, this.size);
    this.size--;
    // An empty set has no debt, whatever rounding has left.
    this.totalUsd = this.size === 0 ? 0 : this.totalUsd - debtUsd;
  }

  /** First position whose entry does not come before (debt, slot). */
  #positionOf(slot: number, debtUsd: Usd): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#order[middle] as number;
      const otherDebt = this.#debtUsd[other] as number;
      if (otherDebt > debtUsd || (otherDebt === debtUsd && other < slot)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
