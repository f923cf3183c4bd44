/** Which known name did the user probably mean? */

/** Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`; letter case costs nothing. */
export function editDistance(a: string, b: string): number {
  const from = a.toLowerCase();
  const to = b.toLowerCase();
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replace = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      let cost = Math.min(replace, last[column]! + 1, current[column - 1]! + 1);
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}

/** @returns the closest of `known`, or `undefined` when none is close enough to be a slip of the fingers */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 80) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const isExtension = word.length >= 3 && candidate.toLowerCase().startsWith(word.toLowerCase());
    const distance = isExtension ? Math.min(1, editDistance(word, candidate)) : editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** A sentence for a name that is not known: the nearest one, or the list when it is short, or nothing. */
export function suggestion(word: string, known: readonly string[], noun = 'one of'): string | undefined {
  const close = nearest(word, known);
  if (close !== undefined) return `did you mean ${close}?`;
  if (known.length === 0) return undefined;
  return `${noun} ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`;
}
