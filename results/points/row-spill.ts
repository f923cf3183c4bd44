/**
 * Rows of many points, kept on disk instead of in memory while a sweep runs: batches go in as they come, in path order, and each
 * point comes out as a whole.
 */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import type { BatchResult, BatchSampling } from '../batch.ts';
import { OutputError } from '../write/output-error.ts';

interface Block {
  /** Where in the file, bytes. */
  readonly at: number;
  readonly paths: Int32Array;
  readonly strategies: number;
}

interface PointRows {
  readonly blocks: Block[];
  readonly failures: BatchResult['failures'];
  readonly sampling: BatchSampling[];
}

export class RowSpill {
  readonly #path: string;
  readonly #file: number;
  readonly #points = new Map<number, PointRows>();
  #end = 0;

  /** @param path of a file that does not matter to anybody else. @throws OutputError when it cannot be made */
  constructor(path: string) {
    this.#path = path;
    this.#file = this.#attempt(() => openSync(path, 'w+'));
  }

  /** Takes a batch of one point; batches of a point come in path order. */
  append(point: number, { paths, columns, failures, sampling }: BatchResult): void {
    const rows = this.#rowsOf(point);
    rows.failures.push(...failures);
    if (sampling !== undefined) rows.sampling.push(sampling);
    if (paths.length === 0) return;
    rows.blocks.push({ at: this.#end, paths: paths.slice(), strategies: columns.length });
    for (const column of columns) {
      const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
      for (let done = 0; done < bytes.length; ) {
        done += this.#attempt(() => writeSync(this.#file, bytes, done, bytes.length - done, this.#end + done));
      }
      this.#end += bytes.length;
    }
  }

  /** Paths of a point that failed as a whole. */
  fail(point: number, failures: BatchResult['failures']): void {
    this.#rowsOf(point).failures.push(...failures);
  }

  /** Everything of a point, as one batch. */
  read(point: number): BatchResult {
    const { blocks, failures, sampling } = this.#rowsOf(point);
    const width = OUTCOME_KEYS.length;
    const count = blocks.reduce((sum, { paths }) => sum + paths.length, 0);
    const paths = new Int32Array(count);
    const columns = Array.from({ length: blocks[0]?.strategies ?? 0 }, () => new Float64Array(count * width));
    let row = 0;
    for (const block of blocks) {
      paths.set(block.paths, row);
      const bytes = block.paths.length * width * Float64Array.BYTES_PER_ELEMENT;
      columns.forEach((column, index) => {
        const into = new Uint8Array(column.buffer, row * width * Float64Array.BYTES_PER_ELEMENT, bytes);
        this.#attempt(() => readSync(this.#file, into, 0, bytes, block.at + index * bytes));
      });
      row += block.paths.length;
    }
    const joined = sampling[0] && {
      strata: Uint8Array.from(sampling.flatMap(({ strata }) => [...strata])),
      likelihoods: Float64Array.from(sampling.flatMap(({ likelihoods }) => [...likelihoods])),
      probabilities: sampling[0].probabilities,
    };
    return { paths, columns, failures, ...(joined && { sampling: joined }) };
  }

  /** Gives the file back. Nothing can be read any more. */
  close(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }

  #rowsOf(point: number): PointRows {
    let rows = this.#points.get(point);
    if (rows === undefined) {
      rows = { blocks: [], failures: [], sampling: [] };
      this.#points.set(point, rows);
    }
    return rows;
  }

  #attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw new OutputError('keep the rows in the file', this.#path, error);
    }
  }
}
