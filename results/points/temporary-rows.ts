/** Rows of points that nobody wants to keep: in a file that goes when they have been read. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chunks, PointRows } from './point-rows.ts';
import type { PointStore } from './sweep-folder.ts';

let files = 0;

export class TemporaryRows implements PointStore {
  readonly #path = join(tmpdir(), `.plimsoll-rows-${process.pid}-${files++}.tmp`);
  readonly #paths: number;
  #rows: PointRows | undefined;

  /** @param paths one beyond the largest path number */
  constructor(paths: number) {
    this.#paths = paths;
  }

  begin(chunks: Chunks): PointRows {
    this.#rows = PointRows.create(this.#path, {}, chunks, this.#paths);
    // A file without a name goes with the process, however that ends.
    if (process.platform !== 'win32') rmSync(this.#path, { force: true });
    return this.#rows;
  }

  ready(): void {}

  lost(): void {}

  /** Deletes the rows. */
  close(): void {
    this.#rows?.close();
    rmSync(this.#path, { force: true });
  }
}
