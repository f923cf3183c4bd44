import type { SettingValue } from '../../scenarios/sweep/plan.ts';
import { compareResults, type FigureComparison, USUAL_FIGURES } from '../compare-results.ts';
import type { Definitions } from '../definitions.ts';
import type { Results } from '../results.ts';
import { holm } from '../statistics/holm.ts';
import { summarise } from '../summarise.ts';
import type { StrategySummary, Summary } from '../summary.ts';

/** What is written before the first path: `plan.json`. */
export interface PlanDocument {
  readonly plimsoll: string;
  readonly mathFingerprint: string;
  readonly scenario: { readonly name: string; readonly title: string };
  /** Names the plan. */
  readonly hash: string;
  readonly seed: string;
  readonly paths: number;
  readonly horizonMillis: number;
  readonly strategies: readonly string[];
  /** Number of the point that the others are compared with. */
  readonly referencePoint: number;
  /** Different tapes that each path number needs; all points of a tape see the same worlds. */
  readonly tapes: number;
  /** The scenario at the reference point, with all defaults filled in. */
  readonly resolved: unknown;
  /** Keys that vary. */
  readonly keys: readonly string[];
  readonly points: readonly {
    readonly point: number;
    readonly settings: Readonly<Record<string, SettingValue>>;
    readonly hash: string;
  }[];
}

/** All rows of a sweep: point by point, so that no more than two of them stand in memory at once. */
export interface SweepRows {
  readonly plan: PlanDocument;
  readonly partial: boolean;
  /** Whether paths of any point are not drawn alike: then rows say how each was drawn and what it counts for. */
  readonly isSampled: boolean;
  /** USD that may be owed per USD of a point's collateral before its accounts are due. */
  borrowingPower(point: number): number;
  /** The results of one point; each call makes them anew. */
  read(point: number): Results;
}

export interface PointSummary {
  readonly point: number;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly hash: string;
  readonly accounts: number;
  readonly initialDebtUsd: number;
  readonly initialCollateralUsd: number;
  /** USD that may be owed per USD of collateral before accounts are due. */
  readonly borrowingPower: number;
  readonly strategies: readonly StrategySummary[];
  readonly failedPaths: readonly number[];
  readonly gates?: Summary['gates'];
}

/** One figure of one strategy at a point against the same at the reference point, paired by path. */
export interface PointDifference extends FigureComparison {
  readonly point: number;
}

export interface SweepSummary {
  readonly plan: PlanDocument;
  readonly partial: boolean;
  readonly definitions: Definitions;
  readonly points: readonly PointSummary[];
  /** Every point but the reference, each strategy, each usual figure; adjusted p-values are after Holm's correction over all of them. */
  readonly differences: readonly PointDifference[];
  /** Points that cannot be paired with the reference, and why. */
  readonly notes: readonly string[];
}

/**
 * All statistics of a sweep.
 *
 * @param figures compared with the reference point
 */
export function summariseSweep(rows: SweepRows, figures: readonly string[] = USUAL_FIGURES): SweepSummary {
  const { plan, partial } = rows;
  const reference = rows.read(plan.referencePoint);
  const notes: string[] = [];
  const open: PointDifference[] = [];
  const points = plan.points.map(({ point, settings, hash }): PointSummary => {
    const results = rows.read(point);
    if (point !== plan.referencePoint) {
      try {
        for (const figure of compareResults(reference, results, figures).figures) open.push({ ...figure, point });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        notes.push(`Point ${point} is not compared with point ${plan.referencePoint}: ${error.message}`);
      }
    }
    const { strategies, failedPaths, gates, manifest } = summarise(results);
    const { accounts, initialDebtUsd, initialCollateralUsd } = manifest;
    const borrowingPower = rows.borrowingPower(point);
    const book = { accounts, initialDebtUsd, initialCollateralUsd, borrowingPower };
    return { point, settings, hash, ...book, strategies, failedPaths, ...(gates && { gates }) };
  });
  const adjusted = holm(open.map(({ pValue }) => pValue));
  const differences = open.map((one, index) => ({ ...one, adjustedPValue: adjusted[index]! }));
  return { plan, partial, definitions: reference.manifest.definitions, points, differences, notes };
}
