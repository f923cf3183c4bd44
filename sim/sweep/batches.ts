/** Paths `from` up to but not including `from + count`; `index` is the batch's place in the plan. */
export interface Batch {
  index: number;
  from: number;
  count: number;
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
