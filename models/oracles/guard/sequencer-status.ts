/**
 * Whether a protocol on a rollup acts while the rollup's sequencer is down or has just come back (Aave's price oracle
 * sentinel): not while it is down, nor until `grace` has passed after it came up. A liquidation is allowed all the same
 * where the account's health factor is below a limit.
 *
 * Source: aave-dao/aave-v3-origin, PriceOracleSentinel.sol and ValidationLogic.sol.
 */
import type { Millis } from '../../../sim/units.ts';

/** @param changedAt when the sequencer went up or down last */
export function isUpAndSettled(down: boolean, changedAt: Millis, now: Millis, grace: Millis): boolean {
  return !down && now - changedAt > grace;
}

/** Whether an account may be liquidated: `isWorse` says that its health factor is below the limit. */
export function mayLiquidate(down: boolean, changedAt: Millis, now: Millis, grace: Millis, isWorse: boolean): boolean {
  return isWorse || isUpAndSettled(down, changedAt, now, grace);
}
