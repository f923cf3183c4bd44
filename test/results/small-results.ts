import { OUTCOME_INDEX, OUTCOME_KEYS, type OutcomeKey } from '../../models/outcome.ts';
import { definitionsOf } from '../../results/definitions.ts';
import type { Manifest } from '../../results/manifest.ts';
import type { PathFailure, Results } from '../../results/results.ts';

export type Figures = Partial<Record<OutcomeKey, number>>;

/** Results by hand: each strategy says its figures for a path number; what it leaves out is 0. */
export function smallResults(
  strategies: Readonly<Record<string, (path: number) => Figures>>,
  paths: readonly number[],
  more: { manifest?: Partial<Manifest>; failures?: PathFailure[]; partial?: boolean } = {},
): Results {
  const names = Object.keys(strategies);
  const failures = more.failures ?? [];
  const partial = more.partial ?? false;
  return {
    manifest: {
      plimsoll: '0.1.0',
      scenario: { name: 'small', title: 'A small crash', hash: '0a1b2c' },
      resolved: { run: { paths: paths.length } },
      seed: 'seven',
      paths: paths.length,
      horizonMillis: 86_400_000,
      reference: names[0]!,
      strategies: names,
      definitions: definitionsOf(86_400_000, paths.length),
      mathFingerprint: 'f00d',
      initialDebtUsd: 2_000_000,
      initialCollateralUsd: 3_000_000,
      accounts: 1200,
      partial,
      failures: failures.length,
      ...more.manifest,
    },
    strategies: names.map((strategy) => {
      const columns = new Float64Array(paths.length * OUTCOME_KEYS.length);
      paths.forEach((path, row) => {
        for (const [key, value] of Object.entries(strategies[strategy]!(path))) {
          columns[row * OUTCOME_KEYS.length + OUTCOME_INDEX[key as OutcomeKey]] = value;
        }
      });
      return { strategy, paths: Int32Array.from(paths), columns };
    }),
    failures,
    partial,
  };
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, path) => path);
