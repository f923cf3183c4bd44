/**
 * The accounts that are due and not yet dealt with, in the order in which keepers look at them: largest debt first, unless the engine that
 * carries liquidations out says otherwise.
 */
import type { Usd } from '../../sim/units.ts';
import { doubled } from '../book/accounts.ts';

export class DueSet {
  size = 0;
  /** Debt of all of them, USD. */
  totalUsd: Usd = 0;
  #order = new Int32Array(64);
  /** By slot: debt when added, USD. */
  #debtUsd = new Float64Array(256);
  /** By slot: what it is ordered by. The same column where that is the debt. */
  #priority = this.#debtUsd;
  readonly #priorityOf: ((slot: number) => number) | undefined;

  /** @param priorityOf asked when an account is added, highest first and the lowest slot among equals; its debt when left out */
  constructor(priorityOf?: (slot: number) => number) {
    this.#priorityOf = priorityOf;
    if (priorityOf !== undefined) this.#priority = new Float64Array(256);
  }

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
    while (slot >= this.#debtUsd.length) this.#grow();
    if (this.size === this.#order.length) this.#order = doubled(this.#order, 0);
    this.#debtUsd[slot] = debtUsd;
    if (this.#priorityOf !== undefined) this.#priority[slot] = this.#priorityOf(slot);
    const position = this.#positionOf(slot);
    this.#order.copyWithin(position + 1, position, this.size);
    this.#order[position] = slot;
    this.size++;
    this.totalUsd += debtUsd;
  }

  remove(slot: number): void {
    const debtUsd = this.#debtUsd[slot] as number;
    const position = this.#positionOf(slot);
    this.#order.copyWithin(position, position + 1, this.size);
    this.size--;
    // An empty set has no debt, whatever rounding has left.
    this.totalUsd = this.size === 0 ? 0 : this.totalUsd - debtUsd;
  }

  #grow(): void {
    const isOne = this.#priority === this.#debtUsd;
    this.#debtUsd = doubled(this.#debtUsd, 0);
    this.#priority = isOne ? this.#debtUsd : doubled(this.#priority, 0);
  }

  /** First position whose entry does not come before the slot's. */
  #positionOf(slot: number): number {
    const priorities = this.#priority;
    const priority = priorities[slot] as number;
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#order[middle] as number;
      const before = priorities[other] as number;
      if (before > priority || (before === priority && other < slot)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
