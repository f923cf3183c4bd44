/**
 * EIP-1559: base' = base · (1 + maxStep · (used - target)/target), `used` as a share of the gas limit, and at least one wei
 * more when blocks are fuller than the target. In real numbers, or with each step floored to whole wei as on chain; at
 * gwei prices the difference is below 1e-9. A chain may have a least base fee.
 */
import type { Gwei } from '../../sim/units.ts';
import type { FeeMarket } from '../model.ts';
import type { Tape } from '../tape/tape.ts';

/** In gwei. */
const ONE_WEI = 1e-9;
const WEI_PER_GWEI = 1e9;
/** Relative: a division that misses a whole number by rounding means that number. */
const ROUNDING = 1e-12;

/** Base fee of the next block. @param used share of the gas limit that this block used, in [0, 1] */
export function nextBaseFee(baseFee: Gwei, used: number, fee: FeeMarket): Gwei {
  const change = (baseFee * fee.maxStep * (used - fee.target)) / fee.target;
  const isFuller = used > fee.target;
  let next: Gwei;
  if (fee.isWholeWei) next = stepInWei(baseFee, change, Math.abs(used - fee.target) < ROUNDING ? undefined : isFuller);
  else next = isFuller ? baseFee + Math.max(ONE_WEI, change) : baseFee + change;
  return fee.minimum !== undefined && next < fee.minimum ? fee.minimum : next;
}

/** @param isFuller whether the block was fuller than the target; undefined when it met it */
function stepInWei(baseFee: Gwei, change: Gwei, isFuller: boolean | undefined): Gwei {
  if (isFuller === undefined) return baseFee;
  const wei = Math.round(baseFee * WEI_PER_GWEI);
  const step = Math.floor(Math.abs(change) * WEI_PER_GWEI * (1 + ROUNDING));
  return (isFuller ? wei + Math.max(1, step) : Math.max(0, wei - step)) / WEI_PER_GWEI;
}

/** Share of a block that others fill at `price` when `clearing` is the price at which they fill it exactly. */
export function demandShare(price: number, clearing: number, elasticity: number): number {
  if (clearing <= 0) return 0;
  if (price <= clearing) return 1;
  if (elasticity === 1) return clearing / price;
  return Math.exp(-elasticity * Math.log(price / clearing));
}

/** Base fee at which the demand of others meets the target, not below the least there is. */
export function restingBaseFee(clearing: Gwei, fee: FeeMarket, elasticity: number): Gwei {
  const resting = clearing * Math.exp(-Math.log(fee.target) / elasticity);
  const rounded = fee.isWholeWei ? Math.round(resting * WEI_PER_GWEI) / WEI_PER_GWEI : resting;
  return Math.max(rounded, fee.minimum ?? 0);
}

/** Writes the base fee that others alone would cause; it starts where their demand meets the target. */
export function fillBaseFee(tape: Tape, fee: FeeMarket, elasticity: number): void {
  const { blockCount, windowMillis } = tape;
  const { times } = tape.blocks;
  if (tape.baseFee === undefined || tape.baseFee.length < blockCount) tape.baseFee = new Float64Array(times.length);
  const column = tape.baseFee;
  // A number for certain: V8 keeps what a call returned as an object from block to block otherwise.
  let baseFee = +restingBaseFee(tape.gasAt(0), fee, elasticity);
  let block = 0;
  for (let window = 0; block < blockCount; window++) {
    const clearing = tape.gas[window] as number;
    const end = (window + 1) * windowMillis;
    while (block < blockCount && (times[block] as number) < end) {
      column[block++] = baseFee;
      const next = nextBaseFee(baseFee, demandShare(baseFee, clearing, elasticity), fee);
      if (next === baseFee) {
        // At rest until demand changes: many blocks of a fast chain need no work.
        while (block < blockCount && (times[block] as number) < end) column[block++] = baseFee;
        break;
      }
      baseFee = next;
    }
  }
}
