import type { OutcomeKey } from '../models/outcome.ts';
import type { Worse } from './statistics/verdict.ts';

export type MetricUnit = 'usd' | 'count' | 'seconds' | 'fraction' | 'bps' | 'perSecond';

/** A figure that describes itself: tables, files and reports learn of it from here. */
export interface Metric<Key extends string = string> {
  readonly key: Key;
  readonly title: string;
  readonly unit: MetricUnit;
  /** Which direction is bad news for the protocol and its users; `neither` where money or work only changes hands. */
  readonly worse: Worse;
  readonly meaning: string;
}

type Row = readonly [title: string, unit: MetricUnit, worse: Worse, meaning: string];

/** One row for each outcome of a path. The compiler asks for a missing one. */
const ROWS: Readonly<Record<OutcomeKey, Row>> = {
  badDebtUsd: [
    'bad debt',
    'usd',
    'higher',
    'Debt that no collateral covers: what was left when an account had nothing more to seize, plus, for accounts still open at the end, debt beyond the outside value of their collateral. Gross, before any step of the waterfall, and never below 0 for an account.',
  ],
  badDebtRealisedUsd: [
    'bad debt, realised',
    'usd',
    'higher',
    'The part of bad debt left behind by accounts whose collateral was gone.',
  ],
  badDebtLatentUsd: [
    'bad debt, latent',
    'usd',
    'higher',
    'The part of bad debt in accounts still open at the end: debt minus collateral at the outside price, where that is above 0.',
  ],
  insuranceDrawnUsd: ['insurance drawn', 'usd', 'higher', 'Bad debt that the insurance fund paid.'],
  socialisedUsd: [
    'loss socialised',
    'usd',
    'higher',
    'Bad debt left after all other steps of the waterfall, borne by the lenders.',
  ],
  slippageUsd: [
    'slippage',
    'usd',
    'higher',
    'Outside price times quantity minus proceeds, summed over all sales of collateral at the instant of each sale. It is the sum of fee and impact.',
  ],
  slippageFeeUsd: ['slippage, fee', 'usd', 'higher', "The part of slippage that is the venues' fee."],
  slippageImpactUsd: [
    'slippage, impact',
    'usd',
    'higher',
    'The part of slippage that is price impact: the curve of the venue, and a venue price that was away from the outside price.',
  ],
  soldUsd: [
    'collateral sold',
    'usd',
    'neither',
    'Outside value of all collateral sold on venues, at the instant of each sale.',
  ],
  liquidatedDebtUsd: [
    'debt repaid in liquidations',
    'usd',
    'neither',
    'Debt that liquidations repaid: the liquidated volume.',
  ],
  seizedUsd: [
    'collateral seized',
    'usd',
    'neither',
    'Outside value of the collateral taken from borrowers, at the instant of each liquidation.',
  ],
  liquidations: [
    'liquidations',
    'count',
    'neither',
    'Number of liquidations carried out; an account closed in three rounds counts three times.',
  ],
  accountsLiquidated: ['accounts liquidated', 'count', 'neither', 'Number of accounts liquidated at least once.'],
  cascadeLiquidations: [
    'cascade liquidations',
    'count',
    'higher',
    'Liquidations of accounts that the tape alone, without our own sales, would not have made due by then.',
  ],
  keeperProfitUsd: [
    'keeper profit',
    'usd',
    'neither',
    'What keepers earned after repayments, slippage and gas, all keepers together; below 0 when they lost.',
  ],
  keeperGasUsd: ['keeper gas', 'usd', 'higher', 'What keepers paid for block space, failed transactions included.'],
  protocolFeeUsd: [
    'protocol fee',
    'usd',
    'neither',
    "The protocol's share of liquidation bonuses and penalties, less what it pays for starting auctions.",
  ],
  borrowerLossUsd: [
    'borrower loss',
    'usd',
    'higher',
    'Outside value of collateral taken beyond the debt repaid, summed over liquidations.',
  ],
  overLiquidationUsd: [
    'over-liquidation',
    'usd',
    'higher',
    'Debt repaid beyond what would have restored the health of the account.',
  ],
  timeToCloseMedianSeconds: [
    'time to close, median',
    'seconds',
    'higher',
    "Median over the path's accounts of the time from the moment the outside price makes an account due to the moment it is healthy or closed. Absent on a path that closed nothing.",
  ],
  timeToCloseP95Seconds: [
    'time to close, p95',
    'seconds',
    'higher',
    "The 95th percentile over the path's accounts of the same time. Absent on a path that closed nothing.",
  ],
  oracleSeconds: [
    'time to close: oracle',
    'seconds',
    'higher',
    "Mean over the path's closes of the part spent until the oracle showed the breach. Absent on a path that closed nothing.",
  ],
  detectionSeconds: [
    'time to close: detection',
    'seconds',
    'higher',
    'The part from there until somebody acted on it. Absent on a path that closed nothing.',
  ],
  inclusionSeconds: [
    'time to close: inclusion',
    'seconds',
    'higher',
    'The part from there until a block included the transaction. Absent on a path that closed nothing.',
  ],
  executionSeconds: [
    'time to close: execution',
    'seconds',
    'higher',
    'The part from there until the account was healthy or closed: rounds, auctions, retries. Absent on a path that closed nothing.',
  ],
  maxBacklogUsd: ['largest backlog', 'usd', 'higher', 'Largest debt that was due and not yet closed at one instant.'],
  unservedDebtUsd: [
    'debt unserved',
    'usd',
    'higher',
    'Debt of accounts that were due and still not closed at the end of the path.',
  ],
  failedTransactions: [
    'failed transactions',
    'count',
    'higher',
    'Transactions that were included and reverted, such as those of keepers who came second.',
  ],
  stalledBlocks: [
    'stalled blocks',
    'count',
    'higher',
    "Blocks in which traders' transactions had to wait because closes took their space.",
  ],
  stallSeconds: ['stall', 'seconds', 'higher', "Time for which traders' transactions waited because of closes."],
  closesPerSecond: [
    'throughput',
    'perSecond',
    'lower',
    'Closes per second while a backlog existed, not counting those in the block that made the account due. Absent where no backlog lasted any time.',
  ],
  oracleReports: ['oracle reports', 'count', 'neither', 'Number of oracle reports sent, landed or not.'],
  maxOracleError: [
    'largest oracle error',
    'fraction',
    'higher',
    'Largest distance between the price that the protocol believed and the market price, as a fraction of the market price: just before each landing, and at the end of the path.',
  ],
  auctionsStarted: ['auctions started', 'count', 'neither', 'Number of auctions started.'],
  auctionsReset: [
    'auctions reset',
    'count',
    'higher',
    'Number of times an auction ran out of time or price and was started anew.',
  ],
  lowestPriceFraction: [
    'lowest price',
    'fraction',
    'lower',
    'Lowest price of the path divided by the price at its start: 0.6 is a fall of 40 %. With several collaterals, of the one that fell furthest.',
  ],
  parkedUsd: [
    'loss parked',
    'usd',
    'higher',
    'Bad debt that no step of the waterfall took: borne by nobody yet. Insurance, loss socialised and this make up the realised bad debt.',
  ],
  frontRunnerProfitUsd: [
    "front-runner's profit",
    'usd',
    'neither',
    'What the front-runner earned after gas; 0 without one.',
  ],
  frontRunnerSlippageUsd: [
    'slippage, front-run',
    'usd',
    'higher',
    'What liquidations got less for their collateral because the front-runner had sold before them; 0 without one. It is part of slippage.',
  ],
};

/** All figures of a path, in the order of `OUTCOME_KEYS`. */
export const METRICS: Readonly<Record<OutcomeKey, Metric<OutcomeKey>>> = Object.fromEntries(
  (Object.entries(ROWS) as [OutcomeKey, Row][]).map(([key, [title, unit, worse, meaning]]) => [
    key,
    { key, title, unit, worse, meaning },
  ]),
) as Record<OutcomeKey, Metric<OutcomeKey>>;
