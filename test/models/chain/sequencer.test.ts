import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import type { BlockColumns, BlockTiming } from '../../../models/model.ts';
import type { ModelReference } from '../../../models/registry.ts';
import { withNestedModels } from '../../../scenarios/nested-models.ts';
import { openStream } from '../../../sim/random/streams.ts';

const HOUR = 3_600_000;
const YEAR = 31_536_000_000;

function timing(change: Record<string, unknown>): BlockTiming {
  const registry = withNestedModels(builtIn());
  const reference = registry.schema('block-timing').parse({ model: 'sequencer', interval: '250ms', ...change });
  return registry.create('block-timing', reference, {
    delay: (inner) => registry.create('delay', inner as ModelReference, undefined),
  });
}

const columns = (times = new Float64Array(0)): BlockColumns => ({
  times,
  outages: { count: 0, from: new Float64Array(0), until: new Float64Array(0) },
});

function fill(rule: BlockTiming, horizon: number, path = 0, out = columns()) {
  out.outages.count = 0;
  const count = rule.fill(out, horizon, (purpose) => openStream('blocks', path, purpose));
  const { count: outages, from, until } = out.outages;
  return {
    times: [...out.times.subarray(0, count)],
    outages: Array.from({ length: outages }, (_, i) => [from[i] as number, until[i] as number] as const),
  };
}

const regular = (horizon: number, interval: number, outages: readonly (readonly [number, number])[]) =>
  Array.from({ length: Math.floor(horizon / interval) + 1 }, (_, k) => k * interval).filter(
    (time) => !outages.some(([from, until]) => time >= from && time < until),
  );

describe('a sequencer', () => {
  it('makes a block every interval, from 0 to the horizon', () => {
    const { times, outages } = fill(timing({}), 1100);
    expect(times).toEqual([0, 250, 500, 750, 1000]);
    expect(outages).toEqual([]);
  });

  it('makes none while it is down, and goes on with the first regular one after', () => {
    const down = { from: '1s', until: '2300ms' };
    const { times, outages } = fill(timing({ outages: [down] }), 3000);
    expect(times).toEqual([0, 250, 500, 750, 2500, 2750, 3000]);
    expect(outages).toEqual([[1000, 2300]]);
  });

  it('counts outages that touch as one, in the order of time', () => {
    const outages = [
      { from: '50s', until: '60s' },
      { from: '10s', until: '20s' },
      { from: '20s', until: '25s' },
      { from: '12s', until: '14s' },
      { from: '200s', until: '201s' },
    ];
    const found = fill(timing({ interval: '1s', outages }), 100_000);
    expect(found.outages).toEqual([
      [10_000, 25_000],
      [50_000, 60_000],
    ]);
    expect(found.times).toEqual(regular(100_000, 1000, found.outages));
  });

  it('may be down from the start, or to the end', () => {
    const outages = [
      { from: 0, until: '2s' },
      { from: '8s', until: '1h' },
    ];
    const found = fill(timing({ interval: '1s', outages }), 10_000);
    expect(found.times).toEqual([2000, 3000, 4000, 5000, 6000, 7000]);
    expect(found.outages).toEqual([
      [0, 2000],
      [8000, HOUR],
    ]);
  });

  it('draws whole worlds of outages that agree with the blocks, whatever was written before', () => {
    const rule = timing({ interval: '2m', perYear: 500, duration: { model: 'exponential', mean: '3h' } });
    const out = columns();
    let drawn = 0;
    for (const path of [0, 1, 2, 3, 1, 4, 5, 2]) {
      const found = fill(rule, 5 * 24 * HOUR, path, out);
      expect(found.times).toEqual(regular(5 * 24 * HOUR, 120_000, found.outages));
      expect(found).toEqual(
        fill(
          timing({ interval: '2m', perYear: 500, duration: { model: 'exponential', mean: '3h' } }),
          5 * 24 * HOUR,
          path,
        ),
      );
      drawn += found.outages.length;
    }
    expect(drawn).toBeGreaterThan(10);
  });

  it('is down as often and as long as stated', () => {
    const rule = timing({ interval: '24h', perYear: 12, duration: { model: 'exponential', mean: '1h' } });
    const paths = 400;
    let count = 0;
    let hours = 0;
    for (let path = 0; path < paths; path++) {
      const { outages } = fill(rule, YEAR, path);
      count += outages.length;
      for (const [from, until] of outages) hours += (until - from) / HOUR;
    }
    expect(Math.abs(count / paths - 12)).toBeLessThan(4 * Math.sqrt(12 / paths) + 0.1);
    expect(Math.abs(hours / count - 1)).toBeLessThan(4 / Math.sqrt(count) + 0.01);
  });

  it('has at most one outage with a probability', () => {
    const rule = timing({ interval: '10m', probability: 0.3, duration: { model: 'constant', delay: '80m' } });
    let down = 0;
    for (let path = 0; path < 1000; path++) {
      const { outages } = fill(rule, 24 * HOUR, path);
      expect(outages.length).toBeLessThanOrEqual(1);
      for (const [from, until] of outages) expect(until - from).toBe(4_800_000);
      down += outages.length;
    }
    expect(Math.abs(down / 1000 - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 1000));
  });

  it('lets those who waited in: gas of others is raised after an outage, half as much every half-life', () => {
    const rule = timing({ backlogPeak: 5, backlogHalfLife: '10m', outages: [{ from: '1m', until: '15m' }] });
    const gas = new Float64Array(6).fill(10);
    const out = columns();
    rule.fill(out, HOUR, (purpose) => openStream('blocks', 0, purpose));
    rule.afterOutages?.(gas, 600_000, out.outages);
    expect([...gas].map((price) => Math.round(price * 1000) / 1000)).toEqual([10, 50, 30, 20, 15, 12.5]);
  });

  it('refuses what does not go together', () => {
    const duration = { model: 'constant', delay: '1s' };
    expect(() => timing({ perYear: 1 })).toThrow(/duration/);
    expect(() => timing({ duration })).toThrow(/perYear or probability/);
    expect(() => timing({ perYear: 1, probability: 0.1, duration })).toThrow(/not both/);
    expect(() => timing({ outages: [{ from: '2s', until: '1s' }] })).toThrow(/end after it begins/);
  });
});
