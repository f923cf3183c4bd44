import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { DataError } from '../../../models/data-error.ts';
import type { Grid, PriceModel } from '../../../models/model.ts';
import { openStream } from '../../../sim/random/streams.ts';

const FILE =
  'unix_s,utc,close,gas\n0,1970-01-01T00:00:00Z,100,5\n60,1970-01-01T00:01:00Z,200,6\n120,1970-01-01T00:02:00Z,50,7\n';
const grid = (ticks: number, tickMillis: number): Grid => ({
  ticks,
  tickMillis,
  tickYears: tickMillis / 31_536_000_000,
});

function model(parameters: Record<string, unknown>, text = FILE): PriceModel {
  const registry = builtIn();
  const reference = registry.schema('price').parse({ model: 'replay', file: 'f', ...parameters });
  return registry.create('price', reference, { text: () => text });
}

function filled(price: PriceModel, on: Grid, path = 0): number[] {
  const out = new Float64Array(on.ticks + 1);
  const normals = new Float64Array(on.ticks);
  openStream('s', path, 'normals').fillNormals(normals);
  price.fill(out, on, price.usesNormals ? normals : undefined, (purpose) => openStream('s', path, purpose));
  return [...out];
}

describe('replayed prices', () => {
  it('stay between rows when stepped', () => {
    expect(filled(model({ interpolation: 'step' }), grid(6, 30_000))).toEqual([100, 100, 200, 200, 50, 50, 50]);
  });

  it('move along a line in log price otherwise, and stay after the last row', () => {
    const found = filled(model({}), grid(6, 30_000));
    [100, Math.sqrt(20_000), 200, Math.sqrt(10_000), 50, 50, 50].forEach((price, tick) => {
      expect(found[tick]).toBeCloseTo(price, 10);
    });
  });

  it('are those of the file at its rows, to the bit', () => {
    const found = filled(model({}), grid(6, 30_000));
    expect([found[0], found[2], found[4]]).toEqual([100, 200, 50]);
  });

  it('start at `from`', () => {
    const price = model({ from: '60', interpolation: 'step' });
    expect(price.start).toBe(200);
    expect(filled(price, grid(2, 60_000))).toEqual([200, 50, 50]);
  });

  it('come from the columns that are named', () => {
    const price = model({ time: 'utc', column: 'gas', interpolation: 'step' });
    expect(filled(price, grid(2, 60_000))).toEqual([5, 6, 7]);
  });

  it('are not made up past the end of the file', () => {
    expect(filled(model({}), grid(3, 60_000))).toHaveLength(4);
    expect(() => filled(model({}), grid(4, 60_000))).toThrow(DataError);
  });

  it('are the same on every path without volatility, and draw nothing', () => {
    const price = model({});
    expect(price.usesNormals).toBe(false);
    expect(filled(price, grid(3, 60_000), 1)).toEqual(filled(price, grid(3, 60_000), 2));
  });

  it('differ between paths with volatility, around the file: the start is untouched', () => {
    const price = model({ volatility: 2 });
    const one = filled(price, grid(3, 60_000), 1);
    const two = filled(price, grid(3, 60_000), 2);
    expect(one[0]).toBe(100);
    expect(two[0]).toBe(100);
    expect(one.slice(1)).not.toEqual(two.slice(1));
  });

  it('keep the file as their mean when a diffusion moves around it', () => {
    const price = model({ volatility: 20 });
    const paths = 4000;
    let sum = 0;
    let squares = 0;
    for (let path = 0; path < paths; path++) {
      const last = filled(price, grid(3, 60_000), path)[2] as number;
      sum += last / 50;
      squares += (last / 50) * (last / 50);
    }
    const mean = sum / paths;
    const error = Math.sqrt((squares / paths - mean * mean) / paths);
    expect(error).toBeGreaterThan(0);
    expect(Math.abs(mean - 1)).toBeLessThan(4 * error);
  });

  it('follow the grid they are asked for', () => {
    const price = model({ interpolation: 'step' });
    expect(filled(price, grid(3, 60_000))).toEqual([100, 200, 50, 50]);
    expect(filled(price, grid(2, 60_000))).toEqual([100, 200, 50]);
  });
});

describe('scaled replays', () => {
  const at = (parameters: Record<string, unknown>) => filled(model(parameters), grid(3, 60_000));
  const near = (found: number[], wanted: number[]) => {
    for (const [i, x] of wanted.entries()) expect(found[i]).toBeCloseTo(x, 9);
  };

  it('are the file to the bit at scale 1', () => {
    expect(at({ volatilityScale: 1, drift: 'kept' })).toEqual(at({}));
  });

  it('multiply every log-move, the trend with it', () => {
    near(at({ volatilityScale: 2 }), [100, 400, 25, 25]);
    near(at({ volatilityScale: 0.5 }), [100, 100 * Math.SQRT2, 100 / Math.SQRT2, 100 / Math.SQRT2]);
  });

  it('keep the trend and scale the moves around it', () => {
    const trend = Math.cbrt(0.5);
    near(at({ volatilityScale: 2, drift: 'kept' }), [100, 400 / trend, 25 / (trend * trend), 50]);
  });

  it('end where they began without the trend', () => {
    const found = at({ drift: 'removed' });
    expect(found[3]).toBeCloseTo(100, 9);
    expect(found[1]).toBeCloseTo(200 / Math.cbrt(0.5), 9);
  });
});
