/** Makes sure that results can be written before anything is simulated for them. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../results/write/make-folder.ts';
import { OutputError } from '../results/write/output-error.ts';

/** @throws OutputError when the folder cannot be made or written to */
export async function requireWritable(folder: string): Promise<void> {
  try {
    makeFolder(folder);
    const probe = join(folder, `.plimsoll-${process.pid}.tmp`);
    await writeFile(probe, '');
    await rm(probe, { force: true });
  } catch (error) {
    throw new OutputError('write into the folder', folder, error);
  }
}
