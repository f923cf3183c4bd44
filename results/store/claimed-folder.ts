/** A folder that one process writes results into: made if need be, locked, and free for what is to come. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../write/make-folder.ts';
import { OutputError } from '../write/output-error.ts';
import { lockFolder } from './folder-lock.ts';
import { type JournalHead, journalPath, readHead, readRecords } from './journal.ts';
import { isSweep, planDifference, type Shard, shardText, type WrittenPlan, type WrittenSweep } from './plan.ts';

/** What is there does not go together with what was asked for. */
export class StoreError extends Error {
  override readonly name = 'UsageError';
}

/** What to do with rows that are there: refuse to touch them, go on behind them, or throw them away. */
export type Beginning = 'new' | 'resume' | 'overwrite';

export type Kind = 'run' | 'sweep';

/** The file that says that a folder holds results, and of what. */
const SIGN: Readonly<Record<Kind, string>> = { run: 'manifest.json', sweep: 'plan.json' };
/** The file that is written last. */
export const LAST_FILE: Readonly<Record<Kind, string>> = { run: 'manifest.json', sweep: 'summary.json' };

/** Files that a process which was killed may have left half-written, beside their places. */
const HALF_WRITTEN = /^(?:\.plimsoll\.lock|\.plimsoll|[a-z-]+\.(?:csv|json|html|parquet))[.-]\d+(?:\.stale)?\.tmp$/;

export class ClaimedFolder {
  readonly folder: string;
  readonly beginning: Beginning;
  readonly #unlock: () => void;

  private constructor(folder: string, beginning: Beginning, unlock: () => void) {
    this.folder = folder;
    this.beginning = beginning;
    this.#unlock = unlock;
  }

  /**
   * Nothing of what is there is changed yet.
   *
   * @throws OutputError when it cannot be written to, LockedError when another process writes there, StoreError when it holds
   *   results of the other kind, or an unfinished run or sweep and `beginning` is `new`
   */
  static claim(kind: Kind, folder: string, beginning: Beginning, shard?: Shard): ClaimedFolder {
    try {
      makeFolder(folder);
    } catch (error) {
      throw new OutputError('write into the folder', folder, error);
    }
    const claimed = new ClaimedFolder(folder, beginning, lockFolder(folder));
    try {
      claimed.#clearTemporary();
      claimed.#requireFree(kind, shard);
      return claimed;
    } catch (error) {
      claimed.release();
      throw error;
    }
  }

  /** Half-written files of a process that was killed: nobody else writes here now. */
  #clearTemporary(): void {
    for (const name of readdirSync(this.folder)) {
      if (HALF_WRITTEN.test(name)) rmSync(join(this.folder, name), { force: true });
    }
  }

  #requireFree(kind: Kind, shard: Shard | undefined): void {
    const other = kind === 'run' ? 'sweep' : 'run';
    if (this.#has(SIGN[other])) {
      throw new StoreError(
        `${this.folder}: holds a ${other}, and a ${kind} writes files of the same names. Choose another folder.`,
      );
    }
    if (shard !== undefined && this.beginning !== 'overwrite' && this.#has(LAST_FILE[kind])) {
      throw new StoreError(
        `${this.folder}: holds the results of a whole ${kind}. Give each shard a folder of its own, or say --overwrite.`,
      );
    }
    if (this.beginning !== 'new') return;
    const head = readHead(this.folder);
    if (head === undefined || !hasRows(this.folder, head)) return;
    throw new StoreError(
      `${this.folder}: holds ${unfinished(head.plan)}. --resume goes on with it, --overwrite throws it away.`,
    );
  }

  #has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  /**
   * The journal to go on with; undefined where there is none, or none is wanted.
   *
   * @throws StoreError when it belongs to something else
   */
  journalOf(here: WrittenPlan | WrittenSweep): JournalHead | undefined {
    const head = this.beginning === 'resume' ? readHead(this.folder) : undefined;
    if (head === undefined) return undefined;
    const shards = [head.plan, here].map(({ shard }) => (shard ? `shard ${shardText(shard)}` : 'the whole'));
    const difference =
      shards[0] === shards[1] ? planDifference(head.plan, here) : `${shards[0]} there and ${shards[1]} here`;
    if (difference === undefined) return head;
    const what = isSweep(here) ? 'sweep' : 'run';
    throw new StoreError(
      `${this.folder}: holds another ${what}, which this one cannot go on with: ${difference}. Ask for the same ${what} again, choose another folder, or throw it away with --overwrite.`,
    );
  }

  /** Whether results are there, and nothing that is under way. */
  mayBeFinished(kind: Kind): boolean {
    return this.beginning === 'resume' && !existsSync(journalPath(this.folder)) && this.#has(LAST_FILE[kind]);
  }

  release(): void {
    this.#unlock();
  }
}

function hasRows(folder: string, { start }: JournalHead): boolean {
  for (const { decoded } of readRecords(journalPath(folder), start)) {
    if ('batch' in (decoded.head as object)) return true;
  }
  return false;
}

function unfinished(plan: WrittenPlan | WrittenSweep): string {
  const rows = plan.shard && `rows of shard ${shardText(plan.shard)} of`;
  if (!isSweep(plan)) {
    const { scenario, seed, paths } = plan.manifest;
    return `${rows ?? 'an unfinished run of'} ${scenario.name} (seed ${seed}, ${paths} paths)`;
  }
  const { scenario, seed, paths, points } = plan.sweep;
  return `${rows ?? 'an unfinished sweep of'} ${scenario.name} (seed ${seed}, ${points.length} points × ${paths} paths)`;
}
