import { type Check, countsText } from './check.ts';
import { shownText } from './shown-text.ts';

const SIGNS: Readonly<Record<Check['outcome'], string>> = { pass: '✅', fail: '❌', undecided: '❔' };

/** Text inside a cell of a Markdown table. */
export function cellText(text: string): string {
  return shownText(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

/** A Markdown table. @param aligns `left` or `right` for each column */
export function markdownTable(
  head: readonly string[],
  aligns: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  const rule = `|${aligns.map((align) => (align === 'right' ? ' ---: |' : ' --- |')).join('')}`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Checks as Markdown, for a summary page of a CI job; what failed first. */
export function markdownChecks(title: string, checks: readonly Check[]): string {
  const rank: Readonly<Record<Check['outcome'], number>> = { fail: 0, undecided: 1, pass: 2 };
  const sorted = [...checks].sort((a, b) => rank[a.outcome] - rank[b.outcome]);
  const rows = sorted.map(({ group, name, outcome, detail }) => [SIGNS[outcome], group, name, detail]);
  return `### ${title}: ${countsText(checks)}\n\n${markdownTable(['', 'where', 'what', 'found'], ['left', 'left', 'left', 'left'], rows)}\n`;
}
