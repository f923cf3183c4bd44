/** What a path's market and chain did, whatever the strategy: a few hundred points of each, enough to draw. */
import type { Tape } from '../../models/tape/tape.ts';
import type { Job } from '../batch.ts';

/** Instant (ms from the start of the path) and value. */
export type Point = readonly [timeMillis: number, value: number];

export interface PathWorld {
  /** Assets whose price moves and that the book holds or owes, the most first; market prices, USD. */
  readonly assets: readonly { readonly asset: string; readonly points: readonly Point[] }[];
  /** Gas price at which everybody else fills a block, gwei. */
  readonly gasGwei: readonly Point[];
  /** Base fee before our own gas, gwei; undefined where there is none. */
  readonly baseFeeGwei: readonly Point[] | undefined;
}

/** Spans in which the lowest and the highest value are kept. */
const SPANS = 400;

export function worldOf(tape: Tape, job: Job, assets: readonly string[]): PathWorld {
  const { prices, grid, gas, windows, windowMillis, horizon, baseFee, blocks, blockCount } = tape;
  const worth = worthOf(job, prices);
  const shown = assets
    .map((asset, index) => ({ asset, index }))
    .filter(({ index }) => tape.moves(index) && worth[index]! > 0)
    .sort((a, b) => worth[b.index]! - worth[a.index]!);
  const inWindow = Array.from({ length: windows }, (_, window) => window * windowMillis).filter((at) => at < horizon);
  return {
    assets: shown.map(({ asset, index }) => ({
      asset,
      points: extremes(grid.ticks + 1, (tick) => tick * grid.tickMillis, prices[index]!),
    })),
    gasGwei: inWindow.map((at, window): Point => [at, rounded(gas[window]!)]),
    baseFeeGwei:
      baseFee === undefined ? undefined : extremes(blockCount, (block) => Math.round(blocks.times[block]!), baseFee),
  };
}

/** USD of each asset in the book at the start, held and owed. */
function worthOf({ book: { columns } }: Job, prices: readonly Float64Array[]): number[] {
  const worth = prices.map(() => 0);
  const count = (units: number, asset: number) => {
    worth[asset]! += units * prices[asset]![0]!;
  };
  columns.collateralAmount.forEach((units, entry) => void count(units, columns.collateralAsset[entry]!));
  columns.debtAmount.forEach((units, entry) => void count(units, columns.debtAsset[entry]!));
  return worth;
}

/** The lowest and the highest value of each of some equal spans, and both ends. */
function extremes(count: number, timeOf: (index: number) => number, values: ArrayLike<number>): Point[] {
  const each = Math.max(1, Math.ceil(count / SPANS));
  const kept = new Set<number>(count > 0 ? [0, count - 1] : []);
  for (let from = 0; from < count; from += each) {
    let [low, high] = [from, from];
    for (let i = from; i < Math.min(count, from + each); i++) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b).map((i): Point => [timeOf(i), rounded(values[i]!)]);
}

/** Six digits are more than a drawing shows. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
