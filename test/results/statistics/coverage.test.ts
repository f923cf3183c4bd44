import { describe, expect, it } from 'vitest';
import { expectedShortfall } from '../../../results/statistics/expected-shortfall.ts';
import type { Interval } from '../../../results/statistics/interval.ts';
import { meanInterval } from '../../../results/statistics/mean-interval.ts';
import { quantileInterval } from '../../../results/statistics/quantile.ts';
import { ratioOfSums } from '../../../results/statistics/ratio-of-sums.ts';
import { RandomStream } from '../../../sim/random/random-stream.ts';

/** Share of `runs` samples whose interval holds `truth`. A bound that does not exist is taken as infinitely far. */
function coverage(runs: number, truth: number, seed: string, sample: (stream: RandomStream) => Interval): number {
  const stream = new RandomStream(seed);
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { low, high } = sample(stream);
    if ((low ?? -Infinity) <= truth && truth <= (high ?? Infinity)) held++;
  }
  return held / runs;
}

const draws = (n: number, draw: () => number) => Float64Array.from({ length: n }, draw);

// Limits are five standard errors of the simulation away from what should be (or was measured in larger simulations).
describe('an interval at 95 % holds the truth', () => {
  it('t interval of a mean, normal values, n = 5: 95 %', () => {
    const share = coverage(4000, 3, 'mean', (stream) =>
      meanInterval(
        draws(5, () => 3 + 2 * stream.normal()),
        0.95,
      ),
    );
    expect(Math.abs(share - 0.95)).toBeLessThan(0.0175);
  });

  it('order statistics of the 95th percentile, n = 200: the coverage that the ranks promise, 97 %', () => {
    const truth = Math.exp(1.6448536269514722);
    const share = coverage(3000, truth, 'quantile', (stream) =>
      quantileInterval(draws(200, () => Math.exp(stream.normal())).sort(), 0.95, 0.95),
    );
    expect(share).toBeGreaterThan(0.95);
  });

  it('expected shortfall 99 %, normal values, n = 2,000: 96 % (docs/statistics.md)', () => {
    const share = coverage(600, 100 + 2.665214220345806, 'shortfall', (stream) =>
      expectedShortfall(draws(2000, () => 100 + stream.normal()).sort(), 0.99, 0.95),
    );
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.995);
  });

  it('mean of losses on a few of 1,000 paths, exponential sizes: not less than 95 % promises', () => {
    for (const hits of [10, 20, 50]) {
      const share = coverage(600, hits / 1000, `few hits ${hits}`, (stream) => {
        const found = stream.poisson(hits);
        return meanInterval(
          Float64Array.from({ length: 1000 }, (_, path) => (path < found ? stream.exponential(1) : 0)),
          0.95,
        );
      });
      // Three losses or fewer give no interval, which counts as holding the truth.
      expect(share).toBeGreaterThan(0.93);
    }
  });

  it('ratio of sums, n = 100: 95 %', () => {
    const share = coverage(2000, 0.5, 'ratio', (stream) => {
      const volume = draws(100, () => stream.exponential(1));
      return ratioOfSums(
        volume.map((x) => x * (0.5 + 0.2 * stream.normal())),
        volume,
        0.95,
      );
    });
    expect(Math.abs(share - 0.95)).toBeLessThan(0.03);
  });
});
