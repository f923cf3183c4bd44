/** Options on where rows are kept, and what happens to those that are there. */
import type { Command } from 'commander';
import type { Beginning } from '../results/store/claimed-folder.ts';
import type { Shard } from '../results/store/plan.ts';
import type { RunFolder } from '../results/store/run-folder.ts';
import type { PublishFlags } from './publish.ts';
import { UsageError } from './report-error.ts';
import { parseShard } from './shard.ts';
import type { Terminal } from './terminal.ts';

export interface StoreFlags extends PublishFlags {
  readonly out?: string;
  readonly resume?: true;
  readonly overwrite?: true;
  readonly shard?: string;
  readonly until?: string;
  readonly csv?: true;
}

export const beginningOf = ({ resume, overwrite }: StoreFlags): Beginning =>
  resume ? 'resume' : overwrite ? 'overwrite' : 'new';

export function addStoreOptions(command: Command): Command {
  return command
    .option('--resume', 'go on with what --out holds of it; starts where there is nothing')
    .option('--overwrite', 'throw away what --out holds unfinished')
    .option('--shard <i/n>', 'only paths i, i+n, i+2n …, i from 0; auto takes i from Slurm or Kubernetes; see merge');
}

/** @throws UsageError where options do not go together */
export function shardOf({ shard, ...flags }: StoreFlags, { env }: Terminal): Shard | undefined {
  const needy = flags.resume
    ? '--resume'
    : flags.overwrite
      ? '--overwrite'
      : shard === undefined
        ? undefined
        : '--shard';
  if (needy !== undefined && flags.out === undefined)
    throw new UsageError(`${needy} needs --out <dir>: that is where the rows are kept`);
  if (flags.resume && flags.overwrite)
    throw new UsageError('--resume keeps the rows of --out and --overwrite does not: say one');
  if (shard === undefined) return undefined;
  for (const name of ['until', 'json', 'csv', 'junit', 'markdown', 'strict'] as const) {
    if (flags[name] !== undefined)
      throw new UsageError(
        `--shard and --${name} do not go together: a shard sees a part of the paths. ${name === 'until' ? 'Say --paths.' : 'Give it to plimsoll merge.'}`,
      );
  }
  return parseShard(shard, env);
}

/** The folder of `--out`, locked. */
export async function storeOf(flags: StoreFlags, shard: Shard | undefined): Promise<RunFolder | undefined> {
  if (flags.out === undefined) return undefined;
  const { RunFolder } = await import('../results/store/run-folder.ts');
  return RunFolder.open(flags.out, beginningOf(flags), shard);
}
