/** Makes a folder and those above it. Node's own recursive mkdir never returns on /proc. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** @throws the error of the file system when it cannot be made, or when something else has that name */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    makeFolder(parent);
    mkdirSync(folder);
  }
}
