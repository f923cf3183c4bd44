/** The folder of a run that is under way: locked for one process, with a journal of what is finished. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, numbersOf } from '../../sim/sweep/batches.ts';
import { type StableManifest, stableManifest } from '../manifest.ts';
import { makeFolder } from '../write/make-folder.ts';
import { OutputError } from '../write/output-error.ts';
import { lockFolder } from './folder-lock.ts';
import { Journal, type JournalHead, journalPath, readBatches, readHead, removeJournal } from './journal.ts';
import { planDifference, type RunPlan, type Shard, shardText, type WrittenPlan, writtenPlan } from './plan.ts';
import type { FinishedBatch } from './record.ts';

/** What is there does not go together with what was asked for. */
export class StoreError extends Error {
  override readonly name = 'UsageError';
}

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

/** What to do with rows that are there: refuse to touch them, go on behind them, or throw them away. */
export type Beginning = 'new' | 'resume' | 'overwrite';

export class RunFolder implements RowStore {
  readonly folder: string;
  readonly #beginning: Beginning;
  readonly #unlock: () => void;
  #journal: Journal | undefined;
  #plan: RunPlan | undefined;
  #hasLost = false;
  #hasRows = false;

  private constructor(folder: string, beginning: Beginning, unlock: () => void) {
    this.folder = folder;
    this.#beginning = beginning;
    this.#unlock = unlock;
  }

  /**
   * Makes the folder if need be and locks it; nothing is changed in it yet.
   *
   * @throws OutputError when it cannot be written to, LockedError when another process writes there, StoreError when it holds an
   *   unfinished run and `beginning` is `new`
   */
  static open(folder: string, beginning: Beginning, shard?: Shard): RunFolder {
    try {
      makeFolder(folder);
    } catch (error) {
      throw new OutputError('write into the folder', folder, error);
    }
    const opened = new RunFolder(folder, beginning, lockFolder(folder));
    try {
      opened.#clearTemporary();
      opened.#requireFree(shard);
      return opened;
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  /** Half-written files of a process that was killed: nobody else writes here now. */
  #clearTemporary(): void {
    for (const name of readdirSync(this.folder)) {
      if (/^(?:\.plimsoll\.lock|[a-z-]+\.(?:csv|json))\.\d+(?:\.stale)?\.tmp$/.test(name))
        rmSync(join(this.folder, name), { force: true });
    }
  }

  #requireFree(shard: Shard | undefined): void {
    if (shard !== undefined && this.#beginning !== 'overwrite' && existsSync(join(this.folder, 'manifest.json'))) {
      throw new StoreError(
        `${this.folder}: holds the results of a whole run. Give each shard a folder of its own, or say --overwrite.`,
      );
    }
    if (this.#beginning !== 'new') return;
    const head = readHead(this.folder);
    if (head === undefined) return;
    const { value: first } = readBatches(this.folder, head.start).next();
    if (first === undefined || typeof first === 'number') return;
    const { manifest, shard: there } = head.plan;
    const what = there ? `rows of shard ${shardText(there)} of` : 'an unfinished run of';
    throw new StoreError(
      `${this.folder}: holds ${what} ${manifest.scenario.name} (seed ${manifest.seed}, ${manifest.paths} paths). --resume goes on with it, --overwrite throws it away.`,
    );
  }

  begin(plan: RunPlan): readonly FinishedBatch[] {
    this.#plan = plan;
    const head = this.#beginning === 'resume' ? readHead(this.folder) : undefined;
    if (head === undefined) {
      if (this.#beginning === 'overwrite' && plan.shard) rmSync(join(this.folder, 'manifest.json'), { force: true });
      this.#journal = Journal.create(this.folder, plan);
      return [];
    }
    requireSamePlan(this.folder, head.plan, writtenPlan(plan));
    const { batches, end } = finished(this.folder, head);
    this.#journal = Journal.continue(this.folder, end);
    this.#hasRows = batches.length > 0;
    return batches;
  }

  append(rows: FinishedBatch): void {
    if (this.#journal === undefined) throw new RangeError('rows before the plan they belong to');
    this.#journal.append(rows);
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
    return (
      this.#beginning === 'resume' &&
      !existsSync(journalPath(this.folder)) &&
      existsSync(join(this.folder, 'manifest.json'))
    );
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
    this.#unlock();
  }

  #closeJournal(): void {
    this.#journal?.close();
    this.#journal = undefined;
  }
}

function requireSamePlan(folder: string, there: WrittenPlan, here: WrittenPlan): void {
  const shards = [there, here].map(({ shard }) => (shard ? `shard ${shardText(shard)}` : 'a whole run'));
  const difference = shards[0] === shards[1] ? planDifference(there, here) : `${shards[0]} there and ${shards[1]} here`;
  if (difference === undefined) return;
  throw new StoreError(
    `${folder}: holds another run, which this one cannot go on with: ${difference}. Ask for the same run again, choose another folder, or throw it away with --overwrite.`,
  );
}

/** Batches of the journal, each path once, and where the last whole record ends. */
function finished(folder: string, { plan, start }: JournalHead): { batches: FinishedBatch[]; end: number } {
  const batches: FinishedBatch[] = [];
  const seen = new Uint8Array(plan.manifest.paths);
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
