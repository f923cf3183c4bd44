/** What points of a sweep have in common: two with the same key can use the same thing. */
import { canonicalJson } from '../canonical.ts';
import type { LoadedScenario } from '../loaded-scenario.ts';

/** Everything that the tape of a path depends on. */
export function tapeKey({ scenario: { market, chains, run } }: LoadedScenario): string {
  const { horizon, tick, seed, sampling } = run;
  const written = Object.entries(chains).map(([name, { blocks, fee }]) => [name, blocks, fee]);
  return canonicalJson([market, written, horizon, tick, seed, sampling ?? null]);
}

/** Everything that the oracles' reports depend on while nothing of ours happens, besides the tape. */
export function reportsKey({ scenario: { chains, oracles, venues } }: LoadedScenario): string {
  return canonicalJson([chains, oracles, venues]);
}

/** Everything that the book and its crossing indices are made from. */
export function bookKey({ scenario: { market, run, protocol, strategies } }: LoadedScenario): string {
  const thresholds = Object.entries(protocol.collateral).map(
    ([name, { liquidationThreshold, isolated, supplyCap }]) => [
      ...[name, liquidationThreshold, isolated ?? null, supplyCap ?? null],
    ],
  );
  const triggers = Object.entries(strategies).map(([name, { preset, trigger, thresholds, borrowers }]) => [
    ...[name, preset, trigger ?? null, thresholds ?? null, borrowers ?? null],
  ]);
  const { horizon, tick, seed } = run;
  const categories = protocol.categories ?? null;
  return canonicalJson([
    market.assets,
    horizon,
    tick,
    seed,
    protocol.book,
    protocol.debt,
    thresholds,
    categories,
    triggers,
  ]);
}
