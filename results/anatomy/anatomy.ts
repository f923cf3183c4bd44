/** What happened on a few paths of a run, small enough for a report: written as `anatomy.json` beside the results. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A value for each instant, the first at time 0; null where nobody knows it. */
const series = z.array(z.number().nullable());

const strategySeries = z.object({
  strategy: z.string(),
  /** Price that the protocol believes, USD. */
  oracleUsd: series,
  /** The most debt due and not yet dealt with since the instant before, USD. */
  backlogUsd: series,
  /** What can be sold until the price paid is 2 % below the outside price, USD; null where nobody looked since the instant before. */
  depthUsd: series,
  /** Left in all funds of the waterfall, USD. */
  fundUsd: series,
  /** Written off so far, USD; at the end with what is still open and beyond its collateral. */
  badDebtUsd: series,
  /** Liquidations since the instant `step − 1`, of one size: the middle of a fifth of a decade, USD repaid. */
  liquidations: z.array(z.object({ step: z.number(), sizeUsd: z.number(), count: z.number(), repaidUsd: z.number() })),
});

const pathAnatomy = z.object({
  path: z.number(),
  /** Why it was chosen. */
  kinds: z.array(z.enum(['worst', 'p99', 'median'])),
  /** The figure that it was chosen by. */
  value: z.number(),
  marketUsd: series,
  /** Gas price at which everybody else fills a block, and the base fee before our own gas, gwei; null where there is none. */
  gasGwei: series,
  baseFeeGwei: series.nullable(),
  /** Depth as it would be had nobody of ours sold, USD. */
  calmDepthUsd: series.nullable(),
  strategies: z.array(strategySeries),
});

const anatomy = z.object({
  /** The figure and the strategy that paths were chosen by. */
  figure: z.string(),
  strategy: z.string(),
  /** The asset whose price and depth are shown: of those that move the one with most in the book. */
  asset: z.string(),
  /** Between two instants. */
  stepMillis: z.number(),
  paths: z.array(pathAnatomy),
});

export type StrategySeries = z.output<typeof strategySeries>;
export type PathAnatomy = z.output<typeof pathAnatomy>;
export type Anatomy = z.output<typeof anatomy>;

export const ANATOMY_FILE = 'anatomy.json';

/** Instants of a path beside time 0: fewer where there are many strategies, so that a page stays small. */
export function stepsFor(strategies: number): number {
  return Math.max(96, Math.min(288, Math.floor(1152 / strategies)));
}

/** Venue depth is counted down to this share of the outside price. */
export const DEPTH_LEVEL = 0.98;

/** What a run left in its folder; undefined where there is nothing that can be read. */
export function readAnatomy(folder: string): Anatomy | undefined {
  try {
    return anatomy.safeParse(JSON.parse(readFileSync(join(folder, ANATOMY_FILE), 'utf8'))).data;
  } catch {
    return undefined;
  }
}
