import { valueText } from '../scenarios/problem.ts';
import { formatUsd } from './format.ts';
import type { Manifest } from './manifest.ts';

/** A setting that is not the same in two runs; null where a run has no such setting. */
export interface SettingDifference {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Settings in which two resolved scenarios differ, in the order of the file. The number of paths and gates are no settings. */
export function settingDifferences(before: Manifest, after: Manifest): SettingDifference[] {
  const [a, b] = [leaves(before.resolved), leaves(after.resolved)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => a.get(path) !== b.get(path) && path !== 'run.paths' && !path.startsWith('gates.'))
    .map((path) => ({ path, before: a.get(path) ?? null, after: b.get(path) ?? null }));
}

function leaves(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    if (value !== undefined) into.set(path, valueText(value));
    return into;
  }
  for (const [key, member] of Object.entries(value)) {
    // Entries of a list go by their name, so that one more keeper is one difference.
    const name =
      Array.isArray(value) && typeof member?.name === 'string'
        ? `[${member.name}]`
        : Array.isArray(value)
          ? `[${key}]`
          : key;
    leaves(member, name.startsWith('[') ? `${path}${name}` : path === '' ? name : `${path}.${name}`, into);
  }
  return into;
}

/** Why two results are not quite comparable, a sentence each; empty when they are. */
export function comparabilityNotes(before: Manifest, after: Manifest): string[] {
  const notes: string[] = [];
  const differ = (what: string, a: unknown, b: unknown, so: string) => {
    if (JSON.stringify(a) !== JSON.stringify(b)) notes.push(`${what} differ (${String(a)} and ${String(b)}): ${so}`);
  };
  differ(
    'Seeds',
    before.seed,
    after.seed,
    'paths of the same number are different worlds, so pairing gains nothing and intervals are wide.',
  );
  differ(
    'Horizons',
    `${before.horizonMillis / 3_600_000} h`,
    `${after.horizonMillis / 3_600_000} h`,
    'figures of a path are sums over different times.',
  );
  differ(
    'Confidence levels',
    before.definitions.confidence,
    after.definitions.confidence,
    'intervals here are recomputed at one level.',
  );
  differ(
    'Tail levels',
    before.definitions.tailLevel,
    after.definitions.tailLevel,
    'tail figures here are recomputed at one level.',
  );
  differ(
    'Math fingerprints',
    before.mathFingerprint,
    after.mathFingerprint,
    'exp or log gave other bits on the other machine; small differences may come from that.',
  );
  differ(
    'Versions of Plimsoll',
    before.plimsoll,
    after.plimsoll,
    'a release may change results; its CHANGELOG says so.',
  );
  differ('Numbers of paths', before.paths, after.paths, 'only the paths that both have are compared.');
  if (JSON.stringify(marketOf(before)) !== JSON.stringify(marketOf(after))) {
    notes.push('The markets differ: the same path number is not the same world in both.');
  }
  const [held, holds] = [before.initialCollateralUsd, after.initialCollateralUsd];
  if (held !== holds || before.initialDebtUsd !== after.initialDebtUsd) {
    const book = ({ initialDebtUsd, initialCollateralUsd }: Manifest) =>
      `${formatUsd(initialDebtUsd)} USD of debt on ${formatUsd(initialCollateralUsd)} USD of collateral`;
    notes.push(
      `The books differ (${book(before)}; ${book(after)}): a generated book draws health factors, so borrowers use the room that a setting leaves them.`,
    );
  }
  for (const [name, run] of [
    ['first', before],
    ['second', after],
  ] as const) {
    if (run.partial === true) notes.push(`The ${name} run was stopped before all its paths were done.`);
    if (run.failures > 0) notes.push(`In the ${name} run ${run.failures} paths failed and are left out.`);
  }
  return notes;
}

const marketOf = ({ resolved }: Manifest): unknown => (resolved as { market?: unknown } | null)?.market;
