/** The programs that do LQ-1, and how each is started: a process of its own, in one thread. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Check } from '../lq1/workload.ts';

/** What a program prints. */
export interface Line {
  readonly program: string;
  readonly accounts: number;
  readonly paths: number;
  readonly pathsPerSecond: number;
  /** The same by the processor's time, which does not count what others had of the machine. */
  readonly cpuPathsPerSecond: number;
  readonly check: Check;
}

export interface Program {
  readonly name: string;
  readonly file: string;
  readonly variant?: 'scan' | 'heap';
  /** Python's module that it needs, and Debian's package with it. */
  readonly needs?: { readonly module: string; readonly package: string };
  /** How many times as many paths a second Plimsoll should make. */
  readonly bar: number;
}

export interface Workload {
  readonly accounts: number;
  readonly paths: number;
  readonly seed: number;
}

const numpy = { module: 'numpy', package: 'python3-numpy' };
const numba = { module: 'numba', package: 'python3-numba' };
const simpy = { module: 'simpy', package: 'python3-simpy3' };

export const PEERS: readonly Program[] = [
  { name: 'numba-heap', file: 'lq1_numba.py', variant: 'heap', needs: numba, bar: 0.6 },
  { name: 'numba-scan', file: 'lq1_numba.py', variant: 'scan', needs: numba, bar: 5 },
  { name: 'numpy', file: 'lq1_numpy.py', needs: numpy, bar: 40 },
  { name: 'simpy-heap', file: 'lq1_simpy.py', variant: 'heap', needs: simpy, bar: 0 },
  { name: 'simpy-scan', file: 'lq1_simpy.py', variant: 'scan', needs: simpy, bar: 100 },
];

/** Debian's packages belong to Debian's Python, which need not be the first on the path. */
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';
/** Seen from where the benchmark is compiled to (`out/bench-build/bench/peers`). */
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const ENVIRONMENT = {
  ...process.env,
  PYTHONDONTWRITEBYTECODE: '1',
  NUMBA_CACHE_DIR: `${ROOT}out/numba-cache`,
  NUMBA_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
};

/** Why a program cannot be started here; undefined when it can. */
export function missing({ needs }: Program): string | undefined {
  if (needs === undefined) return undefined;
  const found = spawnSync(PYTHON, ['-c', `import numpy, ${needs.module}`], { env: ENVIRONMENT });
  return found.status === 0 ? undefined : `${PYTHON} has no ${needs.module}: apt-get install ${needs.package}`;
}

export function runPlimsoll(workload: Workload): Line {
  return run(process.execPath, [fileURLToPath(new URL('../lq1/program.js', import.meta.url))], workload);
}

export function runPeer({ file, variant }: Program, workload: Workload): Line {
  const chosen = variant === undefined ? [] : ['--variant', variant];
  return run(PYTHON, [`${ROOT}bench/peers/${file}`, ...chosen], workload);
}

/** @throws Error with what the program said when it failed */
function run(command: string, args: readonly string[], { accounts, paths, seed }: Workload): Line {
  const options = ['--accounts', String(accounts), '--paths', String(paths), '--seed', String(seed)];
  const { status, stdout, stderr, error } = spawnSync(command, [...args, ...options], {
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as Line;
}

/** Where two checks differ: counts exactly, money by more than 1e-9 of itself. Empty when they agree. */
export function differences(ours: Check, theirs: Check): string[] {
  const keys = Object.keys(theirs) as (keyof Check)[];
  return keys
    .filter((key) => {
      const isCount = key === 'liquidations' || key === 'skips';
      const gap = Math.abs(ours[key] - theirs[key]);
      return !(gap <= (isCount ? 0 : 1e-9 * Math.abs(theirs[key])));
    })
    .map((key) => `${key} is ${ours[key]} here and ${theirs[key]} there`);
}
