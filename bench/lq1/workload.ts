/** LQ-1 through Plimsoll's public face: loads the scenario with its plug-ins, runs it, and reads off the figures that peers print too. */
import { fileURLToPath } from 'node:url';
import { column, type LoadedScenario, loadScenario, type OutcomeKey, type Results, simulate } from '../../index.ts';

/** What every program that does LQ-1 must agree on: counts exactly, money to 1e-9. */
export interface Check {
  readonly liquidations: number;
  readonly skips: number;
  readonly bad_mean: number;
  readonly bad_p95: number;
  readonly bad_p99: number;
  readonly repaid_mean: number;
  readonly slip_mean: number;
}

export interface Size {
  readonly accounts: number;
  readonly seed: number;
}

/** Seen from the sources, and from where the benchmark is compiled to (`out/bench-build/bench/lq1`). */
export function scenarioPath(from = import.meta.url): string {
  const compiled = from.includes('/out/bench-build/');
  return fileURLToPath(new URL(compiled ? '../../../../bench/lq1/lq1.yaml' : './lq1.yaml', from));
}

export function loadLq1({ accounts, seed }: Size): Promise<LoadedScenario> {
  return loadScenario(scenarioPath(), {
    allowPlugins: true,
    overrides: [
      `market.assets.ETH.price.seed=${seed}`,
      `venues.pool.seed=${seed}`,
      `venues.pool.accounts=${accounts}`,
      `protocol.book.seed=${seed}`,
      `protocol.book.accounts=${accounts}`,
    ],
  });
}

/** Runs so many paths in this thread. */
export function runLq1(loaded: LoadedScenario, paths: number): Promise<Results> {
  return simulate(loaded, { paths, workers: 0 });
}

export function checkOf(results: Results): Check {
  const figures = (key: OutcomeKey) => [...column(results.strategies[0]!, key)];
  const bad = figures('badDebtUsd').sort((a, b) => a - b);
  return {
    liquidations: sum(figures('liquidations')),
    skips: sum(figures('failedTransactions')),
    bad_mean: sum(bad) / bad.length,
    bad_p95: quantile(bad, 0.95),
    bad_p99: quantile(bad, 0.99),
    repaid_mean: mean(figures('liquidatedDebtUsd')),
    slip_mean: mean(figures('slippageFeeUsd')),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Between the two nearest of the sorted values, in proportion: what numpy's `quantile` gives. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const below = sorted[low]!;
  return below + (at - low) * ((sorted[low + 1] ?? below) - below);
}
