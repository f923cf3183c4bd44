/** The folder of a sweep that is under way: locked for one process, with a journal of what is finished. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Beginning, ClaimedFolder, LAST_FILE } from '../store/claimed-folder.ts';
import { journalPath, removeJournal } from '../store/journal.ts';
import { type Shard, type WrittenSweep, writtenSweep } from '../store/plan.ts';
import { type Chunks, PointRows } from './point-rows.ts';
import type { PlanDocument, SweepSummary } from './sweep-results.ts';
import { writePlan } from './write-sweep.ts';

/** Where the rows of a sweep go as they are finished. */
export interface PointStore {
  /** Only these paths are simulated. */
  readonly shard?: Shard | undefined;
  /**
   * Called once, before the first path.
   *
   * @param chunks points that are simulated together
   * @returns the rows, with those in it that are finished already
   */
  begin(chunks: Chunks): PointRows;
  /** The points of a chunk can be simulated: called before its first path. */
  ready(): void;
  /** A batch came to nothing through no fault of its paths, such as a thread that died: it is worth another try. */
  lost(): void;
}

export class SweepFolder implements PointStore {
  readonly folder: string;
  readonly shard: Shard | undefined;
  readonly #plan: PlanDocument;
  readonly #claimed: ClaimedFolder;
  #rows: PointRows | undefined;
  #isReady = false;
  #hasLost = false;

  private constructor(claimed: ClaimedFolder, plan: PlanDocument, shard: Shard | undefined) {
    this.folder = claimed.folder;
    this.#claimed = claimed;
    this.#plan = plan;
    this.shard = shard;
  }

  /**
   * Makes the folder if need be and locks it; nothing is changed in it yet.
   *
   * @throws OutputError, LockedError, StoreError: see `ClaimedFolder.claim`
   */
  static open(folder: string, beginning: Beginning, plan: PlanDocument, shard?: Shard): SweepFolder {
    return new SweepFolder(ClaimedFolder.claim('sweep', folder, beginning, shard), plan, shard);
  }

  begin(chunks: Chunks): PointRows {
    const written: WrittenSweep = writtenSweep(this.#plan, chunks, this.shard);
    const path = journalPath(this.folder);
    const head = this.#claimed.journalOf(written);
    this.#rows =
      head === undefined
        ? PointRows.create(path, written, chunks, this.#plan.paths)
        : PointRows.continue(path, head.start, chunks, this.#plan.paths);
    if (this.#rows.hasRows) this.ready();
    return this.#rows;
  }

  /** The plan is written, and results of an earlier sweep go, once it is certain that there is something to simulate. */
  ready(): void {
    if (!this.#isReady) writePlan(this.folder, this.#plan);
    this.#isReady = true;
  }

  lost(): void {
    this.#hasLost = true;
  }

  /** Whether batches came to nothing. */
  get hasLost(): boolean {
    return this.#hasLost;
  }

  get hasRows(): boolean {
    return this.#rows?.hasRows === true;
  }

  /** The summary of this very sweep where all of it is written already. @param files that have to be there as well */
  finishedSummary(files: readonly string[]): SweepSummary | undefined {
    if (!this.#claimed.mayBeFinished('sweep')) return undefined;
    if (!files.every((name) => existsSync(join(this.folder, name)))) return undefined;
    try {
      const there = JSON.parse(readFileSync(join(this.folder, LAST_FILE.sweep), 'utf8')) as SweepSummary;
      return !there.partial && JSON.stringify(there.plan) === JSON.stringify(this.#plan) ? there : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * The results are written: a whole sweep needs its journal no longer. Shards keep theirs, which is what is joined, and so does a sweep that
   * lost batches, which `resume` tries again.
   */
  finish(): void {
    this.#rows?.close();
    if (this.shard === undefined && !this.#hasLost) removeJournal(this.folder);
  }

  /** Gives the folder back. May be called at any time. */
  close(): void {
    const isEmpty = this.#rows !== undefined && !this.#isReady && !this.#rows.hasRows;
    this.#rows?.close();
    if (isEmpty) removeJournal(this.folder);
    this.#claimed.release();
  }
}
