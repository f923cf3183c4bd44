/** What tests of interrupted runs and sweeps share: folders as they are left behind, interruptions, and models that misbehave. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { changed, scenarioFile, temporaryFolder } from '../scenarios/fixtures/base-scenario.ts';
import { FakeTerminal, plimsoll } from './fake-terminal.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Arguments of Node that run the program from its sources. */
export const SOURCE = ['--import', 'tsx', fileURLToPath(new URL('../../bin/main.ts', import.meta.url))];

/** A folder as a run or a sweep that was cut off leaves it. */
export function cutOff(rows: Uint8Array): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'rows.journal'), rows);
  return folder;
}

export function expectSame(one: string, other: string, names: readonly string[]): void {
  for (const name of names)
    expect(readFileSync(join(one, name)).equals(readFileSync(join(other, name))), name).toBe(true);
}

/** Presses Ctrl-C once some paths are done. @param total paths, as the progress bar counts them */
export async function interrupted(command: readonly string[], total: number): Promise<{ code: number; err: string }> {
  const terminal = new FakeTerminal({ NO_COLOR: '1' }, { isTTY: true, columns: 120 });
  const running = plimsoll([...command], terminal);
  const some = new RegExp(`[1-9]\\d*/${total} paths, .* left`);
  while (!some.test(terminal.err)) await new Promise((resolve) => setTimeout(resolve, 2));
  terminal.interrupt();
  return running;
}

/** A scenario that kills the thread that simulates it as long as a file exists. It needs --allow-plugins. */
export function mortalScenario(): { readonly scenario: string; readonly flag: string } {
  const folder = temporaryFolder();
  const flag = join(folder, 'die');
  scenarioFile(
    `import { existsSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
export default { family: 'size', name: 'mortal', create: () => ({
  repayUsd: (account) => { if (!isMainThread && existsSync(${JSON.stringify(flag)})) process.exit(3); return account.pairDebtUsd; },
}) };`,
    'mortal.mjs',
    folder,
  );
  const text = changed(
    'volatility: 1 }',
    'volatility: 1 }, waypoints: [{ at: 0, price: 200 }, { at: 30m, price: 100 }]',
  ).replace('preset: asynchronous', 'preset: asynchronous, size: { model: ./mortal.mjs }');
  return { scenario: scenarioFile(text, 's.yaml', folder), flag };
}

/** A scenario on some of whose paths a strategy fails. It needs --allow-plugins. @param text of the scenario without that */
export function pickyScenario(text: string): string {
  const folder = temporaryFolder();
  scenarioFile(
    `export default { family: 'size', name: 'picky', create: () => ({
  repayUsd: (account) => { if (account.pairDebtUsd > 800) throw new Error('too much'); return account.pairDebtUsd; },
}) };`,
    'picky.mjs',
    folder,
  );
  const picky = text.replace('preset: asynchronous', 'preset: asynchronous, size: { model: ./picky.mjs }');
  return scenarioFile(picky, 's.yaml', folder);
}
