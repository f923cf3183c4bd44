/** Runs vectors through the adapters of their mechanisms. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Adapters } from './adapter.ts';
import { differences } from './compare.ts';
import { OutOfReach } from './simulated.ts';
import type { Vector } from './vector.ts';

/** Listed: not met, for a reason that is written down. Unsupported: no model of that mechanism, or too rare to be simulated. */
export type Verdict = 'passed' | 'failed' | 'listed' | 'unsupported';

export interface Checked {
  readonly id: string;
  readonly mechanism: string;
  readonly verdict: Verdict;
  /** What differs, or why it is listed. */
  readonly detail: string;
}

const listedFile = z.array(z.strictObject({ id: z.string(), reason: z.string().min(20) }));

/** Vectors that floating point or scope cannot meet, by id, each with its reason. */
export function readListed(path: URL | string): ReadonlyMap<string, string> {
  return new Map(listedFile.parse(JSON.parse(readFileSync(path, 'utf8'))).map(({ id, reason }) => [id, reason]));
}

export function check(vector: Vector, adapters: Adapters, listed: ReadonlyMap<string, string>): Checked {
  const { id, mechanism } = vector;
  const adapter = Object.hasOwn(adapters, mechanism) ? adapters[mechanism] : undefined;
  if (adapter === undefined) return { id, mechanism, verdict: 'unsupported', detail: '' };
  const missed = missedBy(vector, adapter);
  if (missed instanceof OutOfReach) return { id, mechanism, verdict: 'unsupported', detail: missed.message };
  if (missed === '') return { id, mechanism, verdict: 'passed', detail: '' };
  const reason = listed.get(id);
  if (reason !== undefined) return { id, mechanism, verdict: 'listed', detail: `${reason} (${missed})` };
  return { id, mechanism, verdict: 'failed', detail: missed };
}

function missedBy(vector: Vector, adapter: Adapters[string]): string | OutOfReach {
  const refusal = isRefusal(vector.expected);
  try {
    const answer = adapter.run(vector);
    if (refusal) return `expected to be refused, got ${JSON.stringify(answer)}`;
    const largestAmount = adapter.largestAmount?.(vector) ?? 0;
    return differences(vector.expected, answer, { tolerance: vector.tolerance, largestAmount }).join('; ');
  } catch (error) {
    if (error instanceof OutOfReach) return error;
    // A model refuses with a RangeError; anything else is a fault of the adapter or the model.
    if (error instanceof RangeError) return refusal ? '' : `refused: ${error.message}`;
    return `${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  }
}

/** `expected.error` (or `reverts`) says that the operation must be refused; its text is not compared. */
function isRefusal(expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return false;
  const { error, reverts } = expected as { error?: unknown; reverts?: unknown };
  return [error, reverts].some((said) => said !== undefined && said !== null && said !== false);
}
