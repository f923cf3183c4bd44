import { describe, expect, it } from 'vitest';
import { compareResults } from '../../results/compare-results.ts';
import { marginsOf } from '../../results/margins.ts';
import { comparisonMarkdown, comparisonText } from '../../results/report/comparison-report.ts';
import { holm, stands } from '../../results/statistics/holm.ts';
import { pathsToSettle } from '../../results/statistics/sample-size.ts';
import { verdict } from '../../results/statistics/verdict.ts';
import { plain } from '../../results/table/style.ts';
import { type Figures, smallResults, upTo } from './small-results.ts';

const run = (of: (path: number) => Figures, more: object = {}, paths = 400) =>
  smallResults({ a: of, b: () => ({ badDebtUsd: 1 }) }, upTo(paths), { manifest: more });
const noise = (path: number) => ((path * 7919) % 101) / 10;
const base = run((path) => ({ badDebtUsd: 1000 + path, slippageUsd: 50 + noise(path) }));
const one = (comparison: ReturnType<typeof compareResults>, figure: string) =>
  comparison.figures.find((found) => found.strategy === 'a' && found.figure === figure)!;

describe('a comparison of two results', () => {
  it('is paired by path, with a verdict against the margin', () => {
    const after = run((path) => ({ badDebtUsd: 1100 + path + (path % 2), slippageUsd: 50.1 + noise(path + 1) }));
    const comparison = compareResults(base, after);
    expect(one(comparison, 'badDebtUsd.mean')).toMatchObject({ verdict: 'worse', difference: 100.5, n: 400 });
    expect(one(comparison, 'slippageUsd.mean').verdict).toBe('not decided');
    expect(one(comparison, 'slippageUsd.mean').pathsToDecide).toBeGreaterThan(400);
    expect(one(comparison, 'badDebtUsd.probability').verdict).toBe('identical');
    const wide = compareResults(base, after, ['badDebtUsd.mean'], marginsOf(['badDebtUsd.mean=200']));
    expect(one(wide, 'badDebtUsd.mean')).toMatchObject({ verdict: 'equivalent', margin: 200 });
  });

  it('of expected shortfalls is their difference', () => {
    const after = run((path) => ({ badDebtUsd: 1000 + 2 * path }), {}, 2000);
    const before = run((path) => ({ badDebtUsd: 1000 + path }), {}, 2000);
    const tail = one(compareResults(before, after, ['badDebtUsd.es(99)']), 'badDebtUsd.es99');
    expect(tail.difference).toBeCloseTo(tail.after! - tail.before!, 8);
    expect(tail.verdict).toBe('worse');
  });

  it('decides nothing on a tail of fewer than ten paths', () => {
    const after = run((path) => ({ badDebtUsd: 1000 + 2 * path }), {}, 60);
    const before = run((path) => ({ badDebtUsd: 1000 + path }), {}, 60);
    const tail = one(compareResults(before, after, ['badDebtUsd.es(99)']), 'badDebtUsd.es99');
    expect(tail.difference).toBeGreaterThan(0);
    expect(tail).toMatchObject({ low: null, high: null, pValue: null, verdict: 'not decided' });
  });

  it('says what differs, and what is not comparable', () => {
    const resolved = (threshold: number, keepers: string[]) => ({
      run: { paths: 400 },
      market: {},
      protocol: { threshold },
      keepers: keepers.map((name) => ({ name, count: 1 })),
    });
    const before = run(() => ({}), { resolved: resolved(0.8, ['x']) });
    const after = run(
      () => ({}),
      { resolved: resolved(0.83, ['x', 'y']), seed: 'eight', mathFingerprint: 'beef', paths: 300 },
      300,
    );
    const comparison = compareResults(before, after);
    expect(comparison.settings).toEqual([
      { path: 'protocol.threshold', before: '0.8', after: '0.83' },
      { path: 'keepers[y].name', before: null, after: '"y"' },
      { path: 'keepers[y].count', before: null, after: '1' },
    ]);
    expect(comparison.notes.join('\n')).toMatch(/Seeds differ.*Math fingerprints differ.*Numbers of paths differ/s);
    expect(one(comparison, 'badDebtUsd.mean').n).toBe(300);
    expect(comparisonText(comparison, plain).split('\n')[1]).toBe('  protocol.threshold  0.8 → 0.83');
    expect(comparisonMarkdown(comparison)).toContain('- `protocol.threshold  0.8 → 0.83`');
  });

  it('refuses what cannot be compared', () => {
    expect(() => compareResults(base, smallResults({ z: () => ({}) }, upTo(3)))).toThrow('share no strategy');
    expect(() =>
      compareResults(
        base,
        run(() => ({})),
        ['badDebtUsd.p99'],
      ),
    ).toThrow('compare es(99) instead');
    const sampling = { strata: new Uint8Array(400), likelihoods: new Float64Array(400).fill(1), probabilities: [1] };
    const tilted = { ...sampling, likelihoods: Float64Array.from(upTo(400), (i) => 1 + (i % 2)) };
    expect(() => compareResults({ ...base, sampling }, { ...base, sampling: tilted })).toThrow(
      'weigh their paths differently',
    );
    expect(compareResults({ ...base, sampling }, { ...base, sampling }).figures).toHaveLength(16);
    expect(() => marginsOf(['badDebtUsd.mean'])).toThrow('must be <figure>=<size>');
  });
});

describe('Holm', () => {
  it('adjusts the published example', () => {
    // Holm 1979 by hand: 4·0.01, 3·0.01 held up to 0.04, 2·0.03, 1·0.04 held up to 0.06.
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)));
    expect(stands([0.01, 0.04, null, 0.005], 0.05)).toEqual([true, true, false, true]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });
});

describe('verdicts with a margin', () => {
  const interval = (low: number, high: number) => ({ low, high, n: 10, differingPaths: 5 });
  it.each([
    [interval(-1, 1), 2, 'equivalent'],
    [interval(0.5, 1), 2, 'equivalent'],
    [interval(0.5, 3), 2, 'worse'],
    [interval(-3, -0.5), 2, 'better'],
    [interval(-1, 3), 2, 'not decided'],
    [interval(-1, 3), undefined, 'no difference shown'],
  ] as const)('%o within %d is %s', (difference, margin, expected) => {
    expect(verdict(difference, 'higher', margin)).toBe(expected);
  });

  it('are decided by whichever takes fewer paths', () => {
    expect(pathsToSettle(10, 1, 0, 0.95)).toBe(785);
    expect(pathsToSettle(10, 1, 6, 0.95)).toBe(Math.ceil(785 / 25));
    expect(pathsToSettle(10, 0, 0, 0.95)).toBeNull();
    expect(pathsToSettle(10, 0, 1, 0.95)).toBe(785);
  });
});
