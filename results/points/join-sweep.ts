import { StoreError } from '../store/claimed-folder.ts';
import { journalPath } from '../store/journal.ts';
import { isSweep } from '../store/plan.ts';
import { pathsOfShard, requireOwn, requireWholeShard, shardParts } from '../store/shard-parts.ts';
import { PointRows, pointResults } from './point-rows.ts';
import type { SweepRows } from './sweep-results.ts';

export interface JoinedSweep extends SweepRows {
  /** Gives the files back. */
  close(): void;
}

/**
 * The sweep that shards were cut from, as if one machine had run it. Rows stay on the disk until a point is asked for.
 *
 * @param folders of all its shards, in any order
 * @throws StoreError when shards are missing, come twice, are not finished, or belong to different sweeps
 */
export function joinSweep(folders: readonly string[]): JoinedSweep {
  const parts = shardParts(folders);
  const { plan } = parts[0];
  if (!isSweep(plan)) throw new StoreError(`${parts[0].folder}: holds a shard of a run`);
  const { sweep, chunks } = plan;
  const files: PointRows[] = [];
  const close = () => files.forEach((file) => void file.close());
  try {
    for (const part of parts) {
      const file = PointRows.open(journalPath(part.folder), part.start, chunks, sweep.paths);
      files.push(file);
      for (const chunk of chunks.keys()) {
        const batches = file.batchesOf(chunk);
        for (const batch of batches) requireOwn(part, batch);
        const there = batches.reduce((paths, { count }) => paths + count, 0);
        requireWholeShard(part, there, pathsOfShard(sweep.paths, part.shard));
      }
    }
  } catch (error) {
    close();
    throw error;
  }
  const manifestOf = (point: number) => files.map((file) => file.manifestOf(point)).find((one) => one !== undefined)!;
  return {
    plan: sweep,
    partial: false,
    isSampled: sweep.points.some(({ point }) => manifestOf(point).definitions.sampling !== undefined),
    // A shard without a path of a point knows nothing of its book.
    borrowingPower: (point) => Math.max(...files.map((file) => file.borrowingPowerOf(point))),
    read: (point) => pointResults(files, point, manifestOf(point), { partial: false, lost: [] }),
    close,
  };
}
