/** Puts what the batches of a run left behind together, in path order, with its manifest. */
import { type BatchResult, type BookFacts, jobFacts } from '../results/batch.ts';
import { definitionsOf } from '../results/definitions.ts';
import type { Manifest } from '../results/manifest.ts';
import type { PathFailure, Results, StrategyColumns } from '../results/results.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import type { BatchOutcome } from '../sim/engine/outcome.ts';
import { mathFingerprint } from '../sim/math-fingerprint.ts';
import type { Batch } from '../sim/sweep/batches.ts';
import { version } from './version.ts';

/** @param outcomes in the order of their batches */
export function assemble(
  loaded: LoadedScenario,
  job: BookFacts,
  outcomes: readonly BatchOutcome<BatchResult>[],
  { workers, wallSeconds }: { workers: number; wallSeconds: number },
): Results {
  const { scenario } = loaded;
  const names = Object.keys(scenario.strategies);
  const results = outcomes.flatMap((outcome) => (outcome.status === 'succeeded' ? [outcome.result] : []));
  const failures = outcomes.flatMap(failuresOf);
  const partial = outcomes.some((outcome) => outcome.status === 'aborted');
  const paths = joined(
    Int32Array,
    results.map((result) => result.paths),
  );
  const strategies = names.map((strategy, index): StrategyColumns => {
    return {
      strategy,
      paths,
      columns: joined(
        Float64Array,
        results.map((result) => result.columns[index]!),
      ),
    };
  });
  const manifest: Manifest = {
    plimsoll: version(),
    scenario: { name: scenario.name, title: scenario.title, hash: loaded.hash },
    resolved: scenario,
    seed: scenario.run.seed,
    paths: scenario.run.paths,
    horizonMillis: scenario.run.horizon,
    reference: scenario.run.reference,
    strategies: names,
    definitions: definitionsOf(scenario.run.horizon, scenario.run.paths, scenario.run.sampling !== undefined),
    mathFingerprint: mathFingerprint(),
    ...jobFacts(job),
    partial,
    failures: new Set(failures.map(({ path }) => path)).size,
    environment: { node: process.version, platform: `${process.platform}-${process.arch}`, workers, wallSeconds },
  };
  return { manifest, strategies, failures, partial, ...samplingOf(results) };
}

/** How the paths were drawn, where they were not drawn alike. */
function samplingOf(results: readonly BatchResult[]): Pick<Results, 'sampling'> {
  const parts = results.flatMap(({ sampling }) => sampling ?? []);
  const probabilities = parts.find((part) => part.probabilities.length > 0)?.probabilities;
  if (probabilities === undefined) return {};
  return {
    sampling: {
      strata: joined(
        Uint8Array,
        parts.map(({ strata }) => strata),
      ),
      likelihoods: joined(
        Float64Array,
        parts.map(({ likelihoods }) => likelihoods),
      ),
      probabilities,
    },
  };
}

/** Columns one after the other. */
function joined<T extends Int32Array | Float64Array | Uint8Array>(
  kind: new (length: number) => T,
  parts: readonly T[],
): T {
  const whole = new kind(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** A batch whose thread died takes all its paths with it: each is recorded, so that each can be replayed. */
function failuresOf(outcome: BatchOutcome<BatchResult>): PathFailure[] {
  if (outcome.status === 'succeeded') return outcome.result.failures;
  if (outcome.status === 'aborted') return [];
  const { code, message } = outcome.failure;
  return pathsOf(outcome.batch).map((path) => ({ path, code, message }));
}

function pathsOf({ from, count }: Batch): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}
