import type { Results } from '../results.ts';
import { StoreError } from './claimed-folder.ts';
import { gather } from './gather.ts';
import { readBatches } from './journal.ts';
import { isSweep } from './plan.ts';
import type { FinishedBatch } from './record.ts';
import { pathsOfShard, requireOwn, requireWholeShard, type ShardPart, shardParts } from './shard-parts.ts';

/**
 * The run that shards were cut from, as if one machine had run it. Rows are read from the disk twice and stand in memory once.
 *
 * @param folders of all its shards, in any order
 * @throws StoreError when shards are missing, come twice, are not finished, or belong to different runs
 */
export function joinShards(folders: readonly string[]): Results {
  const parts = shardParts(folders);
  const { plan } = parts[0];
  if (isSweep(plan)) throw new StoreError(`${parts[0].folder}: holds a shard of a sweep`);
  const { manifest } = plan;
  for (const part of parts) requireFinished(part, manifest.paths);
  const gathered = gather(manifest.strategies, manifest.paths, () => batchesOf(parts));
  const failures = new Set(gathered.failures.map(({ path }) => path)).size;
  return {
    manifest: { ...manifest, failures },
    strategies: gathered.strategies,
    failures: gathered.failures,
    partial: false,
    ...(gathered.sampling && { sampling: gathered.sampling }),
  };
}

function requireFinished(part: ShardPart, paths: number): void {
  let there = 0;
  for (const { batch } of readBatches(part.folder, part.start)) {
    requireOwn(part, batch);
    there += batch.count;
  }
  requireWholeShard(part, there, pathsOfShard(paths, part.shard));
}

function* batchesOf(parts: readonly ShardPart[]): Generator<FinishedBatch> {
  for (const { folder, start } of parts) yield* readBatches(folder, start);
}
