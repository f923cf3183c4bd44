import type { OutcomeKey, RatioKey } from '../models/outcome.ts';
import type { StableManifest } from './manifest.ts';
import type { Metric } from './metrics.ts';
import { column, type StrategyColumns } from './results.ts';

export { RATIO_KEYS, type RatioKey } from '../models/outcome.ts';

/** A figure of a whole run: a sum over all paths divided by another. It does not exist for a single path. */
export interface RatioMetric extends Metric<RatioKey> {
  readonly numerator: OutcomeKey;
  readonly denominator: OutcomeKey | 'initialDebtUsd';
  /** What the quotient is multiplied by to be in its unit. */
  readonly scale: number;
}

export const RATIOS: Readonly<Record<RatioKey, RatioMetric>> = {
  slippageBps: {
    key: 'slippageBps',
    title: 'slippage by volume',
    unit: 'bps',
    worse: 'higher',
    meaning: 'All slippage of all paths in basis points of all collateral sold, so that each sale counts by its size.',
    numerator: 'slippageUsd',
    denominator: 'soldUsd',
    scale: 10_000,
  },
  cascadeShare: {
    key: 'cascadeShare',
    title: 'cascade share',
    unit: 'fraction',
    worse: 'higher',
    meaning: 'Share of all liquidations of all paths that are cascade liquidations.',
    numerator: 'cascadeLiquidations',
    denominator: 'liquidations',
    scale: 1,
  },
  badDebtShareOfDebt: {
    key: 'badDebtShareOfDebt',
    title: 'bad debt by debt',
    unit: 'fraction',
    worse: 'higher',
    meaning: "Mean bad debt as a fraction of the book's debt at the start.",
    numerator: 'badDebtUsd',
    denominator: 'initialDebtUsd',
    scale: 1,
  },
};

/** Numerator (scaled to the unit) and denominator of a ratio, path by path. */
export function ratioColumns(
  ratio: RatioMetric,
  from: StrategyColumns,
  manifest: StableManifest,
): { numerator: Float64Array; denominator: Float64Array } {
  return {
    numerator: column(from, ratio.numerator).map((value) => value * ratio.scale),
    denominator:
      ratio.denominator === 'initialDebtUsd'
        ? new Float64Array(from.paths.length).fill(manifest.initialDebtUsd)
        : column(from, ratio.denominator),
  };
}
