/** Where each touched account stands in the course of liquidation, by slot. */
import { doubled } from '../book/accounts.ts';

export const WATCHED = 0;
export const DUE = 1;
export const IN_AUCTION = 2;
export const WRITTEN_OFF = 3;

export class AccountStates {
  status = new Int32Array(256);
  /** Asset of its largest collateral when it became due. */
  asset = new Int32Array(256);
  /** Block in which keepers last tried it. */
  triedIn = new Int32Array(256);
  /** Keepers who declined it look again at this time, ms. */
  retryAt = new Float64Array(256);
  /** The protocol's price of that collateral when it was far from paying, USD; 0 when it nearly paid. */
  declinedPrice = new Float64Array(256);
  /** Wave of keeper reactions that answers it. */
  wave = new Int32Array(256);
  /** Outside price made it due, ms. */
  breachAt = new Float64Array(256);
  /** The protocol's price made it due, ms. */
  dueAt = new Float64Array(256);
  /** First liquidation executed, −1 while none. */
  firstAt = new Float64Array(256);
  /** Since it became due: 1 when that is a cascade, 0 when not, −1 while nobody has asked. */
  cascade = new Int8Array(256);
  /** 1 once any liquidation has touched it on this path. */
  everLiquidated = new Int32Array(256);

  /** Makes a new slot watched. */
  open(slot: number): void {
    if (slot >= this.status.length) this.#grow();
    this.status[slot] = WATCHED;
    this.everLiquidated[slot] = 0;
    this.firstAt[slot] = -1;
    this.triedIn[slot] = -1;
    this.retryAt[slot] = 0;
  }

  #grow(): void {
    this.status = doubled(this.status, 0);
    this.triedIn = doubled(this.triedIn, 0);
    this.retryAt = doubled(this.retryAt, 0);
    this.declinedPrice = doubled(this.declinedPrice, 0);
    this.cascade = doubled(this.cascade, 0);
    this.wave = doubled(this.wave, 0);
    this.asset = doubled(this.asset, 0);
    this.breachAt = doubled(this.breachAt, 0);
    this.dueAt = doubled(this.dueAt, 0);
    this.firstAt = doubled(this.firstAt, 0);
    this.everLiquidated = doubled(this.everLiquidated, 0);
  }
}
