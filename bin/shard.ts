/** Which share of a run this machine has: said outright, or by the scheduler that started it. */
import type { Shard } from '../results/store/plan.ts';
import { UsageError } from './report-error.ts';

const EXPLICIT = /^(\d+)\/(\d+)$/;
const AUTOMATIC = /^auto(?:\/(\d+))?$/;
/** More machines than this have no use for one run. */
const MOST_SHARDS = 100_000;

/** Paths that this process has to run; all where there is no shard. */
export function pathsOfShard(paths: number, { index, count }: Shard = { index: 0, count: 1 }): number {
  return Math.max(0, Math.ceil((paths - index) / count));
}

/**
 * @param text `i/n` with i from 0 to n − 1; `auto` or `auto/n` for the index of a Slurm array task or of a Kubernetes indexed job
 * @throws UsageError
 */
export function parseShard(text: string, env: Readonly<Record<string, string | undefined>>): Shard {
  const fail = (what: string): never => {
    throw new UsageError(`--shard ${text}: ${what}`);
  };
  const [, i, n] = EXPLICIT.exec(text) ?? [];
  const automatic = AUTOMATIC.exec(text);
  if (i === undefined && automatic === null) {
    return fail('must be i/n with i from 0 to n − 1, such as 0/8, or auto, or auto/8');
  }
  const found = i === undefined ? fromScheduler(env, fail) : { index: Number(i) };
  const count = Number(n ?? automatic?.[1] ?? found.count ?? Number.NaN);
  if (Number.isNaN(count)) return fail('the scheduler does not say of how many: write auto/n');
  if (count < 1 || count > MOST_SHARDS) return fail(`must be one of 1 to ${MOST_SHARDS} shards`);
  const { index } = found;
  if (index >= count)
    return fail(`shards are numbered from 0: 0/${count} to ${count - 1}/${count}, got ${index}/${count}`);
  return { index, count };
}

function fromScheduler(
  env: Readonly<Record<string, string | undefined>>,
  fail: (what: string) => never,
): { index: number; count?: number } {
  const number = (name: string): number | undefined => {
    const value = env[name];
    if (value === undefined || value === '') return undefined;
    return /^\d+$/.test(value) ? Number(value) : fail(`${name} is ${value}, which is no whole number`);
  };
  const task = number('SLURM_ARRAY_TASK_ID');
  if (task !== undefined) {
    // Arrays may start anywhere and leave numbers out: --array=1-8, --array=0-14:2.
    const least = number('SLURM_ARRAY_TASK_MIN') ?? 0;
    const step = number('SLURM_ARRAY_TASK_STEP') || 1;
    const count = number('SLURM_ARRAY_TASK_COUNT');
    if (task < least || (task - least) % step !== 0) {
      return fail(`SLURM_ARRAY_TASK_ID ${task} does not fit an array from ${least} in steps of ${step}`);
    }
    return { index: (task - least) / step, ...(count !== undefined && { count }) };
  }
  const index = number('JOB_COMPLETION_INDEX');
  if (index !== undefined) return { index };
  return fail('neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set here: write i/n');
}
