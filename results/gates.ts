import { type Gate, gatesOf } from '../scenarios/gates.ts';
import type { ResolvedScenario } from '../scenarios/schema.ts';
import { figureText } from '../scenarios/statistic.ts';
import { CONFIDENCE } from './definitions.ts';
import { describedMetric, estimateFigure, type FigureEstimate } from './figure-estimate.ts';
import type { MetricUnit } from './metrics.ts';
import type { Results } from './results.ts';
import { wilksSampleSize } from './statistics/sample-size.ts';

/**
 * `pass`: the whole interval keeps the limit. `fail`: the whole interval breaks it, or there is no such figure. `undecided`: the
 * limit lies within the interval, or there is no interval.
 */
export type GateOutcome = 'pass' | 'fail' | 'undecided';

export interface GateResult extends FigureEstimate {
  /** The gate as written. */
  readonly gate: string;
  /** `badDebtUsd.p99`. */
  readonly figure: string;
  readonly strategy: string;
  readonly unit: MetricUnit;
  readonly operator: '<' | '>';
  /** In the figure's own unit: a share of the debt has become USD. */
  readonly limit: number;
  readonly outcome: GateOutcome;
  /** Paths after which the interval would lie on one side, at the value seen; null when it does, or never will. */
  readonly pathsToDecide: number | null;
}

/** Judges the gates of a scenario on its results: every gate for each strategy that it names, or for all. */
export function judgeGates(results: Results, gates: readonly Gate[]): GateResult[] {
  const all = results.strategies.map(({ strategy }) => strategy);
  return gates.flatMap((gate) =>
    (gate.strategies.length > 0 ? gate.strategies.filter((name) => all.includes(name)) : all).map((strategy) =>
      judge(results, strategy, gate),
    ),
  );
}

/** The gates that stand in the scenario of a run. */
export function gatesOfRun(results: Results): Gate[] {
  return gatesOf((results.manifest.resolved as Partial<ResolvedScenario>).gates);
}

function judge(results: Results, strategy: string, gate: Gate): GateResult {
  const estimate = estimateFigure(results, strategy, gate);
  const { title: _, ...described } = describedMetric(gate.metric);
  const unit = gate.statistic.kind === 'probability' ? 'fraction' : described.unit;
  const limit = gate.limit * scaleOf(gate, unit, results.manifest.initialDebtUsd);
  return {
    gate: gate.text,
    figure: figureText(gate),
    strategy,
    unit,
    operator: gate.operator,
    limit,
    ...estimate,
    ...judgement(estimate, gate, limit),
  };
}

/** A per cent sign means a share of the debt for USD, and of one for fractions; for anything else it is refused. */
function scaleOf({ percent, metric, text }: Gate, unit: MetricUnit, debtUsd: number): number {
  if (!percent) return 1;
  if (unit === 'usd') return debtUsd / 100;
  if (unit === 'fraction') return 1 / 100;
  throw new RangeError(
    `gates.${metric}: "${text}" asks for a share, but ${metric} is neither USD nor a fraction; leave the % out`,
  );
}

function judgement(
  { value, low, high, n }: FigureEstimate,
  { operator, statistic }: Gate,
  limit: number,
): Pick<GateResult, 'outcome' | 'pathsToDecide'> {
  // No path has the figure: that never passes. Too thin a tail is no answer either way.
  if (value === null) return { outcome: n === 0 ? 'fail' : 'undecided', pathsToDecide: null };
  // The bound that must keep the limit for a pass, and the one that must break it for a failure.
  const [far, near] = operator === '<' ? [high, low] : [low, high];
  const keeps = (bound: number | null) => bound !== null && (operator === '<' ? bound < limit : bound > limit);
  if (keeps(far)) return { outcome: 'pass', pathsToDecide: null };
  if (near !== null && !keeps(near)) return { outcome: 'fail', pathsToDecide: null };
  // A bound of a quantile comes into being at a number of paths that is known.
  if (far === null && statistic.kind === 'quantile' && keeps(value)) {
    const level = operator === '<' ? statistic.level : 1 - statistic.level;
    return { outcome: 'undecided', pathsToDecide: wilksSampleSize(level, 0.5 + CONFIDENCE / 2) };
  }
  const room = Math.abs(value - limit);
  const reach = keeps(value) ? far : near;
  // An interval shrinks with the root of the number of paths.
  const share = reach === null || room === 0 ? null : (reach - value) / room;
  return { outcome: 'undecided', pathsToDecide: share === null ? null : Math.ceil(n * share * share) };
}
