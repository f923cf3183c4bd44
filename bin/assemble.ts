/** Puts what the batches of a run left behind together, in path order, with its manifest. */
import { type BookFacts, jobFacts } from '../results/batch.ts';
import { definitionsOf } from '../results/definitions.ts';
import type { Environment, StableManifest } from '../results/manifest.ts';
import type { PathFailure, Results } from '../results/results.ts';
import { gather } from '../results/store/gather.ts';
import type { FinishedBatch } from '../results/store/record.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';
import { mathFingerprint } from '../sim/math-fingerprint.ts';
import { numbersOf } from '../sim/sweep/batches.ts';
import { version } from './version.ts';

/** The manifest of a run in which every path goes through. */
export function plannedManifest({ scenario, hash }: LoadedScenario, job: BookFacts): StableManifest {
  const { run } = scenario;
  return {
    plimsoll: version(),
    scenario: { name: scenario.name, title: scenario.title, hash },
    resolved: scenario,
    seed: run.seed,
    paths: run.paths,
    horizonMillis: run.horizon,
    reference: run.reference,
    strategies: Object.keys(scenario.strategies),
    definitions: definitionsOf(run.horizon, run.paths, run.sampling !== undefined),
    mathFingerprint: mathFingerprint(),
    ...jobFacts(job),
    partial: false,
    failures: 0,
  };
}

export interface Finished {
  readonly batches: readonly FinishedBatch[];
  /** Paths of batches whose thread died: each is recorded, so that each can be replayed. */
  readonly lost: readonly PathFailure[];
  /** Whether the run was stopped before all was done. */
  readonly partial: boolean;
}

export function assemble(manifest: StableManifest, finished: Finished, environment?: Environment): Results {
  const { batches } = finished;
  const bound = batches.reduce((most, { batch }) => Math.max(most, (numbersOf(batch).at(-1) ?? -1) + 1), 0);
  const { strategies, failures: found, sampling } = gather(manifest.strategies, bound, () => batches);
  const failures = [...found, ...finished.lost].sort((a, b) => a.path - b.path);
  const { partial } = finished;
  const failed = new Set(failures.map(({ path }) => path)).size;
  return {
    manifest: { ...manifest, partial, failures: failed, ...(environment && { environment }) },
    strategies,
    failures,
    partial,
    ...(sampling && { sampling }),
  };
}
