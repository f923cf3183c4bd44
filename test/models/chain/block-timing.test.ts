import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import type { BlockColumns } from '../../../models/model.ts';
import type { ModelReference } from '../../../models/registry.ts';
import { openStream } from '../../../sim/random/streams.ts';

const columns = (times = new Float64Array(0)): BlockColumns => ({
  times,
  outages: { count: 0, from: new Float64Array(0), until: new Float64Array(0) },
});

function timing(reference: Record<string, unknown>) {
  const registry = builtIn();
  return registry.create('block-timing', registry.schema('block-timing').parse(reference), {
    delay: (inner) => registry.create('delay', inner as ModelReference, undefined),
  });
}

function times(reference: Record<string, unknown>, horizon: number, path = 0): number[] {
  const out = columns();
  const count = timing(reference).fill(out, horizon, (purpose) => openStream('blocks', path, purpose));
  return [...out.times.subarray(0, count)];
}

describe('slots', () => {
  it('are all filled, from 0 to the horizon, when none is missed', () => {
    expect(times({ model: 'slots', slot: '12s' }, 48_000)).toEqual([0, 12_000, 24_000, 36_000, 48_000]);
    expect(times({ model: 'slots', slot: '12s' }, 47_999)).toEqual([0, 12_000, 24_000, 36_000]);
  });

  it('are as many as the horizon has, also in a column that has been written before', () => {
    const slots = timing({ model: 'slots', slot: '12s' });
    const out = columns(new Float64Array(20));
    const shared: BlockColumns = { ...columns(), times: out.times };
    for (const [into, horizon] of [
      [out, 24_000],
      [out, 96_000],
      [out, 48_000],
      [columns(), 36_000],
      [shared, 60_000],
    ] as const) {
      const count = slots.fill(into, horizon, () => openStream('blocks', 0, 'none'));
      expect([...into.times.subarray(0, count)]).toEqual(
        Array.from({ length: horizon / 12_000 + 1 }, (_, i) => 12_000 * i),
      );
    }
  });

  it('stay multiples of the slot when some are missed', () => {
    const found = times({ model: 'slots', slot: '12s', missRate: 0.3 }, 12_000_000);
    expect(found.every((time) => time % 12_000 === 0)).toBe(true);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it.each([0.003, 0.1, 0.5, 0.97])('are missed at the stated rate: %f', (missRate) => {
    const slots = 200_000;
    const found = times({ model: 'slots', slot: '1s', missRate }, (slots - 1) * 1000);
    const missed = 1 - found.length / slots;
    expect(Math.abs(missed - missRate)).toBeLessThan(4 * Math.sqrt((missRate * (1 - missRate)) / slots));
  });

  it('are missed independently: a miss is as likely after a miss', () => {
    const missRate = 0.2;
    const found = times({ model: 'slots', slot: '1s', missRate }, 199_999_000);
    const here = new Set(found.map((time) => time / 1000));
    let misses = 0;
    let twice = 0;
    for (let slot = 0; slot < 199_999; slot++) {
      if (here.has(slot)) continue;
      misses++;
      if (!here.has(slot + 1)) twice++;
    }
    expect(Math.abs(twice / misses - missRate)).toBeLessThan(4 * Math.sqrt((missRate * (1 - missRate)) / misses));
  });

  it('are missed elsewhere on another path', () => {
    const rule = { model: 'slots', slot: '1s', missRate: 0.5 };
    expect(times(rule, 100_000, 1)).not.toEqual(times(rule, 100_000, 2));
  });
});

describe('Poisson blocks', () => {
  it.each([
    ['13.2s', 86_400_000],
    ['2ms', 10_000],
  ])(
    'with mean %s come at whole milliseconds, each later than the one before, none past the horizon',
    (mean, horizon) => {
      const found = times({ model: 'poisson', mean }, horizon);
      expect(found.every((time) => Number.isInteger(time))).toBe(true);
      expect(found.every((time, i) => i === 0 || time > found[i - 1]!)).toBe(true);
      expect(found[0]).toBeGreaterThanOrEqual(0);
      expect(found.at(-1)).toBeLessThanOrEqual(horizon);
    },
  );

  it('have the mean and the deviation of an exponential', () => {
    const found = times({ model: 'poisson', mean: '10s' }, 10_000 * 20_000);
    const waits = found.map((time, i) => (time - (i === 0 ? 0 : found[i - 1]!)) / 10_000);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    const variance = waits.reduce((sum, wait) => sum + (wait - mean) * (wait - mean), 0) / waits.length;
    expect(Math.abs(mean - 1)).toBeLessThan(4 / Math.sqrt(waits.length));
    // An exponential's fourth moment about its mean is 9: its sample variance has variance 8/n.
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(8 / waits.length));
  });

  it('are the same whatever was in the buffer, and whatever its size', () => {
    const rule = timing({ model: 'poisson', mean: '10s' });
    const fill = (out: BlockColumns) => {
      const count = rule.fill(out, 3_600_000, (purpose) => openStream('blocks', 4, purpose));
      return [...out.times.subarray(0, count)];
    };
    const fresh = fill(columns());
    expect(fill(columns(new Float64Array(7).fill(9)))).toEqual(fresh);
    expect(fill(columns(new Float64Array(100_000).fill(-1)))).toEqual(fresh);
  });

  it('with the same draws, a longer horizon only adds blocks', () => {
    const rule = { model: 'poisson', mean: '10s' };
    const short = times(rule, 600_000);
    expect(times(rule, 6_000_000).slice(0, short.length)).toEqual(short);
  });
});
