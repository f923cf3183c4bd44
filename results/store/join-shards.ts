import type { Results } from '../results.ts';
import { gather } from './gather.ts';
import { type JournalHead, readBatches, readHead } from './journal.ts';
import { planDifference, type Shard, shardText } from './plan.ts';
import type { FinishedBatch } from './record.ts';
import { StoreError } from './run-folder.ts';

interface Part extends JournalHead {
  readonly folder: string;
  readonly shard: Shard;
}

/**
 * The run that shards were cut from, as if one machine had run it. Rows are read from the disk twice and stand in memory once.
 *
 * @param folders of all its shards, in any order
 * @throws StoreError when shards are missing, come twice, are not finished, or belong to different runs
 */
export function joinShards(folders: readonly string[]): Results {
  const parts = folders.map(partOf);
  const [first] = parts;
  if (first === undefined) throw new StoreError('there is nothing to join: name the folders of the shards');
  for (const part of parts) requireSameRun(first, part);
  requireEachOnce(parts, first.shard.count);
  for (const part of parts) requireFinished(part);
  const { manifest } = first.plan;
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

function partOf(folder: string): Part {
  const head = readHead(folder);
  if (head === undefined) {
    throw new StoreError(
      `${folder}: holds no rows to join. plimsoll run --shard i/n --out <dir> writes them, and keeps them in that folder.`,
    );
  }
  return { ...head, folder, shard: head.plan.shard ?? { index: 0, count: 1 } };
}

function requireSameRun(first: Part, part: Part): void {
  const difference =
    first.shard.count === part.shard.count
      ? planDifference(first.plan, part.plan)
      : `one is shard ${shardText(first.shard)}, the other ${shardText(part.shard)}`;
  if (difference === undefined) return;
  throw new StoreError(
    `${part.folder} is no part of the same run as ${first.folder}: ${difference.replaceAll(' there and ', ' in the first and ').replaceAll(/ here(?=;|$)/g, ' in the second')}`,
  );
}

function requireEachOnce(parts: readonly Part[], count: number): void {
  const owner = new Map<number, string>();
  for (const { folder, shard } of parts) {
    const other = owner.get(shard.index);
    if (other !== undefined) {
      throw new StoreError(`${folder} and ${other} overlap: both are shard ${shardText(shard)}. Name each shard once.`);
    }
    owner.set(shard.index, folder);
  }
  const missing = Array.from({ length: count }, (_, index) => index).filter((index) => !owner.has(index));
  if (missing.length === 0) return;
  const names = missing.slice(0, 10).map((index) => shardText({ index, count }));
  const more = missing.length > 10 ? ` and ${missing.length - 10} more` : '';
  throw new StoreError(
    `${parts.length} of ${count} shards are here; missing: ${names.join(', ')}${more}. Run them, or name their folders.`,
  );
}

function requireFinished({ folder, plan, start, shard }: Part): void {
  const { paths } = plan.manifest;
  const due = Math.max(0, Math.ceil((paths - shard.index) / shard.count));
  let there = 0;
  for (const { batch } of readBatches(folder, start)) {
    const { from, count, stride = 1 } = batch;
    const isOwn = from % shard.count === shard.index && (stride === shard.count || count === 1);
    if (!isOwn) throw new StoreError(`${folder}: holds path ${from}, which shard ${shardText(shard)} does not have`);
    there += count;
  }
  if (there === due) return;
  throw new StoreError(
    `${folder}: shard ${shardText(shard)} is not finished: ${due - there} of its ${due} paths are missing. Run it again with --resume.`,
  );
}

function* batchesOf(parts: readonly Part[]): Generator<FinishedBatch> {
  for (const { folder, start } of parts) yield* readBatches(folder, start);
}
