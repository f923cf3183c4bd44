import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { DataError } from '../../../models/data-error.ts';
import type { Delay } from '../../../models/model.ts';
import { buildDelay } from '../../../models/world/parts.ts';
import { withNestedModels } from '../../../scenarios/nested-models.ts';
import { openStream } from '../../../sim/random/streams.ts';

const registry = withNestedModels(builtIn());

function delay(reference: Record<string, unknown>, files: Record<string, string> = {}): Delay {
  const text = (file: string) => files[file] as string;
  return buildDelay(registry.schema('delay').parse(reference), { registry, files: { text } });
}

/** Mean and variance over the middles of equal strata of the uniform, in seconds. */
function moments(made: Delay, strata = 40_000) {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < strata; i++) {
    const seconds = made.quantile((i + 0.5) / strata) / 1000;
    sum += seconds;
    squares += seconds * seconds;
  }
  const mean = sum / strata;
  return { mean, variance: squares / strata - mean * mean };
}

describe('delays', () => {
  it.each([
    // Mean and variance in seconds: k θ and k θ²; λ Γ(1 + 1/k), with Γ(1.5) = √π/2 and Γ(3) = 2.
    ['gamma', { model: 'gamma', mean: '10s', shape: 4 }, 10, 25],
    ['gamma of shape 1', { model: 'gamma', mean: '10s', shape: 1 }, 10, 100],
    ['gamma after a minimum', { model: 'gamma', mean: '3s', shape: 2, minimum: '12s' }, 15, 4.5],
    [
      'weibull of shape 2',
      { model: 'weibull', scale: '10s', shape: 2 },
      (10 * Math.sqrt(Math.PI)) / 2,
      100 * (1 - Math.PI / 4),
    ],
    ['weibull of shape 1', { model: 'weibull', scale: '10s', shape: 1, minimum: '5s' }, 15, 100],
    ['exponential after a block', { model: 'exponential', mean: '4s', minimum: '12s' }, 16, 16],
  ])('%s has the mean and variance of its law', (_, reference, mean, variance) => {
    const found = moments(delay(reference));
    expect(Math.abs(found.mean / mean - 1)).toBeLessThan(1e-3);
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(5e-3);
  });

  it('a gamma of shape 1 is the exponential, draw by draw', () => {
    const one = delay({ model: 'gamma', mean: '10s', shape: 1 });
    const other = delay({ model: 'exponential', mean: '10s' });
    for (const u of [1e-9, 0.01, 0.3, 0.5, 0.9, 0.99999]) expect(one.quantile(u)).toBe(other.quantile(u));
  });

  it('measured quantiles are met, joined by straight lines, and nothing is later than the last', () => {
    const quantiles = [
      { share: 0.1, delay: '2s' },
      { share: 0.5, delay: '6s' },
      { share: 0.9, delay: '30s' },
    ];
    const made = delay({ model: 'empirical', quantiles });
    expect([0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999].map((u) => made.quantile(u))).toEqual([
      2000, 2000, 4000, 6000, 18_000, 30_000, 30_000,
    ]);
    const csv = 'share,seconds\n0.1,2\n0.5,6\n0.9,30\n';
    const read = delay({ model: 'empirical', file: 'q.csv' }, { 'q.csv': csv });
    for (const u of [0.2, 0.5, 0.8]) expect(read.quantile(u)).toBe(made.quantile(u));
  });

  it.each([
    ['share,seconds\n0.5,2\n0.4,6\n', 3, 'shares must rise'],
    ['share,seconds\n0.5,2\n0.6,1\n', 3, 'must not fall'],
    ['share,seconds\n0.5,2\n1.6,3\n', 3, 'at most 1'],
    ['share,seconds\n0.5,x\n', 2, 'must be a number'],
  ])('a file out of order is refused at its line: %j', (text, line, rule) => {
    const read = () => delay({ model: 'empirical', file: 'q.csv' }, { 'q.csv': text });
    expect(read).toThrow(DataError);
    expect(read).toThrow(rule);
    try {
      read();
    } catch (error) {
      expect((error as DataError).line).toBe(line);
    }
  });

  it('measured quantiles come from a list or from a file, not both and not neither', () => {
    expect(() => delay({ model: 'empirical' })).toThrow('one of the two');
    const both = { model: 'empirical', file: 'q.csv', quantiles: [{ share: 0.5, delay: '2s' }] };
    expect(() => delay(both, { 'q.csv': 'share,seconds\n0.5,2\n' })).toThrow('one of the two');
  });

  it('a mixture draws from each of its two as often as stated', () => {
    const usual = { model: 'constant', delay: '2s' };
    const late = { model: 'exponential', mean: '60s', minimum: '100s' };
    const made = delay({ model: 'mixture', usual, late, share: 0.2 });
    const stream = openStream('mixture', 0, 'delays');
    let hung = 0;
    for (let i = 0; i < 20_000; i++) if (made.quantile(stream.uniform()) > 2000) hung++;
    expect(Math.abs(hung / 20_000 - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 20_000));
    // 0.8 · 2 s + 0.2 · 160 s.
    expect(Math.abs(moments(made).mean - 33.6)).toBeLessThan(0.1);
    expect(() =>
      delay({ model: 'mixture', usual: { model: 'mixture', usual, late, share: 0.1 }, late, share: 0.1 }),
    ).toThrow('no mixtures');
  });

  it('are whole milliseconds of 0 or more that grow with the uniform', () => {
    for (const reference of [
      { model: 'gamma', mean: '10s', shape: 0.3 },
      { model: 'gamma', mean: '10s', shape: 40 },
      { model: 'weibull', scale: '10s', shape: 0.5 },
      { model: 'weibull', scale: '10s', shape: 8 },
    ]) {
      const made = delay(reference);
      const us = [1e-10, 1e-6, 0.01, 0.2, 0.5, 0.9, 0.999, 1 - 1e-9];
      const found = us.map((u) => made.quantile(u));
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      for (const millis of found) expect(Number.isInteger(millis) && millis >= 0).toBe(true);
    }
  });
});
