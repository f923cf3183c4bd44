/** What a figure that is 0 on every path shows, and what it cannot. */
import { CONFIDENCE } from './definitions.ts';
import { formatCount, formatFraction } from './format.ts';

export function unseenText(share: number, paths: number): string {
  return `0 on all ${formatCount(paths)} paths: with ${100 * CONFIDENCE} % confidence at most ${formatFraction(share)} of paths are otherwise; how much it is on those no path has shown`;
}
