/**
 * The interfaces that a model implements, one per family. Each answers one question and knows nothing of the others;
 * `models/world/` wires them.
 */
import type { RandomStream } from '../sim/random/random-stream.ts';
import type { Fraction, Gas, Gwei, Millis, Usd } from '../sim/units.ts';
import type { BookColumns, BookRequest } from './book/book.ts';
import type { KeeperGroup } from './keepers/keeper-group.ts';
import type { Keepers } from './keepers/keepers.ts';
import type { ReactionDelays } from './keepers/reaction-delays.ts';
import type { Executor } from './liquidation/execution/executor.ts';
import type { Hold } from './liquidation/safeguard/safeguard.ts';
import type { ThresholdRule } from './liquidation/thresholds/threshold-rule.ts';
import type { BlockSpaceTape, Tape } from './tape/tape.ts';
import type { Stage } from './world/stage.ts';

export type { FamilyContext, FamilyInstance } from './families.ts';
export type { PriceContext, PriceModel, PriceSurroundings } from './prices/price-model.ts';

/** The regular grid on which the tape is written. */
export interface Grid {
  /** Number of steps; columns hold `ticks + 1` values, the first at time 0. */
  readonly ticks: number;
  readonly tickMillis: Millis;
  /** Length of one step in years of 365 days. */
  readonly tickYears: number;
}

/** Opens the stream of a purpose for the path being written, e.g. `streams('jumps')`. */
export type Streams = (purpose: string) => RandomStream;

/** Hands out the text of a file that the scenario names. */
export interface FileTexts {
  text(file: string): string;
}

/** Spells without any block, known to the whole chain: ascending, apart from each other. */
export interface Outages {
  count: number;
  /** First instant of each, ms. */
  from: Float64Array;
  /** First instant after each at which there may be blocks again, ms; it may lie past the horizon. */
  until: Float64Array;
}

/** What a block timing writes. */
export interface BlockColumns {
  /** Block times, ascending; the timing replaces the column where it is too short. */
  times: Float64Array;
  /** Outages of the chain; none unless the timing writes them. */
  readonly outages: Outages;
}

/** When are there blocks? */
export interface BlockTiming {
  /** Average spacing, used for sizing buffers only. */
  readonly meanMillis: Millis;
  /**
   * Writes ascending block times up to `horizon` into `out.times` (replaced where it is too short) and returns how many
   * there are. A timing with outages writes them to `out.outages`, which is empty when it begins.
   */
  fill(out: BlockColumns, horizon: Millis, streams: Streams): number;
  /** Probability that a span that begins where a block could come sees none, outages apart. */
  noBlockFor(millis: Millis): Fraction;
  /** Raises the gas prices of others per window after outages; left out where they are as ever. */
  afterOutages?(gas: Float64Array, windowMillis: Millis, outages: Outages): void;
}

/** What does everybody else bid for block space? */
export interface BlockSpaceModel {
  /** Elasticity ε > 0 of that demand: bids above p take the share min(1, (p/g)^−ε) of a block. */
  readonly elasticity: number;
  /** Writes one clearing gas price per window: the price at which others alone fill a block exactly. */
  fill(tape: BlockSpaceTape, grid: Grid, streams: Streams): void;
}

/** A waiting time drawn from one uniform. */
export interface Delay {
  /** @param u uniform in (0, 1) @returns milliseconds ≥ 0 */
  quantile(u: number): Millis;
}

/** What gas price does an agent offer? */
export interface BidRule {
  /**
   * @param market gas price that would just have been included lately (gwei)
   * @param affordable highest gas price at which the transaction still pays (gwei; Infinity when profit is no matter)
   */
  gasPrice(market: Gwei, affordable: Gwei): Gwei;
  /** Forgets what it learnt on the path before; rules that learn only. */
  begin?(): void;
  /** A race that it took part in was won at a gas price of `winning`, where the agent could have paid `affordable`. */
  learn?(winning: Gwei, affordable: Gwei, won: boolean): void;
}

/** What is the least a transaction pays? */
export interface FeeMarket {
  /** Whether blocks have a base fee that moves with their fullness (EIP-1559); otherwise bids alone decide. */
  readonly hasBaseFee: boolean;
  /** Share of the gas limit at which the base fee stays. */
  readonly target: Fraction;
  /** Relative rise of the base fee after a block of twice the target; an empty block lowers it by as much. */
  readonly maxStep: Fraction;
  /** The base fee never falls below it, gwei; 0 when left out. */
  readonly minimum?: Gwei;
  /** Whether the base fee is a whole number of wei, rounded as on chain; a real number when left out. */
  readonly isWholeWei?: boolean;
  /** Whether block space costs nothing, to us and to others: bids decide nothing. */
  readonly isFree?: boolean;
  /** What a transaction pays beside its gas, for its data on another chain; nothing when left out. */
  readonly posting?: PostingCost;
}

/** What it costs to post one transaction's data on the chain below. */
export interface PostingCost {
  /** Spacing of the column. */
  readonly slot: Millis;
  /** Writes the cost of one transaction in each slot: gwei of the gas asset, whatever its gas. */
  fill(out: Float64Array, tape: BlockSpaceTape, grid: Grid, streams: Streams): void;
}

/** When does an oracle send a report? */
export interface PublishRule {
  /** Relative move against the last report sent that forces a new one; Infinity when moves do not matter. */
  readonly deviation: number;
  /** Longest time between reports. */
  readonly heartbeat: Millis;
}

/** How much of a venue's depth stays when volatility rises? */
export interface DepthModel {
  /** Starts a reaction on a path; only a model that remembers needs it. */
  begin?(tape: Tape): void;
  /**
   * @param range ln(high/low) of the outside price over the last full window
   * @param time instant asked about; times never fall within one reaction
   * @returns share of depth left, in (0, 1]
   */
  share(range: number, time: Millis): Fraction;
}

/** Where the accounts come from. */
export interface BookModel {
  build(request: BookRequest): BookColumns;
}

/** One account as the liquidation choices see it: amounts in USD at the protocol's prices. */
export interface AccountView {
  /** Its place among the accounts that the reaction has touched; left out where there is no reaction. */
  slot?: number;
  debtUsd: Usd;
  collateralUsd: Usd;
  /** Σ collateral × its liquidation threshold. */
  weightedUsd: Usd;
  healthFactor: number;
  /** Debt in the asset chosen to be repaid. */
  pairDebtUsd: Usd;
  /** Collateral in the asset chosen to be seized. */
  pairCollateralUsd: Usd;
  /** Threshold of that collateral. */
  threshold: Fraction;
  /** Bonus that the protocol sets for that collateral. */
  assetBonus: Fraction;
}

/** When is an account due? */
export interface Trigger {
  /** Health factor below which (strictly) an account is due. */
  readonly healthFactor: number;
}

/** How much of it may be repaid now? */
export interface SizeRule {
  /** USD of the pair's debt, within [0, pairDebtUsd]; the caller caps it by the collateral. */
  repayUsd(account: AccountView, bonus: Fraction): Usd;
  /** The largest repayment up to `repayUsd` that the rule lets through, 0 when it lets none; any where left out. */
  admissible?(repayUsd: Usd, account: AccountView, bonus: Fraction): Usd;
  /** The rule at work on one stage, where it looks at more than the account; the rule itself when left out. */
  on?(stage: Stage): SizeRule;
  /** What it keeps an account waiting for between two liquidations. */
  readonly hold?: Hold;
}

/** At what discount is collateral handed over in an atomic liquidation? */
export interface DiscountRule {
  /** Fraction above one: collateral worth `1 + bonus` is given per unit of debt repaid, at the protocol's price. */
  bonus(account: AccountView): Fraction;
  /** The most that any account can get where the protocol sets `assetBonus`; Infinity when there is no such bound. */
  most(assetBonus: Fraction): Fraction;
}

/** Who gets what of the collateral that a liquidation seizes? */
export interface SplitRule {
  /** Share of everything seized that the protocol keeps. @param assetFee the collateral's `protocolFee`, of the bonus */
  protocolShare(bonus: Fraction, assetFee: Fraction): Fraction;
}

/** How an auction's price falls. */
export interface PriceCurve {
  /** Share of the starting price after `elapsed` milliseconds, in [0, 1], never rising. */
  share(elapsed: Millis): Fraction;
  /** Earliest elapsed time at which the share is at most `share`; Infinity when never. May be a little early, never late. */
  reaches(share: Fraction): Millis;
}

/** By whom, and when? */
export interface Execution {
  /** The engine that carries liquidations out on a stage; made once per strategy. */
  executor(stage: Stage): Executor;
  /** Keepers of a kind of its own; plain ones, or those with limits, when left out. Asked before `executor`. */
  keepers?(delays: ReactionDelays, groups: readonly KeeperGroup[]): Keepers;
  /** How the protocol moves thresholds by itself; it does not when left out. @param threshold of an asset; undefined where it is no collateral */
  thresholds?(threshold: (asset: number) => Fraction | undefined): readonly ThresholdRule[];
  /**
   * Order in which the due set lists accounts: highest first, asked when one becomes due or has been dealt with and stays due.
   * Largest debt first when left out.
   */
  priority?(slot: number, stage: Stage): number;
  /** Why it could never do anything on a chain with this gas limit; undefined when it can. */
  refusal?(gasLimit: Gas): string | undefined;
}
