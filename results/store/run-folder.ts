/** The folder of a run that is under way: locked for one process, with a journal of what is finished. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, numbersOf } from '../../sim/sweep/batches.ts';
import { type StableManifest, stableManifest } from '../manifest.ts';
import { type Beginning, ClaimedFolder } from './claimed-folder.ts';
import { Journal, journalPath, readBatches, removeJournal } from './journal.ts';
import { type RunPlan, type Shard, writtenPlan } from './plan.ts';
import { encodeRows, type FinishedBatch } from './record.ts';

/** Where rows go as they are finished. */
export interface RowStore {
  /**
   * Called once, before the first path.
   *
   * @returns what is finished already
   */
  begin(plan: RunPlan): readonly FinishedBatch[];
  append(rows: FinishedBatch): void;
  /** A batch came to nothing through no fault of its paths, such as a thread that died: it is worth another try. */
  lost(batch: Batch): void;
}

export class RunFolder implements RowStore {
  readonly folder: string;
  readonly #claimed: ClaimedFolder;
  #journal: Journal | undefined;
  #plan: RunPlan | undefined;
  #hasLost = false;
  #hasRows = false;

  private constructor(claimed: ClaimedFolder) {
    this.folder = claimed.folder;
    this.#claimed = claimed;
  }

  /**
   * Makes the folder if need be and locks it; nothing is changed in it yet.
   *
   * @throws OutputError, LockedError, StoreError: see `ClaimedFolder.claim`
   */
  static open(folder: string, beginning: Beginning, shard?: Shard): RunFolder {
    return new RunFolder(ClaimedFolder.claim('run', folder, beginning, shard));
  }

  begin(plan: RunPlan): readonly FinishedBatch[] {
    this.#plan = plan;
    const written = writtenPlan(plan);
    const path = journalPath(this.folder);
    const head = this.#claimed.journalOf(written);
    if (head === undefined) {
      if (this.#claimed.beginning === 'overwrite' && plan.shard)
        rmSync(join(this.folder, 'manifest.json'), { force: true });
      this.#journal = Journal.create(path, written);
      return [];
    }
    const { batches, end } = finished(this.folder, head.start, plan.manifest.paths);
    this.#journal = Journal.continue(path, end);
    this.#hasRows = batches.length > 0;
    return batches;
  }

  append(rows: FinishedBatch): void {
    if (this.#journal === undefined) throw new RangeError('rows before the plan they belong to');
    this.#journal.append(encodeRows(rows));
    this.#hasRows = true;
  }

  lost(): void {
    this.#hasLost = true;
  }

  /** Whether there are rows in the journal that is being written. */
  get hasRows(): boolean {
    return this.#hasRows;
  }

  /** Whether results are there, and no run under way. */
  get mayBeFinished(): boolean {
    return this.#claimed.mayBeFinished('run');
  }

  /**
   * The summary of this very run where all of it is written already, as `summary.json` says it.
   *
   * @param manifest of the run as asked for
   */
  finishedSummary(manifest: StableManifest): unknown {
    if (!this.mayBeFinished) return undefined;
    try {
      const there = JSON.parse(readFileSync(join(this.folder, 'manifest.json'), 'utf8')) as StableManifest;
      const asked = { ...stableManifest(manifest), failures: there.failures };
      if (JSON.stringify(there) !== JSON.stringify(asked)) return undefined;
      return JSON.parse(readFileSync(join(this.folder, 'summary.json'), 'utf8'));
    } catch {
      return undefined;
    }
  }

  /**
   * The results are written: a whole run needs its journal no longer. Shards keep theirs, which is what is joined, and so does a run that lost
   * batches, which `resume` tries again.
   */
  finish(): void {
    this.#closeJournal();
    if (this.#plan?.shard === undefined && !this.#hasLost) removeJournal(this.folder);
  }

  /** Gives the folder back. May be called at any time. */
  close(): void {
    this.#closeJournal();
    this.#claimed.release();
  }

  #closeJournal(): void {
    this.#journal?.close();
    this.#journal = undefined;
  }
}

/** Batches of the journal, each path once, and where the last whole record ends. */
function finished(folder: string, start: number, paths: number): { batches: FinishedBatch[]; end: number } {
  const batches: FinishedBatch[] = [];
  const seen = new Uint8Array(paths);
  const reader = readBatches(folder, start);
  for (;;) {
    const { done, value } = reader.next();
    if (done) return { batches, end: value };
    const numbers = [...numbersOf(value.batch)];
    if (numbers.some((path) => seen[path] === 1)) continue;
    for (const path of numbers) seen[path] = 1;
    batches.push(value);
  }
}
