/** One thing that was judged, whoever judged it: what reports for people and machines are made of. */
export interface Check {
  /** What it belongs to, such as a scenario and strategy. */
  readonly group: string;
  readonly name: string;
  readonly outcome: 'pass' | 'fail' | 'undecided';
  /** One line: the figure, its interval, and what was asked. */
  readonly detail: string;
}

export const MARKS: Readonly<Record<Check['outcome'], string>> = { pass: '✓', fail: '✗', undecided: '?' };

/** `2 passed, 1 failed, 1 undecided`. */
export function countsText(checks: readonly Check[]): string {
  const count = (outcome: Check['outcome']) => checks.filter((check) => check.outcome === outcome).length;
  const parts = [`${count('pass')} passed`, `${count('fail')} failed`];
  if (count('undecided') > 0) parts.push(`${count('undecided')} undecided`);
  return parts.join(', ');
}
