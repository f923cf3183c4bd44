/** A length of time as a scenario writes it. */
import type { Millis } from '../../sim/units.ts';

const UNITS: readonly (readonly [Millis, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
];

/** `1h`, `90s`, `250ms`: the largest unit that leaves a whole number; days from two on. */
export function spanText(millis: Millis): string {
  const [length, unit] = UNITS.find(([size]) => millis % size === 0 && millis >= size) ?? [1, 'ms'];
  return unit === 'd' && millis === length ? '24h' : `${millis / length}${unit}`;
}

/** `2020-03-12T10:00Z`, with seconds where there are some. */
export function instantText(millisSince1970: number): string {
  const text = new Date(millisSince1970).toISOString();
  return `${text.slice(0, 16)}${text.slice(16, 19) === ':00' ? '' : text.slice(16, 19)}Z`;
}
