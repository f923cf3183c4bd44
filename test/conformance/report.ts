/** One line per mechanism, then what failed, then the counts. */
import type { Checked, Verdict } from './run.ts';

const VERDICTS: readonly Verdict[] = ['passed', 'failed', 'listed', 'unsupported'];

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly listed: number;
  readonly unsupported: number;
}

export function countsOf(checked: readonly Checked[]): Counts {
  const counts = { passed: 0, failed: 0, listed: 0, unsupported: 0 };
  for (const { verdict } of checked) counts[verdict]++;
  return counts;
}

export function byMechanism(checked: readonly Checked[]): Map<string, Checked[]> {
  const groups = new Map<string, Checked[]>();
  for (const one of checked) groups.set(one.mechanism, [...(groups.get(one.mechanism) ?? []), one]);
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function textReport(checked: readonly Checked[]): string {
  const groups = byMechanism(checked);
  const width = Math.max(...[...groups.keys()].map((name) => name.length));
  const lines: string[] = [];
  for (const [mechanism, group] of groups) {
    const counts = countsOf(group);
    const words = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => `${counts[verdict]} ${verdict}`);
    lines.push(`${mechanism.padEnd(width)}  ${words.join(', ')}`);
    for (const { id, verdict, detail } of group) {
      if (verdict === 'failed' || verdict === 'listed') lines.push(`  ${verdict} ${id}: ${detail}`);
    }
  }
  const { passed, failed, listed, unsupported } = countsOf(checked);
  return [...lines, `${passed} passed, ${failed} failed, ${listed + unsupported} skipped`, ''].join('\n');
}

export function jsonReport(checked: readonly Checked[]): string {
  const mechanisms = [...byMechanism(checked)].map(([mechanism, group]) => ({ mechanism, ...countsOf(group) }));
  const { passed, failed, listed, unsupported } = countsOf(checked);
  const totals = { passed, failed, skipped: listed + unsupported, listed, unsupported };
  return `${JSON.stringify({ ...totals, mechanisms, vectors: checked }, null, 2)}\n`;
}
