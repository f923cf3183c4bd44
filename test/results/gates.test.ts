import { describe, expect, it } from 'vitest';
import { judgeGates } from '../../results/gates.ts';
import { checkList } from '../../results/report/check-list.ts';
import { gateChecks } from '../../results/report/gate-checks.ts';
import { junitXml } from '../../results/report/junit.ts';
import { markdownChecks } from '../../results/report/markdown.ts';
import { summarise } from '../../results/summarise.ts';
import { plain } from '../../results/table/style.ts';
import { type Gate, parseGate } from '../../scenarios/gates.ts';
import { smallResults, upTo } from './small-results.ts';

const gate = (metric: Gate['metric'], text: string): Gate => {
  const parsed = parseGate(metric, text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
};

/** Bad debt of 1 to 1000 on a book of 2 million. */
const results = smallResults(
  { a: (path) => ({ badDebtUsd: path + 1 }), b: () => ({ badDebtUsd: 5, timeToCloseMedianSeconds: Number.NaN }) },
  upTo(1000),
);
const outcome = (metric: Gate['metric'], text: string) =>
  judgeGates(results, [gate(metric, text)]).map((one) => `${one.strategy} ${one.outcome}`);

describe('gates', () => {
  it.each([
    ['mean < 600', ['a pass', 'b pass']],
    ['mean < 480 for a', ['a fail']],
    ['mean < 505 for a', ['a undecided']],
    ['mean > 400 for a', ['a pass']],
    ['mean > 600 for a', ['a fail']],
    ['p(99) < 1_000 for a', ['a pass']],
    ['p99 < 990 for a', ['a undecided']],
    ['p(99) < 983 for a', ['a fail']],
    ['es(99) < 2e3 for a, b', ['a pass', 'b undecided']],
    ['mean < 0.03% for a', ['a pass']],
    ['mean < 0.02% for a', ['a fail']],
    ['probability < 99% for b', ['b fail']],
  ])('"%s" is judged on the interval', (text, expected) => {
    expect(outcome('badDebtUsd', text)).toEqual(expected);
  });

  it('never pass a figure that no path has', () => {
    expect(outcome('timeToCloseMedianSeconds', 'mean < 1e9 for b')).toEqual(['b fail']);
  });

  describe('on what is 0 on every path', () => {
    const calm = smallResults({ a: () => ({ badDebtUsd: 0 }) }, upTo(500));
    const judgedOn = (metric: Gate['metric'], text: string) => judgeGates(calm, [gate(metric, text)])[0]!;

    it.each([
      ['badDebtUsd', 'mean < 1'],
      ['badDebtShareOfDebt', 'ratio < 0.1%'],
    ] as [Gate['metric'], string][])('pass %s %s, and say what was not seen', (metric, text) => {
      const result = judgedOn(metric, text);
      expect(result).toMatchObject({ outcome: 'pass', low: 0, high: 0 });
      // (1 − p)^500 = 0.05.
      expect(Math.pow(1 - result.unseenShare!, 500)).toBeCloseTo(0.05, 12);
      expect(gateChecks([result], 'x')[0]!.detail).toContain(
        '(0 on all 500 paths: with 95 % confidence at most 0.597 % of paths are otherwise; how much it is on those no path has shown)',
      );
    });

    it('leave other figures as they are', () => {
      expect(judgedOn('badDebtUsd', 'p99 < 1')).not.toHaveProperty('unseenShare');
      expect(judgedOn('badDebtUsd', 'probability < 1%')).not.toHaveProperty('unseenShare');
      const [seen] = judgeGates(results, [gate('badDebtUsd', 'mean < 600 for a')]);
      expect(seen).not.toHaveProperty('unseenShare');
    });
  });

  it('say how many paths would decide', () => {
    const [open] = judgeGates(results, [gate('badDebtUsd', 'mean < 505 for a')]);
    // The interval reaches 17.9 above the mean, and has to reach 4.5.
    expect(open!.pathsToDecide).toBeGreaterThan(15_000);
    expect(open!.pathsToDecide).toBeLessThan(17_000);
    const few = smallResults({ a: (path) => ({ badDebtUsd: path }) }, upTo(100));
    const [bound] = judgeGates(few, [gate('badDebtUsd', 'p(99) < 1000')]);
    expect(bound).toMatchObject({ outcome: 'undecided', high: null, pathsToDecide: 368 });
  });

  it.each([
    ['badDebtUsd', 'mean 5', 'must be <statistic> < <limit>'],
    ['badDebtUsd', 'median < 5', 'no statistic is called "median"'],
    ['badDebtUsd', 'p(100) < 5', 'no statistic'],
    ['badDebtUsd', 'ratio < 5', 'badDebtUsd is no ratio'],
    ['slippageBps', 'mean < 5', 'write slippageBps.ratio'],
    ['slippageBps', 'ratio < 5%', 'neither USD nor a fraction'],
    ['liquidations', 'mean < 5%', 'neither USD nor a fraction'],
  ] as const)('%s: "%s" cannot be read', (metric, text, message) => {
    expect(parseGate(metric, text)).toContain(message);
  });
});

describe('reports of gates', () => {
  const small = smallResults({ a: (path) => ({ badDebtUsd: path }) }, upTo(400), {
    manifest: { resolved: { gates: { badDebtUsd: ['mean < 1', 'mean < 1e6', 'mean < 201'] } } },
  });
  const summary = summarise(small);
  const checks = gateChecks(summary.gates!, 'a "quoted" <name>');

  it('stand in the summary', () => {
    expect(summary.gates!.map((one) => one.outcome)).toEqual(['fail', 'pass', 'undecided']);
    expect(summarise(smallResults({ a: () => ({}) }, upTo(3)))).not.toHaveProperty('gates');
  });

  it('as a list, what failed last', () => {
    const lines = checkList('Gates', checks, plain).split('\n');
    expect(lines[0]).toBe('Gates: 1 passed, 1 failed, 1 undecided');
    expect(lines.slice(1).map((line) => line.slice(0, 4))).toEqual(['  ✓ ', '  ? ', '  ✗ ']);
    expect(lines[3]).toContain('a  badDebtUsd.mean < 1: 200 [188, 211]');
  });

  it('as JUnit XML', () => {
    const xml = junitXml('gates', checks);
    expect(xml).toContain('<testsuites name="gates" tests="3" failures="1" skipped="1">');
    expect(xml).toContain('<testsuite name="a &quot;quoted&quot; &lt;name&gt; a"');
    expect(xml).toContain('<failure message="a  badDebtUsd.mean &lt; 1: 200 [188, 211]"/>');
    expect(xml.match(/<testcase /g)).toHaveLength(3);
    expect(junitXml('bad \u0000 | text', [])).toContain('name="bad  | text"');
  });

  it('as Markdown, what failed first', () => {
    const lines = markdownChecks('gates', checks).split('\n');
    expect(lines[0]).toBe('### gates: 1 passed, 1 failed, 1 undecided');
    expect(lines[4]).toMatch(/^\| ❌ \| a "quoted" &lt;name> a \| badDebtUsd: mean &lt; 1 \|/);
  });
});
