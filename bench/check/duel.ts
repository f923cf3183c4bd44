/** Two builds at the same work, turn by turn, in processes of their own. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from 'simple-statistics';
import { measured } from '../command.ts';
import type { Turn } from './contestant.ts';

/** `dist` of this build and of the other. */
export type Builds = readonly [ours: string, theirs: string];

export interface Effort {
  /** Pairs of processes. */
  readonly pairs: number;
  /** Turns of each process that count. */
  readonly turns: number;
}

export interface Duel {
  /** For each pair of processes: our time ÷ theirs, the median of its turns. */
  readonly ratios: number[];
  /** Our processor time for one turn, the median of all, ms. */
  readonly ourMillis: number;
  readonly sameFigures: boolean;
}

/** Turns before the first that counts: until then the code is being compiled. */
const WARMUPS = 2;
const CONTESTANT = fileURLToPath(new URL('./contestant.js', import.meta.url));

/** @throws Error with what a process wrote when it ends before its time */
export async function duel(builds: Builds, scenario: string, paths: number, effort: Effort): Promise<Duel> {
  const ratios: number[] = [];
  const ours: number[] = [];
  let sameFigures = true;
  for (let pair = 0; pair < effort.pairs; pair++) {
    // Who starts first, and who has the first turn, alternates.
    const order = pair % 2 === 0 ? [0, 1] : [1, 0];
    const processes: ChildProcess[] = [];
    for (const side of order) processes[side] = await start(builds[side]!, scenario, paths);
    try {
      const inPair: number[] = [];
      for (let turn = -WARMUPS; turn < effort.turns; turn++) {
        const found: Turn[] = [];
        for (const side of (turn + pair) % 2 === 0 ? [0, 1] : [1, 0]) found[side] = await ask(processes[side]!);
        sameFigures &&= found[0]!.figures === found[1]!.figures;
        if (turn < 0) continue;
        inPair.push(found[0]!.cpuMillis / found[1]!.cpuMillis);
        ours.push(found[0]!.cpuMillis);
      }
      ratios.push(median(inPair));
    } finally {
      for (const child of processes) child.disconnect();
    }
  }
  return { ratios, ourMillis: median(ours), sameFigures };
}

async function start(folder: string, scenario: string, paths: number): Promise<ChildProcess> {
  const child = fork(CONTESTANT, [join(folder, 'index.js'), scenario, String(paths)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  await reply(child);
  return child;
}

async function ask(child: ChildProcess): Promise<Turn> {
  child.send('turn');
  return (await reply(child)) as Turn;
}

async function reply(child: ChildProcess): Promise<unknown> {
  let written = '';
  child.stderr?.on('data', (data: Buffer) => {
    written += data.toString();
  });
  const ended = once(child, 'close').then(() => {
    throw new Error(written.trim() || 'a process of the comparison ended without a word');
  });
  try {
    return (await Promise.race([once(child, 'message'), ended]))[0];
  } finally {
    child.stderr?.removeAllListeners('data');
    ended.catch(() => {});
  }
}

/** Whole processes of the command line, one after the other. */
export async function commandDuel(builds: Builds, args: readonly string[], effort: Effort): Promise<Duel> {
  const ratios: number[] = [];
  const ours: number[] = [];
  for (let pair = 0; pair < effort.pairs; pair++) {
    const inPair: number[] = [];
    for (let turn = 0; turn < effort.turns; turn++) {
      const found: number[] = [];
      for (const side of (turn + pair) % 2 === 0 ? [0, 1] : [1, 0])
        found[side] = (await measured(join(builds[side]!, 'bin/main.js'), args)).cpuMillis;
      inPair.push(found[0]! / found[1]!);
      ours.push(found[0]!);
    }
    ratios.push(median(inPair));
  }
  return { ratios, ourMillis: median(ours), sameFigures: true };
}
