import type { Gwei, Millis, Usd } from '../../sim/units.ts';

/** A report on its way. Slots of flights are reused. */
export interface Flight {
  value: Usd;
  tick: number;
  submitted: Millis;
  bid: Gwei;
  offeredAt: Millis;
  /** No block before this one has a place for its bid. */
  hopefulFrom: number;
}
