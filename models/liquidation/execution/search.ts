/** Looks ahead on the tape for the block in which a sale would pay, so that waiting costs no events. */
import type { Route } from '../../venues/route.ts';
import type { Stage } from '../../world/stage.ts';

/** First block from `from` on, not after `limit` (ms), at which the route pays at least `level` USD per unit; else Infinity. */
export function nextBlockAbove(stage: Stage, asset: number, level: number, from: number, limit: number): number {
  const { tape } = stage;
  const route = stage.routes[asset] as Route;
  const { times } = tape.blocks;
  const end = tape.blockCount | 0;
  for (let block = from | 0; block < end; block++) {
    const time = times[block] as number;
    if (time > limit) break;
    if (route.bidUsdAt(time) > level) return block;
  }
  return Number.POSITIVE_INFINITY;
}

/** Highest outside price of an asset from an instant to `limit`, both included. */
export function highestUntil(stage: Stage, asset: number, from: number, limit: number): number {
  const { tape } = stage;
  const prices = tape.prices[asset] as Float64Array;
  const last = tape.tickAt(Math.min(limit, tape.horizon)) | 0;
  let highest = 0;
  for (let tick = tape.tickAt(from) | 0; tick <= last; tick++) {
    if ((prices[tick] as number) > highest) highest = prices[tick] as number;
  }
  return highest;
}
