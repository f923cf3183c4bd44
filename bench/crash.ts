/** Starts the program in a process group of its own and kills that, whatever it is doing. */
import { spawn } from 'node:child_process';

export interface Crash {
  /** Whether it was still at work when it was killed. */
  readonly wasKilled: boolean;
  readonly code: number | null;
  readonly err: string;
  readonly millis: number;
}

/**
 * @param program what starts it: node, its options, the program's file
 * @param killAfter milliseconds; it runs to its end where they are left out
 */
export function runAndKill(program: readonly string[], args: readonly string[], killAfter?: number): Promise<Crash> {
  const [command = '', ...before] = program;
  const started = performance.now();
  const child = spawn(command, [...before, ...args], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const timer =
    killAfter === undefined
      ? undefined
      : setTimeout(() => {
          try {
            process.kill(-child.pid!, 'SIGKILL');
          } catch {
            // It ended a moment before.
          }
        }, killAfter);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ wasKilled: signal === 'SIGKILL', code, err, millis: performance.now() - started });
    });
  });
}
