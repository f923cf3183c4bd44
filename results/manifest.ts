import type { Definitions } from './definitions.ts';

/** Facts of the machine and the moment. They are recorded, and kept out of every file that must repeat byte for byte. */
export interface Environment {
  readonly node: string;
  readonly platform: string;
  readonly workers: number;
  readonly wallSeconds: number;
}

/** What is needed to repeat a run and to know whether two results may be compared. */
export interface Manifest {
  /** Version of Plimsoll. */
  readonly plimsoll: string;
  readonly scenario: { readonly name: string; readonly title: string; readonly hash: string };
  /** The scenario with all defaults filled in, as JSON. */
  readonly resolved: unknown;
  readonly seed: string;
  /** Paths asked for; those that finished are the rows. */
  readonly paths: number;
  readonly horizonMillis: number;
  /** The strategy that the others are compared with. */
  readonly reference: string;
  readonly strategies: readonly string[];
  readonly definitions: Definitions;
  /** Hash of the math library's outputs; results with different ones are not compared silently. */
  readonly mathFingerprint: string;
  readonly initialDebtUsd: number;
  readonly initialCollateralUsd: number;
  readonly accounts: number;
  readonly partial: boolean;
  /** Number of paths that failed. */
  readonly failures: number;
  readonly environment?: Environment;
}

/** The part of a manifest that depends on what was simulated and not on where. */
export type StableManifest = Omit<Manifest, 'environment'>;

/** The stable part, its keys in one fixed order. */
export function stableManifest(manifest: StableManifest): StableManifest {
  const { name, title, hash } = manifest.scenario;
  return {
    plimsoll: manifest.plimsoll,
    scenario: { name, title, hash },
    seed: manifest.seed,
    paths: manifest.paths,
    horizonMillis: manifest.horizonMillis,
    strategies: [...manifest.strategies],
    reference: manifest.reference,
    accounts: manifest.accounts,
    initialDebtUsd: manifest.initialDebtUsd,
    initialCollateralUsd: manifest.initialCollateralUsd,
    partial: manifest.partial,
    failures: manifest.failures,
    mathFingerprint: manifest.mathFingerprint,
    definitions: manifest.definitions,
    resolved: manifest.resolved,
  };
}
