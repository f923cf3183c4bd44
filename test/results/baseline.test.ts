import { describe, expect, it } from 'vitest';
import { baselineOf } from '../../results/baseline/baseline.ts';
import { baselineText, parseBaseline } from '../../results/baseline/baseline-file.ts';
import { checkBaseline } from '../../results/baseline/check-baseline.ts';
import { marginsOf } from '../../results/margins.ts';
import { baselineChecks, baselineTable } from '../../results/report/baseline-checks.ts';
import { plain } from '../../results/table/style.ts';
import { RandomStream } from '../../sim/random/random-stream.ts';
import { type Figures, smallResults, upTo } from './small-results.ts';

const SOURCE = { scenario: 'small.yaml', set: ['a.b=1'] };

/** Losses on about a fifth of the paths, exponential; a factor of each path's own. */
function losses(seed: string, change: (loss: number, stream: RandomStream) => number = (loss) => loss) {
  const stream = new RandomStream(seed);
  const other = new RandomStream('the change');
  const drawn = upTo(600).map(() => (stream.uniform() < 0.2 ? stream.exponential(1000) : 0 * stream.uniform()));
  const changed = drawn.map((loss) => change(loss, other));
  return smallResults({ a: (path): Figures => ({ badDebtUsd: changed[path]!, slippageUsd: 5 }) }, upTo(600));
}

const base = losses('base');
const baseline = baselineOf(base, SOURCE);
const outcomes = (of: ReturnType<typeof checkBaseline>) =>
  Object.fromEntries(of.figures.map(({ figure, outcome }) => [figure, outcome]));

describe('the file of a baseline', () => {
  it('reads back to what was written, sorted, with a line for each figure', () => {
    const text = baselineText(baseline);
    expect(parseBaseline(text, 'b.yaml')).toEqual(baseline);
    const names = baseline.figures.map(({ figure }) => figure);
    expect(names).toEqual([...names].sort());
    expect(text.split('\n').filter((line) => line.startsWith('  a badDebtUsd.mean: { value: '))).toHaveLength(1);
    expect(text.length).toBeLessThan(6000);
  });

  it.each([
    ['a: [', 'is not a baseline'],
    ['format: 1', 'is not a baseline'],
    [baselineText(baseline).replace(/ {2}a badDebtUsd.mean: \[.*\n/, ''), 'a badDebtUsd.mean has no batches'],
  ])('that is broken is refused', (text, message) => {
    expect(() => parseBaseline(text, 'b.yaml')).toThrow(message);
  });
});

describe('a check', () => {
  it('finds the same run identical', () => {
    const check = checkBaseline(baseline, base);
    expect(check.isIdentical).toBe(true);
    expect(new Set(Object.values(outcomes(check)))).toEqual(new Set(['same']));
    expect(baselineTable(check, plain)).toBe('');
  });

  it('does not fail for the same law with other draws', () => {
    const failed = upTo(60).filter((seed) =>
      checkBaseline(baseline, losses(`other ${seed}`)).figures.some(({ outcome }) => outcome === 'worse'),
    );
    // 5 % promised: three of sixty, and four standard errors of luck.
    expect(failed.length).toBeLessThanOrEqual(9);
  });

  it('catches losses that are five per cent larger, path by path, also through noise', () => {
    const worse = losses('base', (loss, stream) => loss * (1.05 + 0.05 * stream.normal()));
    const check = checkBaseline(baseline, worse);
    expect(check.isIdentical).toBe(false);
    expect(outcomes(check)).toMatchObject({
      'badDebtUsd.mean': 'worse',
      'badDebtUsd.probability': 'same',
      'slippageUsd.mean': 'same',
    });
    const failed = baselineChecks(check, 'small').filter(({ outcome }) => outcome === 'fail');
    expect(failed.map(({ name }) => name)).toContain('badDebtUsd.mean');
    expect(baselineTable(check, plain)).toMatch(/a {9}badDebtUsd\.mean .*\+5\.\d+ % {2}worse/);
  });

  it('allows what the tolerance allows, and no more', () => {
    const worse = losses('base', (loss) => loss * 1.05);
    const within = (text: string) => outcomes(checkBaseline(baseline, worse, marginsOf([text])))['badDebtUsd.mean'];
    expect(within('badDebtUsd.mean=8%')).toBe('moved');
    expect(within('badDebtUsd.mean=2%')).toBe('worse');
    expect(outcomes(checkBaseline(baseline, worse, marginsOf(['badDebtUsd.p99=8%'])))['badDebtUsd.p99']).toBe('moved');
  });

  it('says better for better, and never passes what is missing', () => {
    const better = checkBaseline(
      baseline,
      losses('base', (loss) => loss * 0.9),
    );
    expect(outcomes(better)['badDebtUsd.mean']).toBe('better');
    const gone = smallResults({ b: () => ({}) }, upTo(600));
    expect(new Set(Object.values(outcomes(checkBaseline(baseline, gone))))).toEqual(new Set(['missing']));
    const absent = smallResults({ a: () => ({ badDebtUsd: Number.NaN, slippageUsd: 5 }) }, upTo(600));
    expect(outcomes(checkBaseline(baseline, absent))).toMatchObject({
      'badDebtUsd.mean': 'missing',
      'slippageUsd.mean': 'same',
    });
  });

  it('is not moved by a single path', () => {
    const one = losses('base');
    one.strategies[0]!.columns[0] = 1e7;
    expect(outcomes(checkBaseline(baseline, one))['badDebtUsd.mean']).toBe('moved');
  });

  it('notes another scenario, version and machine', () => {
    const manifest = {
      ...base.manifest,
      plimsoll: '9',
      mathFingerprint: 'x',
      scenario: { ...base.manifest.scenario, hash: 'h' },
    };
    expect(checkBaseline(baseline, { ...base, manifest }).notes).toHaveLength(3);
  });
});
