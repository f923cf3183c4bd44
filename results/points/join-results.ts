import type { Results, Sampling } from '../results.ts';

/** Results of the same point on further paths, one after the other. @param parts in path order, one or more */
export function joinResults(parts: readonly Results[]): Results {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const paths = parts.reduce((sum, { manifest }) => sum + manifest.paths, 0);
  const strategies = first!.strategies.map(({ strategy }, index) => ({
    strategy,
    paths: parts.flatMap((part) => [...part.strategies[index]!.paths]),
    columns: joined(parts.map((part) => part.strategies[index]!.columns)),
  }));
  const drawn = parts.flatMap(({ sampling }) => sampling ?? []);
  const sampling: Sampling | undefined = drawn[0] && {
    strata: Uint8Array.from(drawn.flatMap(({ strata }) => [...strata])),
    likelihoods: joined(drawn.map(({ likelihoods }) => likelihoods)),
    probabilities: drawn[0].probabilities,
  };
  const failures = parts.flatMap((part) => [...part.failures]);
  const manifest = { ...first!.manifest, paths, failures: new Set(failures.map(({ path }) => path)).size };
  const partial = parts.some((part) => part.partial);
  return { manifest, strategies, failures, partial, ...(sampling && { sampling }) };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
