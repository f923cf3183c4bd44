/**
 * `count` paths from `from` on, every one of them or, with a `stride`, every so many; `index` is the batch's place in the plan.
 */
export interface Batch {
  index: number;
  from: number;
  count: number;
  /** 1 where it is left out. */
  stride?: number;
}

/** Numbers of the paths of a batch, ascending. */
export function numbersOf({ from, count, stride = 1 }: Batch): number[] {
  return Array.from({ length: count }, (_, place) => from + place * stride);
}

/** Some of the paths: those whose number leaves `index` when divided by `count`. */
export interface PathShare {
  index: number;
  count: number;
}

/**
 * What is left to do of the paths `from` up to but not including `until`, in batches of at most `size`.
 *
 * @param isDone whether a path is finished
 * @param share only these paths; all of them where it is left out
 */
export function splitRemaining(
  { from, until, share = { index: 0, count: 1 } }: { from: number; until: number; share?: PathShare | undefined },
  isDone: (path: number) => boolean,
  size: number,
): Batch[] {
  requireWhole('size', size, 1);
  const { index, count: stride } = share;
  const batches: Batch[] = [];
  let open: Batch | undefined;
  for (let path = from + ((((index - from) % stride) + stride) % stride); path < until; path += stride) {
    if (isDone(path)) {
      open = undefined;
    } else if (open !== undefined && open.count < size) {
      open.count += 1;
    } else {
      open = { index: batches.length, from: path, count: 1, ...(stride > 1 && { stride }) };
      batches.push(open);
    }
  }
  return batches;
}

/**
 * Cuts `paths` consecutive path numbers, the first being `from`, into batches of `size`; the last takes what is left.
 * How paths are cut never changes a result, only how work is spread.
 *
 * @throws RangeError unless `paths` and `from` are whole numbers of 0 or more and `size` is one of 1 or more.
 */
export function splitPaths(paths: number, size: number, from = 0): Batch[] {
  requireWhole('paths', paths, 0);
  requireWhole('size', size, 1);
  requireWhole('from', from, 0);
  const batches: Batch[] = [];
  for (let done = 0; done < paths; done += size) {
    batches.push({ index: batches.length, from: from + done, count: Math.min(size, paths - done) });
  }
  return batches;
}

function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`splitPaths: ${name} must be a whole number of ${least} or more, got ${value}`);
  }
}
