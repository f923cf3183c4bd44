/** Finds a scenario by path or by shipped name, and reads its text. */
import { readFile, stat } from 'node:fs/promises';
import { suggestion } from './nearest.ts';
import { ScenarioError } from './problem.ts';
import { shippedFolder, shippedNames } from './shipped.ts';

const MAX_BYTES = 5_000_000;

export interface ScenarioSource {
  /** What problems call the file. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

function isShippedName(fileOrName: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(fileOrName);
}

function fail(file: string, message: string, hint?: string): never {
  throw new ScenarioError([{ file, line: 0, column: 0, path: '', message, ...(hint === undefined ? {} : { hint }) }]);
}

/**
 * @param fileOrName a path, or a plain word that names a shipped scenario
 * @throws ScenarioError when there is no such file, or it cannot be a scenario
 */
export async function readScenarioText(fileOrName: string): Promise<ScenarioSource> {
  if (fileOrName === '' || fileOrName.includes('\0'))
    return fail('scenario', 'must be a file or the name of a shipped scenario');
  const known = await shippedNames();
  const shipped = isShippedName(fileOrName) && known.includes(fileOrName);
  const path = shipped ? `${shippedFolder()}${fileOrName}.yaml` : fileOrName;
  const name = shipped ? `${fileOrName}.yaml` : fileOrName;
  let size = 0;
  try {
    const facts = await stat(path);
    if (!facts.isFile())
      return fail(name, facts.isDirectory() ? 'is a folder, not a scenario' : 'is not a regular file');
    size = facts.size;
  } catch (error) {
    if (error instanceof ScenarioError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const missing =
      code === 'ENOENT' ? 'there is no such file or shipped scenario' : `cannot be read (${code ?? 'unknown reason'})`;
    return fail(name, missing, suggestion(fileOrName, known, 'shipped are'));
  }
  if (size > MAX_BYTES) {
    const hint = 'put long tables into a CSV file and name it under `file:`';
    return fail(name, `is ${Math.ceil(size / 1e6)} MB, above the limit of ${MAX_BYTES / 1e6} MB`, hint);
  }
  try {
    return { name, path, text: (await readFile(path, 'utf8')).replace(/^\uFEFF/, '') };
  } catch (error) {
    return fail(name, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}
