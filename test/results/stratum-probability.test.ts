import { expect, it } from 'vitest';
import { stratumProbability } from '../../results/stratum-probability.ts';
import { openStream } from '../../sim/random/streams.ts';

it('finds a probability that gives every weight again, to the last bit', () => {
  const stream = openStream('stratum probability', 0, 'figures');
  for (let trial = 0; trial < 200; trial++) {
    const count = 2 + Math.floor(20 * stream.uniform());
    const likelihoods = Array.from({ length: count }, () => 0.2 + 3 * stream.uniform());
    const [probability, paths] = [0.001 + stream.uniform(), 1000];
    const sum = likelihoods.reduce((total, one) => total + one, 0);
    const weights = likelihoods.map((one) => (one * probability * paths) / sum);
    const found = stratumProbability(likelihoods, weights, paths);
    expect(likelihoods.map((one) => (one * found * paths) / sum)).toEqual(weights);
    expect(Math.abs(found / probability - 1)).toBeLessThan(1e-14);
  }
});

it('takes what the weights add up to where they are of another hand', () => {
  expect(stratumProbability([1, 1], [3, 5], 16)).toBe(0.5);
});
