/** Whole processes of the command line, measured. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Taken } from './measured-command.ts';

/** The program as it is shipped, bundled beside the compiled benchmark. */
export const MAIN = fileURLToPath(new URL('../../bench-dist/bin/main.js', import.meta.url));
const MEASURED = fileURLToPath(new URL('./measured-command.js', import.meta.url));
const run = promisify(execFile);

/** @param main the program of some build @throws Error with what it wrote when it fails */
export async function measured(main: string, args: readonly string[]): Promise<Taken> {
  const { stdout } = await run(process.execPath, [MEASURED, main, ...args], { encoding: 'utf8' });
  return JSON.parse(stdout) as Taken;
}
