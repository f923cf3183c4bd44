/**
 * The journal of a run or a sweep: its plan, then each batch of rows as it finishes, in whatever order. Appending is one write of one record, so
 * that a run that is killed loses the batches in flight and no more; a record that was cut off is dropped when the journal is opened.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { OutputError } from '../write/output-error.ts';
import type { WrittenPlan, WrittenSweep } from './plan.ts';
import {
  CHECKSUM_BYTES,
  type Decoded,
  decode,
  decodeRows,
  encode,
  FIXED_BYTES,
  type FinishedBatch,
  recordLength,
} from './record.ts';

export const JOURNAL_FILE = 'rows.journal';

export const journalPath = (folder: string): string => join(folder, JOURNAL_FILE);

/** What a journal holds, without its rows. */
export interface JournalHead {
  readonly plan: WrittenPlan | WrittenSweep;
  /** Where the rows start. */
  readonly start: number;
}

/** @returns undefined where there is no journal, or one whose plan was not written as a whole: then no row was either */
export function readHead(folder: string): JournalHead | undefined {
  return withFile(journalPath(folder), (file) => {
    const first = readRecord(file, 0, fstatSync(file).size);
    return first && { plan: first.decoded.head as JournalHead['plan'], start: first.end };
  });
}

/** A record where it stands in its file. */
export interface PlacedRecord {
  readonly decoded: Decoded;
  readonly bodyAt: number;
  readonly end: number;
}

/**
 * The records of a journal, one after the other: they never stand in memory together.
 *
 * @param start where the first of them starts
 * @returns at the end, where the last whole record ends
 */
export function* readRecords(path: string, start: number): Generator<PlacedRecord, number> {
  const file = attempt('read the file', path, () => openSync(path, 'r'));
  try {
    const { size } = fstatSync(file);
    for (let at = start; ; ) {
      const record = attempt('read the file', path, () => readRecord(file, at, size));
      if (record === undefined) return at;
      yield { ...record, bodyAt: record.end - CHECKSUM_BYTES - record.decoded.body.length };
      at = record.end;
    }
  } finally {
    closeSync(file);
  }
}

/** The same for the journal of a run, whose records behind the plan are batches. */
export function* readBatches(folder: string, start: number): Generator<FinishedBatch, number> {
  const records = readRecords(journalPath(folder), start);
  for (;;) {
    const { done, value } = records.next();
    if (done) return value;
    yield decodeRows(value.decoded);
  }
}

function withFile<T>(path: string, action: (file: number) => T): T | undefined {
  return attempt('read the file', path, () => {
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return action(file);
    } finally {
      closeSync(file);
    }
  });
}

function readRecord(file: number, at: number, size: number): { decoded: Decoded; end: number } | undefined {
  const length = recordLength(bytesAt(file, at, Math.min(FIXED_BYTES, size - at)));
  if (length === undefined || at + length > size) return undefined;
  const decoded = decode(bytesAt(file, at, length));
  return decoded && { decoded, end: at + length };
}

function bytesAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.max(0, length));
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(file, bytes, done, bytes.length - done, at + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}

/** A journal that is being written. */
export class Journal {
  readonly #path: string;
  readonly #file: number;
  #end: number;

  private constructor(path: string, file: number, end: number) {
    this.#path = path;
    this.#file = file;
    this.#end = end;
  }

  /** A new one; what stood there is gone. @throws OutputError */
  static create(path: string, head: unknown): Journal {
    const file = attempt('write the file', path, () => openSync(path, 'w+'));
    const journal = new Journal(path, file, 0);
    try {
      journal.append(encode(head));
    } catch (error) {
      closeSync(file);
      throw error;
    }
    return journal;
  }

  /** Goes on behind the last whole record. @throws OutputError */
  static continue(path: string, end: number): Journal {
    const file = attempt('write the file', path, () => openSync(path, 'r+'));
    attempt('write the file', path, () => ftruncateSync(file, end));
    return new Journal(path, file, end);
  }

  /** To be read and not changed. @throws OutputError */
  static toRead(path: string): Journal {
    return new Journal(
      path,
      attempt('read the file', path, () => openSync(path, 'r')),
      0,
    );
  }

  /**
   * @returns where the record starts
   * @throws OutputError when it cannot be written, such as on a full disk; the records before stay as they are
   */
  append(record: Buffer): number {
    const start = this.#end;
    try {
      for (let done = 0; done < record.length; )
        done += writeSync(this.#file, record, done, record.length - done, this.#end + done);
    } catch (error) {
      try {
        ftruncateSync(this.#file, this.#end);
      } catch {
        // A record that was cut off is dropped by the next reader as well.
      }
      throw new OutputError('write the file', this.#path, error);
    }
    this.#end += record.length;
    return start;
  }

  /** Bytes that were appended. @throws OutputError when they cannot be read */
  read(at: number, length: number): Buffer {
    return attempt('read the file', this.#path, () => bytesAt(this.#file, at, length));
  }

  /** Gives the file back, with everything on the disk where the disk says so. */
  close(): void {
    try {
      fsyncSync(this.#file);
    } catch {
      // Pipes and some network disks cannot; what was written is there all the same.
    }
    closeSync(this.#file);
  }
}

export function removeJournal(folder: string): void {
  const path = journalPath(folder);
  attempt('remove the file', path, () => rmSync(path, { force: true }));
}

function attempt<T>(action: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OutputError) throw error;
    throw new OutputError(action, path, error);
  }
}
