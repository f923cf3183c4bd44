/**
 * Plimsoll as a library.
 *
 * ```ts
 * import { loadScenario, renderTable, simulate, summarise } from 'plimsoll';
 *
 * const loaded = await loadScenario('black-thursday', { overrides: ['protocol.collateral.ETH.liquidationBonus=0.08'] });
 * const results = await simulate(loaded, { paths: 500 });
 * console.log(renderTable(summarise(results)));
 * ```
 */
export { type Progress, type SimulateOptions, simulate } from './bin/simulate.ts';
export type { Accounts } from './models/book/accounts.ts';
export { BookBuilder, type BookColumns, type BookRequest } from './models/book/book.ts';
export { DataError } from './models/data-error.ts';
export { HOLDERS, type Holder } from './models/ledger/ledger.ts';
export type { DueSet } from './models/liquidation/due-set.ts';
export type { Executor } from './models/liquidation/execution/executor.ts';
export type { Settlement } from './models/liquidation/settlement.ts';
export type {
  BookModel,
  Execution,
  FamilyContext,
  FamilyInstance,
  FileTexts,
  Grid,
  PriceModel,
  PriceSurroundings,
  Streams,
} from './models/model.ts';
export { OUTCOME_INDEX, OUTCOME_KEYS, type OutcomeKey } from './models/outcome.ts';
export * as parameters from './models/parameters.ts';
export { defineModel, type Family, type ModelDefinition, type ModelReference, Registry } from './models/registry.ts';
export type { Tape } from './models/tape/tape.ts';
export type { Route } from './models/venues/route.ts';
export type { Venue } from './models/venues/venue.ts';
export type { Stage } from './models/world/stage.ts';
export { type Baseline, baselineOf } from './results/baseline/baseline.ts';
export { baselineText, parseBaseline } from './results/baseline/baseline-file.ts';
export { type BaselineCheck, checkBaseline } from './results/baseline/check-baseline.ts';
export { compareResults, type FigureComparison, type ResultsComparison } from './results/compare-results.ts';
export { type GateResult, judgeGates } from './results/gates.ts';
export type { Manifest } from './results/manifest.ts';
export { METRICS } from './results/metrics.ts';
export { readResults } from './results/read-results.ts';
export { column, type PathFailure, type Results, type Sampling, type StrategyColumns } from './results/results.ts';
export { summarise } from './results/summarise.ts';
export type { Comparison, MetricSummary, StrategySummary, Summary } from './results/summary.ts';
export { renderTable, type TableOptions } from './results/table.ts';
export { OutputError } from './results/write/output-error.ts';
export { writeResults } from './results/write/write-results.ts';
export { type LoadOptions, loadScenario } from './scenarios/load.ts';
export type { LoadedScenario, PluginReference } from './scenarios/loaded-scenario.ts';
export type { PluginKit } from './scenarios/plugins.ts';
export { type Problem, ScenarioError } from './scenarios/problem.ts';
export type { ResolvedScenario } from './scenarios/schema.ts';
