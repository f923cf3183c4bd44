import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { OutputError } from './output-error.ts';

/**
 * Writes a file as a whole or not at all: the pieces go into a temporary file beside it, which then takes its name. A reader
 * never sees half a file, and what stood there before survives a failure.
 *
 * @param path the file
 * @param pieces its text, in order; large files come in pieces so that they never stand in memory at once
 * @throws OutputError when the file cannot be written; other errors come from the pieces
 */
export function writeAtomically(path: string, pieces: Iterable<string | Uint8Array>): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = attempt(path, () => openSync(temporary, 'w'));
    try {
      for (const piece of pieces)
        attempt(path, () => writeAll(file, typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece));
    } finally {
      closeSync(file);
    }
    attempt(path, () => renameSync(temporary, path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A single write may take only a part, on pipes and full disks. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new OutputError('write the file', path, error);
  }
}
