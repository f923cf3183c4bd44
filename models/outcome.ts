/**
 * What one reaction (one strategy on one path) leaves behind, as a fixed list of numbers.
 *
 * The core writes these into a `Float64Array` in this order; `results/metrics.ts` says what each one means to a reader.
 * `ABSENT` (NaN inside the columns only) marks a figure that does not exist on this path, such as the time to close
 * when nothing was closed: it is written as an empty cell or `null`, never as a number.
 */
export const OUTCOME_KEYS = [
  'badDebtUsd',
  'badDebtRealisedUsd',
  'badDebtLatentUsd',
  'insuranceDrawnUsd',
  'socialisedUsd',
  'slippageUsd',
  'slippageFeeUsd',
  'slippageImpactUsd',
  'soldUsd',
  'liquidatedDebtUsd',
  'seizedUsd',
  'liquidations',
  'accountsLiquidated',
  'cascadeLiquidations',
  'keeperProfitUsd',
  'keeperGasUsd',
  'protocolFeeUsd',
  'borrowerLossUsd',
  'overLiquidationUsd',
  'timeToCloseMedianSeconds',
  'timeToCloseP95Seconds',
  'oracleSeconds',
  'detectionSeconds',
  'inclusionSeconds',
  'executionSeconds',
  'maxBacklogUsd',
  'unservedDebtUsd',
  'failedTransactions',
  'stalledBlocks',
  'stallSeconds',
  'closesPerSecond',
  'oracleReports',
  'maxOracleError',
  'auctionsStarted',
  'auctionsReset',
  'lowestPriceFraction',
  'parkedUsd',
  'frontRunnerProfitUsd',
  'frontRunnerSlippageUsd',
] as const;

export type OutcomeKey = (typeof OUTCOME_KEYS)[number];

/** Figures of a whole run: a sum over all paths divided by another. `results/ratios.ts` says which. */
export const RATIO_KEYS = ['slippageBps', 'cascadeShare', 'badDebtShareOfDebt'] as const;

export type RatioKey = (typeof RATIO_KEYS)[number];

export const ABSENT = Number.NaN;

/** Position of each key in an outcome column block. */
export const OUTCOME_INDEX = Object.fromEntries(OUTCOME_KEYS.map((key, index) => [key, index])) as Readonly<
  Record<OutcomeKey, number>
>;
