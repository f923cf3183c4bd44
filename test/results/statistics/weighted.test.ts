import { describe, expect, it } from 'vitest';
import { normalLaw } from '../../../results/statistics/laws.ts';
import { meanInterval } from '../../../results/statistics/mean-interval.ts';
import { nearestRank } from '../../../results/statistics/quantile.ts';
import { effectiveSize, type Weighting, weightedMean, weightedTail } from '../../../results/statistics/weighted.ts';
import { normalQuantile } from '../../../sim/random/distributions.ts';
import { RandomStream } from '../../../sim/random/random-stream.ts';

const alike = (n: number): Weighting => ({ weights: new Float64Array(n).fill(1), strata: new Uint8Array(n) });

/** Standard normals: half of the sample above 1.5, half below, weighted back. */
function stratified(stream: RandomStream, n: number): { values: Float64Array; weighting: Weighting } {
  const edge = 0.9331927987311419; // Φ(1.5)
  const values = new Float64Array(n);
  const weights = new Float64Array(n);
  const strata = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    strata[i] = i % 2;
    const u = stream.uniform();
    values[i] = normalQuantile(i % 2 ? edge + u * (1 - edge) : u * edge);
    weights[i] = 2 * (i % 2 ? 1 - edge : edge);
  }
  return { values, weighting: { weights, strata } };
}

describe('with equal weights', () => {
  const stream = new RandomStream('equal');
  const values = Float64Array.from({ length: 500 }, () => stream.normal());

  it('the mean and its interval are those of plain paths', () => {
    const plain = meanInterval(values, 0.95);
    const weighted = weightedMean(values, alike(500), 0.95);
    expect(weighted.value).toBeCloseTo(plain.value, 14);
    expect(weighted.low).toBeCloseTo(plain.low!, 12);
    expect(weighted.standardError).toBeCloseTo(plain.standardError!, 14);
    expect(effectiveSize(alike(500).weights)).toBe(500);
  });

  it.each([0.5, 0.9, 0.99])('the %d quantile is the same order statistic, and the shortfall the same mean', (p) => {
    const sorted = values.toSorted();
    const { quantile, shortfall } = weightedTail(values, alike(500), p, 0.95);
    const q = sorted[nearestRank(500, p) - 1]!;
    expect(quantile.value).toBe(q);
    const excess = sorted.reduce((sum, x) => sum + Math.max(0, x - q), 0) / 500;
    expect(shortfall.value).toBeCloseTo(q + excess / (1 - p), 12);
  });
});

it('stratified samples of a normal law cover its mean, quantile and shortfall as often as they say', () => {
  const stream = new RandomStream('coverage of stratified samples');
  const law = normalLaw(0, 1);
  const truth = { mean: 0, quantile: law.quantile(0.99), shortfall: law.expectedShortfall(0.99) };
  const held = { mean: 0, quantile: 0, shortfall: 0 };
  const runs = 1000;
  for (let run = 0; run < runs; run++) {
    const { values, weighting } = stratified(stream, 800);
    const { quantile, shortfall } = weightedTail(values, weighting, 0.99, 0.95);
    const found = { mean: weightedMean(values, weighting, 0.95), quantile, shortfall };
    for (const key of ['mean', 'quantile', 'shortfall'] as const) {
      if (found[key].low! <= truth[key] && truth[key] <= found[key].high!) held[key]++;
    }
  }
  // 95 %, give or take four standard errors of a thousand runs and a point for the normal approximation.
  for (const count of Object.values(held)) {
    expect(count / runs).toBeGreaterThan(0.912);
    expect(count / runs).toBeLessThan(0.98);
  }
});

it('is many times tighter in the tail than plain paths of the same number', () => {
  const stream = new RandomStream('tail');
  const { values, weighting } = stratified(stream, 4000);
  const plain = Float64Array.from({ length: 4000 }, () => stream.normal());
  const width = ({ low, high }: { low: number | null; high: number | null }) => high! - low!;
  const stratifiedTail = weightedTail(values, weighting, 0.999, 0.95).shortfall;
  const plainTail = weightedTail(plain, alike(4000), 0.999, 0.95).shortfall;
  expect(width(stratifiedTail)).toBeLessThan(0.5 * width(plainTail));
});

it('refuses a stratum of one path and lengths that differ', () => {
  const weighting = { weights: new Float64Array(3).fill(1), strata: [0, 0, 1] };
  expect(() => weightedMean([1, 2, 3], weighting, 0.95)).toThrow('stratum 1 holds a single path');
  expect(() => weightedMean([1, 2], weighting, 0.95)).toThrow('2 values, 3 weights');
});
