import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../results/metrics.ts';
import { RATIOS } from '../../results/ratios.ts';
import { quantileRanks } from '../../results/statistics/quantile.ts';
import { summarise } from '../../results/summarise.ts';
import {
  DIFFERENCE_STATISTIC,
  METRIC_STATISTICS,
  RATIO_STATISTIC,
  SHARE_STATISTICS,
  SUMMARY_COLUMNS,
} from '../../results/write/summary-csv.ts';
import { smallResults, upTo } from './small-results.ts';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/metrics.md', () => {
  // Formatters pad table cells.
  const page = read('metrics.md').replace(/ +/g, ' ');
  const summary = summarise(smallResults({ a: () => ({}), b: () => ({}) }, upTo(3)));

  it.each([...Object.values(METRICS), ...Object.values(RATIOS)].map((metric) => [metric.key, metric] as const))(
    'says of %s what the code says',
    (key, { meaning, worse }) => {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${key}\` |`));
      expect(row).toContain(`| ${meaning} |`);
      expect(row).toContain(`| ${worse === 'neither' ? '–' : worse} |`);
    },
  );

  it.each([
    ...SUMMARY_COLUMNS,
    ...METRIC_STATISTICS,
    ...SHARE_STATISTICS,
    DIFFERENCE_STATISTIC,
    RATIO_STATISTIC,
    ...Object.keys(summary.strategies[0]!.metrics.badDebtUsd),
    ...Object.keys(summary.strategies[0]!.ratios.slippageBps),
    ...Object.keys(summary.comparisons[0]!),
    ...Object.keys(summary),
    ...Object.keys(summary.manifest).filter((key) => key !== 'scenario'),
    'environment.json',
    'wallSeconds',
  ])('describes `%s`', (name) => {
    expect(page.includes(`\`${name}\``) || page.includes(`\`${name}[]`) || page.includes(`\`${name}.`)).toBe(true);
  });
});

describe('docs/statistics.md', () => {
  it('names the smallest sample with an upper bound for p99', () => {
    expect(read('statistics.md')).toContain('no upper bound below 368 paths');
    expect(quantileRanks(367, 0.99, 0.95).upper).toBeNull();
    expect(quantileRanks(368, 0.99, 0.95).upper).toBe(368);
  });
});
