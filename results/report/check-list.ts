import type { Style, TextRole } from '../table/style.ts';
import { type Check, countsText, MARKS } from './check.ts';

const ROLES: Readonly<Record<Check['outcome'], TextRole>> = { pass: 'better', fail: 'worse', undecided: 'warning' };

/** Checks for a terminal: a mark and a line each, what failed last, so that it stands above the prompt. Ends without a line end. */
export function checkList(title: string, checks: readonly Check[], style: Style): string {
  const rank: Readonly<Record<Check['outcome'], number>> = { pass: 0, undecided: 1, fail: 2 };
  const sorted = [...checks].sort((a, b) => rank[a.outcome] - rank[b.outcome]);
  const lines = sorted.map(({ outcome, detail }) => `  ${style(ROLES[outcome], MARKS[outcome])} ${detail}`);
  return [style('title', `${title}: ${countsText(checks)}`), ...lines].join('\n');
}
