/** What a law of prices is, and what it is given. */
import type { FileTexts, Grid, Streams } from '../model.ts';

/** What a law of prices is made from. */
export interface PriceContext extends FileTexts {
  /** Price at time 0 of an asset that the law depends on, USD; missing where a law is made by itself. */
  startPrice?(asset: string): number;
}

/** What else is on the tape when a law writes its path. */
export interface PriceSurroundings {
  /** Finished path of an asset that the law depends on. */
  path(asset: string): Float64Array;
  /** The asset's share of the common log-jumps of each tick; undefined where there are none. */
  readonly shocks: Float64Array | undefined;
  /** Number of the path, from 0: for a law whose draws are a function of it instead of a stream; 0 where there is none. */
  readonly pathNumber?: number;
}

/** What is the outside price of one asset at every tick? */
export interface PriceModel {
  /** USD per unit at time 0. */
  readonly start: number;
  /** Whether `fill` reads `normals`; where false none are drawn. */
  readonly usesNormals: boolean;
  /** Whether the price can move at all; an asset that cannot needs no oracle and no index. */
  readonly moves: boolean;
  /** Whether `fill` works common jumps in by itself; otherwise they multiply the finished path for good. */
  readonly takesShocks?: boolean;
  /**
   * Writes the price at each tick.
   *
   * @param out `ticks + 1` prices, USD per unit
   * @param normals `ticks` standard normals, already correlated with the other assets' (undefined unless `usesNormals`)
   * @param surroundings other assets' paths and common jumps, for laws that use them
   */
  fill(
    out: Float64Array,
    grid: Grid,
    normals: Float64Array | undefined,
    streams: Streams,
    surroundings?: PriceSurroundings,
  ): void;
}
