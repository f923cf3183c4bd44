/**
 * One process at a time writes into a folder of results. The lock is a small file that says who holds it; it is stale, and taken over,
 * when that process is gone (same host), or when it has not been touched for ten minutes (other hosts, whose processes cannot be seen).
 */
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { OutputError } from '../write/output-error.ts';

export const LOCK_FILE = '.plimsoll.lock';
const TOUCH_MILLIS = 30_000;
const STALE_MILLIS = 600_000;

/** Another process writes there. */
export class LockedError extends Error {
  override readonly name = 'UsageError';
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, where the system tells: process numbers are used again. */
  readonly started: string | null;
}

/** Locks of this process, which has one number for all that it does. */
const held = new Set<string>();

/**
 * @returns gives the folder back
 * @throws LockedError when another process, or another run of this one, has it; OutputError when nothing can be written there
 */
export function lockFolder(folder: string): () => void {
  const path = join(resolve(folder), LOCK_FILE);
  if (held.has(path)) throw inUse(folder, path, me());
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify(me())}\n`);
    if (!claim(temporary, path)) {
      const text = readIfThere(path);
      const holder = parsed(text);
      if (!isStale(path, holder)) throw inUse(folder, path, holder);
      if (!(removeStale(path, text) && claim(temporary, path))) throw inUse(folder, path, parsed(readIfThere(path)));
    }
  } catch (error) {
    if (error instanceof LockedError) throw error;
    throw new OutputError('write into the folder', folder, error);
  } finally {
    rmSync(temporary, { force: true });
  }
  held.add(path);
  const timer = setInterval(() => touch(path), TOUCH_MILLIS);
  timer.unref();
  return () => {
    clearInterval(timer);
    held.delete(path);
    rmSync(path, { force: true });
  };
}

/** A link appears with its content or not at all. Disks that know no links get the file itself. */
function claim(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOSYS' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
  }
  try {
    writeFileSync(path, readFileSync(temporary), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @returns false where another process was faster: what it put there stays */
function removeStale(path: string, text: string | undefined): boolean {
  const aside = `${path}.${process.pid}.stale.tmp`;
  try {
    renameSync(path, aside);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
  const isSame = readIfThere(aside) === text;
  if (!isSame) claim(aside, path);
  rmSync(aside, { force: true });
  return isSame;
}

function isStale(path: string, holder: Holder | undefined): boolean {
  if (holder?.host === hostname()) {
    // This process holds none that it does not know of: the number is that of one before it.
    if (holder.pid === process.pid) return true;
    return !isAlive(holder);
  }
  try {
    return Date.now() - statSync(path).mtimeMs > STALE_MILLIS;
  } catch {
    return true;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const now = startOf(pid);
  if (now === 'ended') return false;
  return started === null || now === null || now === started;
}

/** Clock ticks from the start of the system to that of the process, on Linux; `ended` for one that only waits to be buried. */
function startOf(pid: number): string | null {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The name in parentheses may hold anything; the state and what follows come behind the last one.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return null;
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null);
}

const me = (): Holder => ({ pid: process.pid, host: hostname(), started: startOf(process.pid) });

function parsed(text: string | undefined): Holder | undefined {
  try {
    const { pid, host, started } = JSON.parse(text ?? '') as Holder;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host, started } : undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // It will be tried again.
  }
}

function inUse(folder: string, path: string, holder: Holder | undefined): LockedError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new LockedError(
    `${folder}: ${who} is writing here. Wait for it, or choose another output folder; if it is gone, remove ${path}.`,
  );
}
