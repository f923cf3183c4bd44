/** What only a real process can show: its exit code, its pipes, its signals. Slow to start, so there are few. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BASE, changed, scenarioFile } from '../scenarios/fixtures/base-scenario.ts';

const MAIN = fileURLToPath(new URL('../../bin/main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function ended(child: ChildProcess): Promise<Ended> {
  const text = { out: '', err: '' };
  child.stdout?.on('data', (data: Buffer) => (text.out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (text.err += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...text })));
}

describe('the plimsoll process', () => {
  it('ends with 0 and plain text when it is not on a terminal', async () => {
    const { code, out, err } = await ended(start(['run', scenarioFile(BASE)]));
    expect([code, err.split('\n').length]).toEqual([0, 3]);
    expect(out).toContain('Against now');
    expect(out + err).not.toContain('\u001B[');
  });

  it('ends with 2 for a scenario that is wrong', async () => {
    const { code, out, err } = await ended(start(['run', scenarioFile(changed('paths: 10', 'paths: 0'))]));
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toContain('    at ');
  });

  it('ends quietly when its reader leaves', async () => {
    const child = start(['list']);
    child.stdout?.destroy();
    const { code, err } = await ended(child);
    expect([code, err]).toEqual([0, '']);
  });

  it('ends with 130 at Ctrl-C', async () => {
    const child = start(['run', scenarioFile(changed('paths: 10', 'paths: 5_000_000')), '--workers', '1']);
    const end = ended(child);
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    child.kill('SIGINT');
    const { code, err } = await end;
    expect(code).toBe(130);
    expect(err).toMatch(/interrupted: \d+ of 5000000 paths were finished/);
  });
});
