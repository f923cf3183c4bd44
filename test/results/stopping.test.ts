import { describe, expect, it } from 'vitest';
import { checkpoints, FEWEST_BATCHES, parseStoppingRule, precisionOf, STOPPING_BATCH } from '../../results/stopping.ts';
import { smallResults, upTo } from './small-results.ts';

describe('a stopping rule', () => {
  it.each([
    ['badDebtUsd.mean ±2%', 'mean', 'relative', 0.02],
    ['badDebtUsd.es99 +-50_000', 'shortfall', 'absolute', 50_000],
    ['slippageBps ± 1', 'ratio', 'absolute', 1],
  ])('reads %s', (text, statistic, kind, halfWidth) => {
    expect(parseStoppingRule(text)).toMatchObject({
      figure: { statistic: { kind: statistic } },
      target: { kind, halfWidth },
    });
  });

  it.each([
    ['badDebtUsd.mean', 'must be <metric>.<statistic> ±<width>'],
    ['badDebtUSDx.mean ±2%', 'did you mean badDebtUsd?'],
    ['badDebtUsd.mean ±0', 'above 0'],
  ])('refuses %s', (text, message) => {
    expect(parseStoppingRule(text)).toContain(message);
  });

  it('holds the inflated half width against the target, and takes no share of nothing', () => {
    const rule = parseStoppingRule('badDebtUsd.mean ±4%');
    if (typeof rule === 'string') throw new Error(rule);
    const results = smallResults(
      { known: (path) => ({ badDebtUsd: path + 1 }), never: () => ({ badDebtUsd: 0 }) },
      upTo(1000),
    );
    const [known, never] = precisionOf(results, rule);
    // t·s/√n is 17.91 around 500.5, 3.6 %; widened by a twentieth it is 3.8 %.
    expect(known!.halfWidth! / 500.5).toBeCloseTo(0.0376, 4);
    expect([known!.isEnough, never!.isEnough]).toEqual([true, false]);
  });

  it('asks at multiples of a batch that depend on nothing, the last being the most paths', () => {
    const asked = [...checkpoints(5000)];
    expect(asked[0]).toBe(FEWEST_BATCHES * STOPPING_BATCH);
    expect(asked.slice(0, -1).every((paths) => paths % STOPPING_BATCH === 0)).toBe(true);
    expect(asked.at(-1)).toBe(5000);
    expect([...checkpoints(100_000)].slice(0, asked.length - 1)).toEqual(asked.slice(0, -1));
    expect([...checkpoints(10)]).toEqual([10]);
  });
});
