import { describe, expect, it } from 'vitest';
import { weightedMean } from '../../results/statistics/weighted.ts';
import { weightingOf } from '../../results/weighting.ts';
import { smallResults, upTo } from './small-results.ts';

const strata = Uint8Array.from(upTo(10), (path) => (path < 6 ? 0 : 1));
const likelihoods = Float64Array.from(upTo(10), (path) => 0.5 + (path % 3));
const sampling = { strata, likelihoods, probabilities: [0.9, 0.1] };
const results = smallResults({ a: () => ({}) }, upTo(10));

describe('weights of sampled paths', () => {
  const { weights } = weightingOf({ ...results, sampling })!;
  const sum = (stratum: number) =>
    weights.filter((_, i) => strata[i] === stratum).reduce((all, weight) => all + weight, 0);

  it('add up to the probability of their stratum, whatever likelihood ratios were drawn', () => {
    expect(sum(0)).toBeCloseTo(9, 12);
    expect(sum(1)).toBeCloseTo(1, 12);
    expect(weights[1]! / weights[0]!).toBeCloseTo(likelihoods[1]! / likelihoods[0]!, 12);
  });

  it('know a figure exactly that is the same on every path', () => {
    const { value, low, high } = weightedMean(new Float64Array(10).fill(7), { weights, strata }, 0.95);
    expect([value, low, high]).toEqual([7, 7, 7].map((x) => expect.closeTo(x, 12)));
  });

  it('are not there where paths count alike, and refused where a stratum is not known', () => {
    expect(weightingOf(results)).toBeUndefined();
    const lonely = { ...sampling, strata: Uint8Array.from(upTo(10), (path) => (path === 9 ? 1 : 0)) };
    expect(() => weightingOf({ ...results, sampling: lonely })).toThrow('stratum 1 of 2 has 1 of 10 paths');
    expect(() => weightingOf({ ...results, sampling: { ...sampling, strata: new Uint8Array(3) } })).toThrow(
      '10 paths, but 3 strata',
    );
  });
});
