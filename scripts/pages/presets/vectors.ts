/** How many golden vectors of the repository hold a preset. */
import { fileURLToPath } from 'node:url';
import { vectorsIn } from '../../../test/conformance/vector.ts';

const FOLDER = fileURLToPath(new URL('../../../test/conformance/vectors', import.meta.url));

/** Counts by mechanism, in alphabetical order. @param prefixes what their names begin with */
export function vectorCounts(prefixes: readonly string[]): [mechanism: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { mechanism } of vectorsIn(FOLDER)) {
    if (!prefixes.some((prefix) => mechanism.startsWith(prefix))) continue;
    counts.set(mechanism, (counts.get(mechanism) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
