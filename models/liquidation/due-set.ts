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
  /** Slots in order, from `start` on: most come and go at the front, and then nothing else moves. */
  private order = new Int32Array(64);
  private start = 0;
  /** By slot: debt when added, USD. */
  private debts = new Float64Array(256);
  /** By slot: what it is ordered by. The same column where that is the debt. */
  private priority = this.debts;
  /** Whether nobody that comes later owes more. */
  readonly isByDebt: boolean;
  private readonly priorityOf: ((slot: number) => number) | undefined;

  /** @param priorityOf asked when an account is added, highest first and the lowest slot among equals; its debt when left out */
  constructor(priorityOf?: (slot: number) => number) {
    this.priorityOf = priorityOf;
    this.isByDebt = priorityOf === undefined;
    if (priorityOf !== undefined) this.priority = new Float64Array(256);
  }

  clear(): void {
    this.size = 0;
    this.start = 0;
    this.totalUsd = 0;
  }

  /** Slot at a position, 0 being the largest debt. */
  at(position: number): number {
    return this.order[this.start + position] as number;
  }

  debtUsd(slot: number): Usd {
    return this.debts[slot] as number;
  }

  add(slot: number, debtUsd: Usd): void {
    while (slot >= this.debts.length) this.grow();
    this.debts[slot] = debtUsd;
    if (this.priorityOf !== undefined) this.priority[slot] = this.priorityOf(slot);
    const position = this.positionOf(slot);
    this.makeRoom(position);
    this.order[this.start + position] = slot;
    this.size++;
    this.totalUsd += debtUsd;
  }

  remove(slot: number): void {
    const debtUsd = this.debts[slot] as number;
    const position = this.positionOf(slot);
    this.fillHole(position);
    this.size--;
    // An empty set has no debt, whatever rounding has left.
    this.totalUsd = this.size === 0 ? 0 : this.totalUsd - debtUsd;
  }

  private grow(): void {
    const isOne = this.priority === this.debts;
    this.debts = doubled(this.debts, 0);
    this.priority = isOne ? this.debts : doubled(this.priority, 0);
  }

  /** Makes room at a position: the shorter side moves. */
  private makeRoom(position: number): void {
    if (this.start > 0 && 2 * position < this.size) {
      const first = --this.start;
      for (let at = first; at < first + position; at++) this.order[at] = this.order[at + 1] as number;
      return;
    }
    if (this.start + this.size === this.order.length) this.recentre();
    for (let at = this.start + this.size; at > this.start + position; at--) {
      this.order[at] = this.order[at - 1] as number;
    }
  }

  /** Fills the hole at a position: the shorter side moves. */
  private fillHole(position: number): void {
    if (2 * position < this.size) {
      for (let at = this.start + position; at > this.start; at--) this.order[at] = this.order[at - 1] as number;
      this.start++;
      return;
    }
    const last = this.start + this.size - 1;
    for (let at = this.start + position; at < last; at++) this.order[at] = this.order[at + 1] as number;
  }

  /** Puts the entries into the middle of the memory, of twice the size where they fill half of it. */
  private recentre(): void {
    const old = this.order;
    const order = 2 * this.size > old.length ? new Int32Array(2 * old.length) : old.slice();
    const start = (order.length - this.size) >> 1;
    for (let i = 0; i < this.size; i++) order[start + i] = old[this.start + i] as number;
    this.order = order;
    this.start = start;
  }

  /** First position whose entry does not come before the slot's. */
  private positionOf(slot: number): number {
    const priorities = this.priority;
    const priority = priorities[slot] as number;
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.order[this.start + middle] as number;
      const before = priorities[other] as number;
      if (before > priority || (before === priority && other < slot)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
