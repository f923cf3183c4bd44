/**
 * The argument at which an increasing function reaches `target`, by halving until two neighbouring doubles remain.
 *
 * Slow and sure: no derivative, no tolerance, and the same steps on every machine.
 *
 * @param increasing non-decreasing on [low, high]
 * @param target between increasing(low) and increasing(high)
 * @returns the smallest double found at which the function is at or above the target
 */
export function bisect(increasing: (x: number) => number, target: number, low: number, high: number): number {
  let below = low;
  let above = high;
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) return above;
    if (increasing(middle) < target) below = middle;
    else above = middle;
  }
}
