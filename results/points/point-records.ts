/**
 * What a sweep's journal holds behind its plan. For each chunk of points that are simulated together there is one record of facts, then
 * one for each batch of paths:
 *
 *     facts  head: { chunk, manifests, borrowingPower }                        no body
 *     rows   head: { chunk, batch, kept?, failures?, laws?, probabilities? }   body: for each point of the chunk its path numbers (i32),
 *            for each strategy its figures (f64) and, where its paths are not drawn alike, likelihood ratios (f64) and strata (u8)
 *
 * `kept` gives the rows of each point, and is left out where no path failed. `laws` gives the place of each point's strata in
 * `probabilities`, −1 for a point whose paths are drawn alike.
 */
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import type { Batch } from '../../sim/sweep/batches.ts';
import type { BatchResult } from '../batch.ts';
import type { StableManifest } from '../manifest.ts';
import { encode } from '../store/record.ts';
import type { PointsBatch } from './points-job.ts';

/** What is known of the points of a chunk once they are made. */
export interface ChunkFacts {
  readonly chunk: number;
  /** Of each point as a run of its own in which every path goes through, in the order of the chunk. */
  readonly manifests: readonly StableManifest[];
  /** USD that may be owed per USD of a point's collateral before its accounts are due. */
  readonly borrowingPower: readonly number[];
}

export interface PointFailure {
  /** Place in the chunk. */
  readonly slot: number;
  readonly failure: BatchResult['failures'][number];
}

export interface RowsHead {
  readonly chunk: number;
  readonly batch: Batch;
  readonly kept?: readonly number[];
  readonly failures?: readonly PointFailure[];
  readonly laws?: readonly number[];
  readonly probabilities?: readonly (readonly number[])[];
}

export const isFacts = (head: unknown): head is ChunkFacts => 'manifests' in (head as object);

export function encodePoints(chunk: number, batch: Batch, { points }: PointsBatch): { head: RowsHead; record: Buffer } {
  const failures = points.flatMap((point, slot) => point.failures.map((failure) => ({ slot, failure })));
  const kept = points.map(({ paths }) => paths.length);
  const laws: number[] = [];
  const probabilities: (readonly number[])[] = [];
  for (const { sampling } of points) {
    const wanted = JSON.stringify(sampling?.probabilities);
    const known = probabilities.findIndex((one) => JSON.stringify(one) === wanted);
    laws.push(sampling === undefined ? -1 : known >= 0 ? known : probabilities.push(sampling.probabilities) - 1);
  }
  const head: RowsHead = {
    chunk,
    batch,
    ...(kept.some((count) => count !== batch.count) && { kept }),
    ...(failures.length > 0 && { failures }),
    ...(probabilities.length > 0 && { laws, probabilities }),
  };
  const body = points.flatMap(({ paths, columns, sampling }) => [
    paths,
    ...columns,
    ...(sampling ? [sampling.likelihoods, sampling.strata] : []),
  ]);
  return { head, record: encode(head, body) };
}

/** Bytes of one row of a point. */
export function rowBytes(strategies: number, isSampled: boolean): number {
  return 4 + strategies * OUTCOME_KEYS.length * 8 + (isSampled ? 9 : 0);
}

/**
 * Rows of one point in one batch.
 *
 * @param block its bytes
 * @param probabilities of its strata; undefined where its paths are drawn alike
 */
export function decodeBlock(
  block: Buffer,
  kept: number,
  strategies: number,
  probabilities: readonly number[] | undefined,
): Omit<BatchResult, 'failures'> {
  let offset = 0;
  // Copies: columns of numbers have to be aligned.
  const take = (bytes: number): ArrayBuffer => {
    const copy = new ArrayBuffer(bytes);
    new Uint8Array(copy).set(block.subarray(offset, offset + bytes));
    offset += bytes;
    return copy;
  };
  const paths = new Int32Array(take(kept * 4));
  const columns = Array.from({ length: strategies }, () => new Float64Array(take(kept * OUTCOME_KEYS.length * 8)));
  if (probabilities === undefined) return { paths, columns };
  const likelihoods = new Float64Array(take(kept * 8));
  const strata = new Uint8Array(take(kept));
  return { paths, columns, sampling: { likelihoods, strata, probabilities } };
}
