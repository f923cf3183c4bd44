/** Shards that are to be joined: all there, each once, all of one run or sweep. */
import type { Batch } from '../../sim/sweep/batches.ts';
import { StoreError } from './claimed-folder.ts';
import { type JournalHead, readHead } from './journal.ts';
import { planDifference, type Shard, shardText } from './plan.ts';

export interface ShardPart extends JournalHead {
  readonly folder: string;
  readonly shard: Shard;
}

/**
 * @param folders in any order
 * @throws StoreError when one is missing or comes twice, or they belong to different runs
 */
export function shardParts(folders: readonly string[]): [ShardPart, ...ShardPart[]] {
  const parts = folders.map(partOf);
  const [first, ...others] = parts;
  if (first === undefined) throw new StoreError('there is nothing to join: name the folders of the shards');
  for (const part of parts) requireSameRun(first, part);
  requireEachOnce(parts, first.shard.count);
  return [first, ...others];
}

/** Paths of a shard. */
export const pathsOfShard = (paths: number, { index, count }: Shard): number =>
  Math.max(0, Math.ceil((paths - index) / count));

/** @param there its paths that were simulated */
export function requireWholeShard({ folder, shard }: ShardPart, there: number, due: number): void {
  if (there === due) return;
  throw new StoreError(
    `${folder}: shard ${shardText(shard)} is not finished: ${due - there} of its ${due} paths are missing. Run it again with --resume.`,
  );
}

/** @throws StoreError when rows are there that the shard does not have */
export function requireOwn({ folder, shard }: ShardPart, { from, count, stride = 1 }: Batch): void {
  const isOwn = from % shard.count === shard.index && (stride === shard.count || count === 1);
  if (!isOwn) throw new StoreError(`${folder}: holds path ${from}, which shard ${shardText(shard)} does not have`);
}

function partOf(folder: string): ShardPart {
  const head = readHead(folder);
  if (head === undefined) {
    throw new StoreError(
      `${folder}: holds no rows to join. plimsoll run or sweep --shard i/n --out <dir> writes them, and keeps them in that folder.`,
    );
  }
  return { ...head, folder, shard: head.plan.shard ?? { index: 0, count: 1 } };
}

function requireSameRun(first: ShardPart, part: ShardPart): void {
  const difference =
    first.shard.count === part.shard.count
      ? planDifference(first.plan, part.plan)
      : `one is shard ${shardText(first.shard)}, the other ${shardText(part.shard)}`;
  if (difference === undefined) return;
  throw new StoreError(
    `${part.folder} is no part of the same run as ${first.folder}: ${difference.replaceAll(' there and ', ' in the first and ').replaceAll(/ here(?=;|$)/g, ' in the second')}`,
  );
}

function requireEachOnce(parts: readonly ShardPart[], count: number): void {
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
