import { expect, it } from 'vitest';
import { OUTCOME_KEYS } from '../../models/outcome.ts';
import { METRICS } from '../../results/metrics.ts';
import { RATIO_KEYS, RATIOS } from '../../results/ratios.ts';

it('describes every figure of a path once, in the order of the columns', () => {
  expect(Object.keys(METRICS)).toEqual([...OUTCOME_KEYS]);
  for (const key of OUTCOME_KEYS) expect(METRICS[key].key).toBe(key);
  expect(new Set(Object.values(METRICS).map(({ title }) => title)).size).toBe(OUTCOME_KEYS.length);
});

it('names units where the key names them', () => {
  const suffixes = {
    Usd: 'usd',
    Seconds: 'seconds',
    Fraction: 'fraction',
    PerSecond: 'perSecond',
    Bps: 'bps',
    Share: 'fraction',
  };
  for (const metric of [...Object.values(METRICS), ...Object.values(RATIOS)]) {
    for (const [suffix, unit] of Object.entries(suffixes)) {
      if (metric.key.endsWith(suffix) && !metric.key.endsWith(`Per${suffix}s`))
        expect([metric.key, metric.unit]).toEqual([metric.key, unit]);
    }
    expect(metric.meaning).toMatch(/^[A-Z].*\.$/);
  }
});

it('describes every ratio once', () => {
  expect(Object.keys(RATIOS)).toEqual([...RATIO_KEYS]);
  for (const key of RATIO_KEYS) expect(RATIOS[key].key).toBe(key);
});
