/**
 * EIP-1559 in real numbers: base' = base · (1 + maxStep · (used − target)/target), `used` as a share of the gas limit, and
 * at least one wei more when blocks are fuller than the target. (The protocol floors each step to whole wei; at gwei
 * prices the difference is below 1e-9.)
 */
import type { FeeMarket } from '../model.ts';
import type { Tape } from '../tape/tape.ts';

/** In gwei. */
const ONE_WEI = 1e-9;

/** Base fee of the next block. @param used share of the gas limit that this block used, in [0, 1] */
export function nextBaseFee(baseFee: number, used: number, fee: FeeMarket): number {
  const change = (baseFee * fee.maxStep * (used - fee.target)) / fee.target;
  return used > fee.target ? baseFee + Math.max(ONE_WEI, change) : baseFee + change;
}

/** Share of a block that others fill at `price` when `clearing` is the price at which they fill it exactly. */
export function demandShare(price: number, clearing: number, elasticity: number): number {
  if (clearing <= 0) return 0;
  if (price <= clearing) return 1;
  if (elasticity === 1) return clearing / price;
  return Math.exp(-elasticity * Math.log(price / clearing));
}

/** Writes the base fee that others alone would cause; it starts where their demand meets the target. */
export function fillBaseFee(tape: Tape, fee: FeeMarket, elasticity: number): void {
  if (tape.baseFee === undefined || tape.baseFee.length < tape.blockCount) {
    tape.baseFee = new Float64Array(tape.blocks.times.length);
  }
  const { times } = tape.blocks;
  let baseFee = tape.gasAt(0) * Math.exp(-Math.log(fee.target) / elasticity);
  for (let block = 0; block < tape.blockCount; block++) {
    tape.baseFee[block] = baseFee;
    baseFee = nextBaseFee(baseFee, demandShare(baseFee, tape.gasAt(times[block] as number), elasticity), fee);
  }
}
