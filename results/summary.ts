import type { OutcomeKey } from '../models/outcome.ts';
import type { GateResult } from './gates.ts';
import type { StableManifest } from './manifest.ts';
import type { RatioKey } from './ratios.ts';
import type { Verdict } from './statistics/verdict.ts';

/** A statistic is null where it does not exist, an interval bound where the sample cannot give one. */
type Statistic = number | null;

/** One figure of one strategy over all paths. `docs/metrics.md` describes every field. */
export interface MetricSummary {
  readonly n: number;
  readonly absent: number;
  readonly effectivePaths: number;
  readonly total: Statistic;
  readonly mean: Statistic;
  readonly meanLow: Statistic;
  readonly meanHigh: Statistic;
  readonly min: Statistic;
  readonly p50: Statistic;
  readonly p50Low: Statistic;
  readonly p50High: Statistic;
  readonly p95: Statistic;
  readonly p95Low: Statistic;
  readonly p95High: Statistic;
  readonly p99: Statistic;
  readonly p99Low: Statistic;
  readonly p99High: Statistic;
  readonly p999: Statistic;
  readonly p999Low: Statistic;
  readonly p999High: Statistic;
  readonly es99: Statistic;
  readonly es99Low: Statistic;
  readonly es99High: Statistic;
  readonly es999: Statistic;
  readonly es999Low: Statistic;
  readonly es999High: Statistic;
  readonly tailPaths: number;
  readonly tailTooFew: boolean;
  readonly farTailPaths: number;
  readonly max: Statistic;
  readonly maxPath: Statistic;
  readonly probabilityPositive: Statistic;
  readonly probabilityPositiveLow: Statistic;
  readonly probabilityPositiveHigh: Statistic;
}

/** A ratio of sums of one strategy. */
export interface RatioSummary {
  readonly n: number;
  readonly value: Statistic;
  readonly low: Statistic;
  readonly high: Statistic;
}

export interface StrategySummary {
  readonly strategy: string;
  readonly paths: number;
  readonly metrics: Readonly<Record<OutcomeKey, MetricSummary>>;
  readonly ratios: Readonly<Record<RatioKey, RatioSummary>>;
}

/** A strategy against the reference, one figure, path by path. Shares are null for ratios, which no single path has. */
export interface Comparison {
  readonly strategy: string;
  readonly metric: OutcomeKey | RatioKey;
  readonly n: number;
  readonly absent: number;
  readonly difference: Statistic;
  readonly low: Statistic;
  readonly high: Statistic;
  readonly shareHigher: Statistic;
  readonly shareEqual: Statistic;
  readonly shareLower: Statistic;
  readonly differingPaths: Statistic;
  readonly verdict: Verdict;
  readonly pathsToDecide: Statistic;
  readonly pValue: Statistic;
}

/** What a run says, in figures: everything in it is decided by scenario, seed and number of paths. */
export interface Summary {
  readonly manifest: StableManifest;
  readonly strategies: readonly StrategySummary[];
  /** Every strategy but the reference, in scenario order, each with all metrics and ratios. */
  readonly comparisons: readonly Comparison[];
  /** Numbers of the paths that failed, ascending. */
  readonly failedPaths: readonly number[];
  /** What the scenario's gates say; missing where it has none. */
  readonly gates?: readonly GateResult[];
}
