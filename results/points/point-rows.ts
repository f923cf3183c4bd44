/**
 * Rows of many points, kept on disk instead of in memory while a sweep runs. Batches of all points of a chunk go in as they come, in
 * whatever order; each point comes out as a whole. In memory stands only where each batch lies.
 */
import { type Batch, numbersOf } from '../../sim/sweep/batches.ts';
import type { BatchResult } from '../batch.ts';
import type { StableManifest } from '../manifest.ts';
import type { PathFailure, Results } from '../results.ts';
import { gather } from '../store/gather.ts';
import { Journal, readRecords } from '../store/journal.ts';
import { encode, FIXED_BYTES, type FinishedBatch } from '../store/record.ts';
import { type ChunkFacts, decodeBlock, encodePoints, isFacts, type RowsHead, rowBytes } from './point-records.ts';
import type { PointsBatch } from './points-job.ts';

/** Points that are simulated together, by their number. */
export type Chunks = readonly (readonly number[])[];

interface PlacedBatch extends Omit<RowsHead, 'chunk'> {
  /** Where its rows start. */
  readonly at: number;
}

interface Chunk {
  facts: ChunkFacts | undefined;
  readonly batches: PlacedBatch[];
  /** By path: whether its rows are there. */
  readonly done: Uint8Array;
}

export class PointRows {
  /** One beyond the largest path number. */
  readonly paths: number;
  readonly #chunks: readonly Chunk[];
  /** By point: its chunk and its place there. */
  readonly #places = new Map<number, readonly [chunk: number, slot: number]>();
  #journal: Journal | undefined;

  private constructor(chunks: Chunks, paths: number) {
    this.paths = paths;
    this.#chunks = chunks.map(() => ({ facts: undefined, batches: [], done: new Uint8Array(paths) }));
    for (const [chunk, points] of chunks.entries()) {
      for (const [slot, point] of points.entries()) this.#places.set(point, [chunk, slot]);
    }
  }

  /** A new file; what stood there is gone. @throws OutputError */
  static create(path: string, head: unknown, chunks: Chunks, paths: number): PointRows {
    const rows = new PointRows(chunks, paths);
    rows.#journal = Journal.create(path, head);
    return rows;
  }

  /** Goes on behind the last whole record. @param start where the records behind the head start @throws OutputError */
  static continue(path: string, start: number, chunks: Chunks, paths: number): PointRows {
    const rows = new PointRows(chunks, paths);
    rows.#journal = Journal.continue(path, rows.#indexFile(path, start));
    return rows;
  }

  /** To be read and not changed. @throws OutputError */
  static open(path: string, start: number, chunks: Chunks, paths: number): PointRows {
    const rows = new PointRows(chunks, paths);
    rows.#indexFile(path, start);
    rows.#journal = Journal.toRead(path);
    return rows;
  }

  /** @returns where the last whole record ends */
  #indexFile(path: string, start: number): number {
    const records = readRecords(path, start);
    for (;;) {
      const { done, value } = records.next();
      if (done) return value;
      this.#index(value.decoded.head as ChunkFacts | RowsHead, value.bodyAt);
    }
  }

  #index(head: ChunkFacts | RowsHead, at: number): void {
    const chunk = this.#chunks[head.chunk];
    if (chunk === undefined) throw new RangeError(`results: there is no chunk ${head.chunk}`);
    if (isFacts(head)) {
      chunk.facts ??= head;
      return;
    }
    const { chunk: _, ...batch } = head;
    const numbers = numbersOf(batch.batch);
    if (numbers.some((path) => chunk.done[path] === 1)) return;
    for (const path of numbers) chunk.done[path] = 1;
    chunk.batches.push({ ...batch, at });
  }

  /** Whether anything was simulated. */
  get hasRows(): boolean {
    return this.#chunks.some(({ batches }) => batches.length > 0);
  }

  /** Whether the points of a chunk have been described. */
  knows(chunk: number): boolean {
    return this.#chunks[chunk]!.facts !== undefined;
  }

  isDone(chunk: number, path: number): boolean {
    return this.#chunks[chunk]!.done[path] === 1;
  }

  /** Batches of a chunk, in the order in which they came. */
  batchesOf(chunk: number): readonly Batch[] {
    return this.#chunks[chunk]!.batches.map(({ batch }) => batch);
  }

  /** Before the first rows of a chunk. @throws OutputError */
  describe(facts: ChunkFacts): void {
    if (this.knows(facts.chunk)) return;
    this.#open.append(encode(facts));
    this.#index(facts, 0);
  }

  /** @throws OutputError when they cannot be kept; what was kept before stays */
  append(chunk: number, batch: Batch, result: PointsBatch): void {
    const { head, record } = encodePoints(chunk, batch, result);
    const at = this.#open.append(record);
    this.#index(head, at + FIXED_BYTES + record.readUInt32LE(4));
  }

  chunkOf(point: number): number {
    return this.#places.get(point)![0];
  }

  manifestOf(point: number): StableManifest | undefined {
    const [chunk, slot] = this.#places.get(point)!;
    return this.#chunks[chunk]!.facts?.manifests[slot];
  }

  borrowingPowerOf(point: number): number {
    const [chunk, slot] = this.#places.get(point)!;
    return this.#chunks[chunk]!.facts?.borrowingPower[slot] ?? 0;
  }

  /** Rows of a point, batch by batch. @param withFigures whether figures are wanted, or path numbers and failures alone */
  *rowsOf(point: number, withFigures: boolean): Generator<FinishedBatch> {
    const [place, slot] = this.#places.get(point)!;
    const { batches, facts } = this.#chunks[place]!;
    if (facts === undefined) return;
    const strategies = facts.manifests.map((one) => one.strategies.length);
    for (const { batch, at, kept, failures, laws, probabilities } of batches) {
      const lawOf = (other: number) =>
        laws === undefined || laws[other]! < 0 ? undefined : probabilities![laws[other]!];
      const keptOf = (other: number) => kept?.[other] ?? batch.count;
      const own = failures?.filter((one) => one.slot === slot).map(({ failure }) => failure) ?? [];
      const count = keptOf(slot);
      if (!withFigures && count === batch.count) {
        yield { batch, result: { ...unread(Int32Array.from(numbersOf(batch)), lawOf(slot)), failures: own } };
        continue;
      }
      let start = at;
      for (let other = 0; other < slot; other++) {
        start += keptOf(other) * rowBytes(strategies[other]!, lawOf(other) !== undefined);
      }
      const bytes = count * rowBytes(strategies[slot]!, lawOf(slot) !== undefined);
      const block = this.#open.read(start, bytes);
      yield { batch, result: { ...decodeBlock(block, count, strategies[slot]!, lawOf(slot)), failures: own } };
    }
  }

  /** Gives the file back. Nothing can be read any more. */
  close(): void {
    this.#journal?.close();
    this.#journal = undefined;
  }

  get #open(): Journal {
    if (this.#journal === undefined) throw new RangeError('results: the rows were given back');
    return this.#journal;
  }
}

function unread(paths: Int32Array, probabilities: readonly number[] | undefined): Omit<BatchResult, 'failures'> {
  if (probabilities === undefined) return { paths, columns: [] };
  return { paths, columns: [], sampling: { strata: new Uint8Array(), likelihoods: new Float64Array(), probabilities } };
}

/** What became of a point's paths besides those that have rows. */
export interface Remainder {
  readonly partial: boolean;
  /** Paths of batches that came to nothing. */
  readonly lost: readonly PathFailure[];
}

/**
 * A point as a run of its own: its rows in path order, whoever computed them.
 *
 * @param files of all shards
 * @param manifest of the point as a run in which every path goes through
 */
export function pointResults(
  files: readonly PointRows[],
  point: number,
  manifest: StableManifest,
  { partial, lost }: Remainder,
): Results {
  const paths = Math.max(...files.map((file) => file.paths));
  const gathered = gather(manifest.strategies, paths, function* rows(pass) {
    for (const file of files) yield* file.rowsOf(point, pass === 'rows');
  });
  const failures = [...gathered.failures, ...lost].sort((a, b) => a.path - b.path);
  return {
    manifest: { ...manifest, partial, failures: new Set(failures.map(({ path }) => path)).size },
    strategies: gathered.strategies,
    failures,
    partial,
    ...(gathered.sampling && { sampling: gathered.sampling }),
  };
}
