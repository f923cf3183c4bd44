/**
 * Records of a journal: a batch of rows, or the plan at its head, as bytes that show whether they are whole.
 *
 *     PLMJ | length of head (u32) | length of body (u32) | head: JSON | body: columns | CRC-32 of all before (u32)
 *
 * A write that was cut off is found by its length or its checksum. Rows are the very bits that were computed.
 */
import { crc32 } from 'node:zlib';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import type { Batch } from '../../sim/sweep/batches.ts';
import type { BatchResult } from '../batch.ts';

const MAGIC = Buffer.from('PLMJ');
/** Bytes before the head. */
export const FIXED_BYTES = 12;
/** Bytes behind the body. */
export const CHECKSUM_BYTES = 4;
const WIDTH = OUTCOME_KEYS.length;

/** A finished batch. */
export interface FinishedBatch {
  readonly batch: Batch;
  readonly result: BatchResult;
}

interface BatchHead {
  readonly batch: Batch;
  readonly kept: number;
  readonly strategies: number;
  readonly failures: BatchResult['failures'];
  /** Present where paths are not drawn alike. */
  readonly probabilities?: readonly number[];
}

/** @returns the record's bytes, in one piece, to be written by one call */
export function encode(head: unknown, columns: readonly ArrayBufferView[] = []): Buffer {
  const text = Buffer.from(JSON.stringify(head), 'utf8');
  const body = columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  const fixed = Buffer.alloc(FIXED_BYTES);
  MAGIC.copy(fixed);
  fixed.writeUInt32LE(text.length, 4);
  fixed.writeUInt32LE(
    body.reduce((bytes, { length }) => bytes + length, 0),
    8,
  );
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  const before = Buffer.concat([fixed, text, ...body]);
  checksum.writeUInt32LE(crc32(before));
  return Buffer.concat([before, checksum]);
}

/** Length of the record that starts with these bytes; undefined where none does. */
export function recordLength(fixed: Buffer): number | undefined {
  if (fixed.length < FIXED_BYTES || !fixed.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  return FIXED_BYTES + fixed.readUInt32LE(4) + fixed.readUInt32LE(8) + CHECKSUM_BYTES;
}

export interface Decoded {
  readonly head: unknown;
  readonly body: Buffer;
}

/** @returns undefined where the record is damaged */
export function decode(record: Buffer): Decoded | undefined {
  const end = record.length - CHECKSUM_BYTES;
  if (crc32(record.subarray(0, end)) !== record.readUInt32LE(end)) return undefined;
  const split = FIXED_BYTES + record.readUInt32LE(4);
  return { head: JSON.parse(record.toString('utf8', FIXED_BYTES, split)), body: record.subarray(split, end) };
}

export function encodeRows({ batch, result }: FinishedBatch): Buffer {
  const { paths, columns, failures, sampling } = result;
  const head: BatchHead = {
    batch,
    kept: paths.length,
    strategies: columns.length,
    failures,
    ...(sampling && { probabilities: sampling.probabilities }),
  };
  return encode(head, [paths, ...columns, ...(sampling ? [sampling.likelihoods, sampling.strata] : [])]);
}

export function decodeRows({ head, body }: Decoded): FinishedBatch {
  const { batch, kept, strategies, failures, probabilities } = head as BatchHead;
  let offset = 0;
  // Copies: what is read may stand anywhere in its buffer, and columns of numbers have to be aligned.
  const take = (bytes: number): ArrayBuffer => {
    const copy = new ArrayBuffer(bytes);
    new Uint8Array(copy).set(body.subarray(offset, offset + bytes));
    offset += bytes;
    return copy;
  };
  const paths = new Int32Array(take(kept * 4));
  const columns = Array.from({ length: strategies }, () => new Float64Array(take(kept * WIDTH * 8)));
  if (probabilities === undefined) return { batch, result: { paths, columns, failures } };
  const likelihoods = new Float64Array(take(kept * 8));
  const strata = new Uint8Array(take(kept));
  return { batch, result: { paths, columns, failures, sampling: { strata, likelihoods, probabilities } } };
}
