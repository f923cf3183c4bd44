/**
 * The world that the protocol cannot influence, on one path: prices, volatility, blocks, everybody else's gas. Written
 * once per path as columns that are reused, and read by every strategy.
 */
import { DrawColumn } from '../../sim/random/draw-column.ts';
import { openStream } from '../../sim/random/streams.ts';
import type { Gwei, Millis } from '../../sim/units.ts';
import type { BlockColumns, Grid, Outages } from '../model.ts';

/** Volatility and gas are measured over windows of ten minutes (or one tick, where ticks are longer). */
export const WINDOW_MILLIS = 600_000;

/** Blocks by which the guess of a block's number may be off before it is searched for. */
const NEARBY = 16;

/** What a model of block-space demand reads and writes. */
export interface BlockSpaceTape {
  readonly windows: number;
  readonly windowMillis: Millis;
  /** Per window: the largest ln(high/low) of any asset. */
  readonly range: Float64Array;
  /** Per window: gas price at which others alone fill a block exactly, gwei. */
  readonly gas: Float64Array;
}

export class Tape implements BlockSpaceTape {
  readonly grid: Grid;
  readonly horizon: Millis;
  /** Per asset: price at each tick, USD. */
  readonly prices: readonly Float64Array[];
  readonly windowTicks: number;
  readonly windowMillis: Millis;
  readonly windows: number;
  readonly range: Float64Array;
  readonly gas: Float64Array;
  readonly blocks: BlockColumns = {
    times: new Float64Array(0),
    outages: { count: 0, from: new Float64Array(0), until: new Float64Array(0) },
  };
  /** Lowest price on the path as a share of the first, of the asset that fell furthest. */
  lowestFraction = 1;
  blockCount = 0;
  /** Base fee of each block when nobody of ours is in it, gwei; undefined where there is none. */
  baseFee: Float64Array | undefined;
  /** Per slot of the chain below: what posting one transaction costs, gwei; undefined where nothing is posted. */
  #posting: Float64Array | undefined;
  #postingSlot: Millis = 1;
  seed = '';
  path = 0;
  readonly #draws = new Map<string, DrawColumn>();
  readonly #derived = new Map<string, DerivedColumn>();
  readonly movingAssets: readonly boolean[];
  readonly #lowest: DerivedColumn[] = [];
  readonly #highest: DerivedColumn[] = [];

  /** Instant last asked about, and its tick. */
  #askedTime: Millis = 0;
  #askedTick = 0;

  constructor(grid: Grid, movingAssets: readonly boolean[]) {
    const assets = movingAssets.length;
    this.movingAssets = movingAssets;
    this.grid = grid;
    this.horizon = grid.ticks * grid.tickMillis;
    this.prices = Array.from({ length: assets }, () => new Float64Array(grid.ticks + 1));
    this.windowTicks = Math.max(1, Math.round(WINDOW_MILLIS / grid.tickMillis));
    this.windowMillis = this.windowTicks * grid.tickMillis;
    this.windows = Math.ceil(grid.ticks / this.windowTicks) + 1;
    this.range = new Float64Array(this.windows);
    this.gas = new Float64Array(this.windows);
  }

  /** Forgets what was derived from the path before. */
  begin(seed: string, path: number): void {
    this.seed = seed;
    this.path = path;
    this.blocks.outages.count = 0;
    for (const [purpose, column] of this.#draws) column.reset(() => openStream(seed, path, purpose));
    for (const column of this.#derived.values()) column.known = false;
    for (const column of this.#lowest) if (column) column.known = false;
    for (const column of this.#highest) if (column) column.known = false;
  }

  /** Spells in which the chain made no block; written by the block timing, none otherwise. */
  get outages(): Outages {
    return this.blocks.outages;
  }

  /** The n-th draw of a purpose is the same for every strategy, whoever asks first. */
  draws(purpose: string): DrawColumn {
    let column = this.#draws.get(purpose);
    if (column === undefined) {
      const { seed, path } = this;
      column = new DrawColumn(() => openStream(seed, path, purpose));
      this.#draws.set(purpose, column);
    }
    return column;
  }

  /** A column of one value a tick that follows from the path alone, filled when first asked for. */
  derived(name: string, fill: (out: Float64Array) => void): Float64Array {
    let column = this.#derived.get(name);
    if (column === undefined) {
      column = { values: new Float64Array(this.grid.ticks + 1), known: false };
      this.#derived.set(name, column);
    }
    if (!column.known) fill(column.values);
    column.known = true;
    return column.values;
  }

  /** Has derived columns filled again when they are next asked for: other settings may stand behind the same names. */
  forgetDerived(): void {
    for (const column of this.#derived.values()) column.known = false;
  }

  /** Last tick at or before an instant. */
  tickAt(time: Millis): number {
    // Everything in a block asks about one instant, and a division costs more than all the rest of a look at a price.
    if (time === this.#askedTime) return this.#askedTick;
    const tick = Math.min(Math.floor(time / this.grid.tickMillis), this.grid.ticks);
    this.#askedTime = time;
    this.#askedTick = tick;
    return tick;
  }

  priceAt(asset: number, time: Millis): number {
    return (this.prices[asset] as Float64Array)[this.tickAt(time)] as number;
  }

  /** Clearing gas price of others at an instant, gwei. */
  gasAt(time: Millis): Gwei {
    return this.gas[Math.floor(time / this.windowMillis)] as number;
  }

  /** The column of posting costs, made when first asked for; slots are of this length. */
  postingColumn(slot: Millis): Float64Array {
    this.#posting ??= new Float64Array(Math.floor(this.horizon / slot) + 1);
    this.#postingSlot = slot;
    return this.#posting;
  }

  /** What posting one transaction costs at an instant, gwei; 0 where nothing is posted. */
  postingAt(time: Millis): Gwei {
    return this.#posting === undefined ? 0 : (this.#posting[Math.floor(time / this.#postingSlot)] as number);
  }

  /** ln(high/low) over the last window that is over; 0 in the first one. */
  rangeBefore(time: Millis): number {
    const window = Math.floor(time / this.windowMillis);
    return window === 0 ? 0 : (this.range[window - 1] as number);
  }

  /** First block at or after an instant; `blockCount` when there is none. */
  blockFrom(time: Millis): number {
    const { times } = this.blocks;
    let low = 0;
    let high = this.blockCount | 0;
    // Where blocks are nearly regular, the place follows from the time but for a few missed ones; elsewhere the guess costs little.
    const guess = Math.ceil((time * high) / (this.horizon + this.grid.tickMillis)) | 0;
    if (guess > 0 && guess < high) {
      if ((times[guess] as number) >= time) {
        const nearby = Math.max(0, guess - NEARBY);
        for (high = guess; high > nearby; high--) if ((times[high - 1] as number) < time) return high;
      } else {
        const nearby = Math.min(high, guess + NEARBY);
        for (low = guess + 1; low < nearby; low++) if ((times[low] as number) >= time) return low;
      }
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Lowest price of an asset up to and including each tick. */
  lowestSoFar(asset: number): Float64Array {
    return this.#extreme(this.#lowest, asset, -1);
  }

  /** Highest price of an asset up to and including each tick. */
  highestSoFar(asset: number): Float64Array {
    return this.#extreme(this.#highest, asset, 1);
  }

  #extreme(columns: DerivedColumn[], asset: number, sign: 1 | -1): Float64Array {
    const prices = this.prices[asset] as Float64Array;
    if (!this.moves(asset)) return prices;
    columns[asset] ??= { values: new Float64Array(prices.length), known: false };
    const column = columns[asset];
    if (!column.known) fillExtremes(column.values, prices, sign);
    column.known = true;
    return column.values;
  }

  /** Whether an asset's price can move at all. */
  moves(asset: number): boolean {
    return this.movingAssets[asset] === true;
  }
}

/** A column that is worked out when first asked for. */
interface DerivedColumn {
  readonly values: Float64Array;
  known: boolean;
}

function fillExtremes(out: Float64Array, prices: Float64Array, sign: 1 | -1): void {
  let extreme = prices[0] as number;
  for (let tick = 0; tick < out.length; tick++) {
    const price = prices[tick] as number;
    if (sign * (price - extreme) > 0) extreme = price;
    out[tick] = extreme;
  }
}
