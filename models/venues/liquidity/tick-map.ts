/**
 * Liquidity as a pool on chain holds it: a CSV file of its initialised ticks, and the price it had. Column `tick` is a whole
 * number within ±887272, column `liquidityNet` a whole number in the pool's own units: what becomes active where the price rises
 * past the tick. Between one tick and the next the pool's liquidity is the sum of all nets up to there.
 *
 * The file is brought to the scenario: L is divided by 10^((d0 + d1)/2), where d0 and d1 are the decimals of the two tokens,
 * and all ticks are moved alike, so that the price of the snapshot (`sqrtPriceX96`, as the pool states it) becomes the scenario's
 * starting price, to half a tick (0.5 bp). Where the base asset is token 1 prices are turned over.
 *
 * `leaves` is a fraction: how much of a withdrawal all of it takes part in. Thrown: a `DataError` with file and line where a
 * tick is not whole or stands twice, or liquidity would fall below 0; a `RangeError` where no pool has that root price.
 *
 * Source: Uniswap v3 core (`ticks`, `slot0`); whitepaper §6.
 */
import { z } from 'zod';
import { powInt } from '../../../sim/math.ts';
import { columnIndex, numberAt, readCsv } from '../../csv-table.ts';
import { DataError } from '../../data-error.ts';
import type { FileTexts } from '../../model.ts';
import { zFile, zFraction } from '../../parameters.ts';
import { defineModel } from '../../registry.ts';
import type { PlacedRange } from '../concentrated/placed-range.ts';
import { MAX_TICK, MIN_TICK, rootFromQ96, tickAtPrice } from '../concentrated/ticks.ts';

const decimals = z.number().int().min(0).max(38);

const params = z.strictObject({
  file: zFile,
  sqrtPriceX96: z
    .string()
    .regex(/^\d+$/, 'must be the whole number that the pool states, in quotes')
    .describe('root price of the snapshot, as the pool states it: a whole number in quotes'),
  base: z.enum(['token0', 'token1']).describe('which of the pool’s tokens is the base asset'),
  decimals0: decimals.describe('decimals of token 0, a whole number, e.g. 6 for USDC'),
  decimals1: decimals.describe('decimals of token 1, a whole number, e.g. 18 for WETH'),
  leaves: zFraction
    .default(0)
    .describe('how much of a withdrawal all of it takes part in, a fraction; above 0 it may follow the price'),
});

interface NetLiquidity {
  readonly tick: number;
  readonly net: number;
  readonly line: number;
}

function readTicks(file: string, text: string): NetLiquidity[] {
  const table = readCsv(file, text);
  const [tickColumn, netColumn] = [columnIndex(table, 'tick'), columnIndex(table, 'liquidityNet')];
  const read = table.rows.map((_, row) => ({
    tick: numberAt(table, row, tickColumn, -MAX_TICK),
    net: numberAt(table, row, netColumn, Number.NEGATIVE_INFINITY),
    line: table.lines[row] as number,
  }));
  for (const { tick, line } of read) {
    if (Number.isInteger(tick) && tick <= MAX_TICK) continue;
    throw new DataError(file, line, `column "tick" must be a whole number within ±${MAX_TICK} (got "${tick}")`);
  }
  return read.sort((a, b) => a.tick - b.tick);
}

/** Liquidity between each tick and the next, as ranges side by side. */
function segments(file: string, ticks: readonly NetLiquidity[]) {
  const largest = ticks.reduce((most, { net }) => Math.max(most, Math.abs(net)), 0);
  const found: { lower: number; upper: number; liquidity: number }[] = [];
  let active = 0;
  for (let i = 0; i + 1 < ticks.length; i++) {
    const { tick, net, line } = ticks[i] as NetLiquidity;
    const upper = (ticks[i + 1] as NetLiquidity).tick;
    if (upper === tick) throw new DataError(file, line, `tick ${tick} stands twice: add its rows up`);
    active += net;
    // Nets of 1e22 do not add up to 0 in doubles to the last unit.
    if (Math.abs(active) < 1e-12 * largest) active = 0;
    if (active < 0)
      throw new DataError(file, line, `liquidity falls below 0 at tick ${tick}: a tick below it is missing`);
    if (active > 0) found.push({ lower: tick, upper, liquidity: active });
  }
  if (found.length === 0) throw new DataError(file, 1, 'holds no liquidity between any two ticks');
  return found;
}

function profile(p: z.output<typeof params>, files: FileTexts) {
  const found = segments(p.file, readTicks(p.file, files.text(p.file)));
  const root = rootFromQ96(p.sqrtPriceX96).hi;
  const turned = p.base === 'token1';
  const snapshotTick = tickAtPrice(turned ? 1 / (root * root) : root * root);
  const unit = Math.sqrt(powInt(10, p.decimals0 + p.decimals1));
  return {
    place: ({ startPrice }: { startPrice: number }): PlacedRange[] => {
      const shift = tickAtPrice(startPrice) - snapshotTick;
      return found.map(({ lower, upper, liquidity }) => ({
        lower: Math.max(MIN_TICK, (turned ? -upper : lower) + shift),
        upper: Math.min(MAX_TICK, (turned ? -lower : upper) + shift),
        liquidity: liquidity / unit,
        leaves: p.leaves,
        follows: p.leaves > 0,
      }));
    },
  };
}

export const tickMap = defineModel({
  family: 'liquidity',
  name: 'tick-map',
  title: 'liquidity of a pool on chain, tick by tick',
  source: 'Uniswap v3 core contracts',
  misleads: 'far from the moment of the snapshot: providers will have moved',
  params,
  create: profile,
});
