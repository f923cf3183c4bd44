import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { DataError } from '../../../models/data-error.ts';
import type { Tape } from '../../../models/tape/tape.ts';
import { openStream } from '../../../sim/random/streams.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

const calm = (windows: number) => constructedTape({ tickMillis: 600_000, prices: [new Array(windows).fill(1)] });

/** Gas per window; the range of each is set by hand. */
function gas(reference: Record<string, unknown>, ranges: readonly number[], text = '', path = 0): number[] {
  const registry = builtIn();
  const model = registry.create('block-space', registry.schema('block-space').parse(reference), { text: () => text });
  const tape: Tape = calm(ranges.length);
  tape.range.set(ranges);
  model.fill(tape, tape.grid, (purpose) => openStream('gas', path, purpose));
  return [...tape.gas];
}

const coupled = (change: Record<string, unknown> = {}) => ({
  model: 'volatility-coupled',
  level: 50,
  persistence: 0,
  coupling: 0.5,
  reference: 0.01,
  noise: 0,
  elasticity: 1,
  ...change,
});

describe('constant gas', () => {
  it('is the stated price in every window', () => {
    expect(gas({ model: 'constant', gasPrice: 7 }, [0, 1, 0.5])).toEqual([7, 7, 7]);
  });
});

describe('gas that follows volatility', () => {
  it('is at its level where the range is the reference', () => {
    expect(gas(coupled(), [0.01, 0.01])[0]).toBeCloseTo(50, 10);
  });

  it('rises with the stated power of the range', () => {
    const found = gas(coupled(), [0.01, 0.04, 0.0025]);
    expect(found[1]).toBeCloseTo(100, 10);
    expect(found[2]).toBeCloseTo(25, 10);
  });

  it('keeps the persistent share of a deviation and adds the rest of the pull', () => {
    const found = gas(coupled({ persistence: 0.5 }), [0.04, 0.04, 0.01]);
    // d = 0, then 0.5 · 0.5 ln 4 = ln √2, then 0.5 ln √2 + 0.5 ln 2 … in powers of two: 1/2, 3/4, 3/8.
    expect(Math.log2((found[0] as number) / 50)).toBeCloseTo(0.5, 12);
    expect(Math.log2((found[1] as number) / 50)).toBeCloseTo(0.75, 12);
    expect(Math.log2((found[2] as number) / 50)).toBeCloseTo(0.375, 12);
  });

  it('never leaves a factor of fifty around its level', () => {
    const wild = gas(coupled({ noise: 30, persistence: 0.9 }), new Array(400).fill(0.02));
    expect(Math.max(...wild)).toBeLessThanOrEqual(2500 * (1 + 1e-12));
    expect(Math.min(...wild)).toBeGreaterThanOrEqual(1 - 1e-12);
    expect(Math.max(...wild)).toBeGreaterThan(2499);
  });

  it('exists where nothing moved at all', () => {
    const found = gas(coupled({ coupling: 1 }), [0, 0]);
    expect(found.every((price) => price > 0 && Number.isFinite(price))).toBe(true);
  });

  it('has the stated noise', () => {
    const found = gas(coupled({ noise: 0.2 }), new Array(5000).fill(0.01));
    const logs = found.map((price) => Math.log(price / 50));
    const variance = logs.reduce((sum, x) => sum + x * x, 0) / logs.length;
    expect(Math.abs(variance / 0.04 - 1)).toBeLessThan(4 * Math.sqrt(2 / logs.length));
  });

  it('has another noise on another path', () => {
    const rule = coupled({ noise: 0.2 });
    expect(gas(rule, [0.01, 0.01], '', 1)).not.toEqual(gas(rule, [0.01, 0.01], '', 2));
  });

  it('reads its level at the middle of each window', () => {
    const level = [
      { at: 0, gwei: 10 },
      { at: '10m', gwei: 40 },
    ];
    const found = gas(coupled({ coupling: 0, level }), [0, 0, 0]);
    expect(found[0]).toBeCloseTo(20, 10);
    expect(found[1]).toBeCloseTo(40, 10);
  });
});

describe('replayed gas', () => {
  const FILE = 'unix_s,gas_p60_gwei\n0,10\n600,20\n1200,30\n';
  const replay = (change: Record<string, unknown> = {}) => ({ model: 'replay', file: 'f', elasticity: 1, ...change });

  it('gives each window the row that its middle falls into', () => {
    expect(gas(replay(), [0, 0, 0], FILE)).toEqual([10, 20, 30]);
  });

  it('takes the row that has begun where rows and windows do not line up', () => {
    expect(gas(replay(), [0, 0], FILE.replace('600', '300').replace('1200', '600'))).toEqual([20, 30]);
    expect(gas(replay(), [0, 0], FILE.replace('600', '301').replace('1200', '602'))).toEqual([10, 30]);
  });

  it('is scaled', () => {
    expect(gas(replay({ scale: 2.5 }), [0, 0, 0], FILE)).toEqual([25, 50, 75]);
  });

  it('starts at `from`', () => {
    expect(gas(replay({ from: '600' }), [0, 0], FILE)).toEqual([20, 30]);
  });

  it('is refused when the file ends before the horizon', () => {
    expect(() => gas(replay(), [0, 0, 0, 0], FILE)).not.toThrow();
    expect(() => gas(replay(), [0, 0, 0, 0, 0], FILE)).toThrow(DataError);
  });

  it('is refused when negative', () => {
    expect(() => gas(replay(), [0, 0], FILE.replace('20', '-20'))).toThrow(DataError);
  });
});
