import { requireOpenUnit } from './finite.ts';

/**
 * Holm's correction: p-values adjusted so that, of all comparisons made together, the chance that any is declared without there
 * being a difference is at most the level, whatever their dependence.
 *
 * The k-th smallest of m becomes max over j ≤ k of (m − j + 1)·p_(j), at most 1. Source: Holm 1979.
 *
 * @param pValues null where there was no test; those count for nothing
 * @returns adjusted values in the same order
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const order = [...pValues.keys()]
    .filter((i) => pValues[i] !== null)
    .sort((a, b) => pValues[a]! - pValues[b]! || a - b);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let most = 0;
  order.forEach((index, rank) => {
    most = Math.min(1, Math.max(most, (order.length - rank) * pValues[index]!));
    adjusted[index] = most;
  });
  return adjusted;
}

/** Which of the comparisons stand at a level, such as 0.05, after Holm's correction. */
export function stands(pValues: readonly (number | null)[], level: number): boolean[] {
  requireOpenUnit(level, 'level');
  return holm(pValues).map((p) => p !== null && p <= level);
}
