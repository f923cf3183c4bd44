/** One folder for everything that the tests write, removed when they end; what a test leaves behind does not stay on the machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLE = 'PLIMSOLL_TEST_FOLDER';

/** Runs once, before the first test file; what it returns runs after the last. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tests-'));
  process.env[VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** A new folder that is gone after the tests. */
export function temporaryFolder(): string {
  return mkdtempSync(join(process.env[VARIABLE] ?? tmpdir(), 'plimsoll-'));
}
