/**
 * How far a block's gas limit may be from its parent's. With d = floor(parent / 1024):
 *   valid  <=>  |limit - parent| < d  and  limit >= 5,000,
 * where `parent` counts twice (times the elasticity multiplier) for the first block of the London fork. A limit that block
 * producers vote for is therefore reached in about 1024 · ln(wanted / limit) blocks: doubling takes about 710.
 *
 * Source: Ethereum yellow paper (block header validity), EIP-1559.
 */
import type { Gas } from '../../sim/units.ts';

export interface GasLimitRule {
  /** The limit moves by less than this part of the parent's: 1024. */
  readonly boundDivisor: number;
  readonly minimum: Gas;
  /** Gas limit over gas target from London on: 2. */
  readonly elasticity: number;
  /** Number of the first London block; left out where the fork is past. */
  readonly londonBlock?: number;
}

export const ETHEREUM_GAS_LIMIT: GasLimitRule = { boundDivisor: 1024, minimum: 5000, elasticity: 2 };

/** Whether block `number` may have gas limit `limit` after a parent with gas limit `parent`. */
export function isGasLimitValid(limit: Gas, parent: Gas, number: number, rule: GasLimitRule): boolean {
  const before = number === rule.londonBlock ? parent * rule.elasticity : parent;
  return Math.abs(limit - before) < boundOf(before, rule) && limit >= rule.minimum;
}

function boundOf(parent: Gas, rule: GasLimitRule): Gas {
  return Math.floor(parent / rule.boundDivisor);
}

/** The valid gas limit after `parent` that is nearest to what is wanted. */
export function nextGasLimit(parent: Gas, wanted: Gas, rule: GasLimitRule): Gas {
  const step = boundOf(parent, rule) - 1;
  return Math.max(parent - step, Math.min(wanted, parent + step));
}

/**
 * Gas limits of the first blocks, until they rest at what block producers vote for; the last one lasts.
 *
 * @throws RangeError when a vote can never be reached
 */
export function gasLimitPath(start: Gas, vote: Gas = start, rule: GasLimitRule = ETHEREUM_GAS_LIMIT): Float64Array {
  const path = [start];
  for (let limit = start; limit !== vote; ) {
    const next = nextGasLimit(limit, vote, rule);
    if (next === limit || !isGasLimitValid(next, limit, path.length, rule)) {
      throw new RangeError(
        `a gas limit cannot move from ${start} to ${vote}: below ${rule.minimum} gas no block is valid; raise gasLimitVote`,
      );
    }
    limit = next;
    path.push(limit);
  }
  return Float64Array.from(path);
}
