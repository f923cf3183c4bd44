import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrawColumn, normalQuantile, openStream, RandomStream, streamName } from '../../sim/index.ts';

/** Largest distance between the empirical and the uniform distribution, times the root of n (Kolmogorov). */
function kolmogorov(values: Float64Array): number {
  const sorted = values.slice().sort();
  let largest = 0;
  sorted.forEach((u, i) => {
    largest = Math.max(largest, (i + 1) / sorted.length - u, u - i / sorted.length);
  });
  return largest * Math.sqrt(sorted.length);
}

function chiSquare(values: Float64Array, cells: number): number {
  const counts = new Float64Array(cells);
  for (const u of values) counts[Math.floor(u * cells)]! += 1;
  const expected = values.length / cells;
  return counts.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0);
}

function correlation(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const mean = (v: Float64Array): number => v.reduce((s, x) => s + x, 0) / n;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) * (a[i]! - ma);
    bb += (b[i]! - mb) * (b[i]! - mb);
  }
  return ab / Math.sqrt(aa * bb);
}

// Bounds for a chance of about 1 in 10,000; the seeds are fixed, so a pass stays a pass.
const KOLMOGOROV_BOUND = 2.23;
const CHI_SQUARE_99_BOUND = 160;

describe('named streams', () => {
  it('give these draws for ever', () => {
    const stream = openStream('golden', 3, 'prices');
    const cells = [stream.uniform(), stream.uniform(), stream.uniform()].map((u) => u * 2 ** 33);
    expect(cells).toEqual([4_825_987_147, 6_440_767_811, 7_445_490_927]);
    expect([stream.normal(), stream.normal()]).toEqual([-0.8027835789277922, -0.2298134562724239]);
    expect(stream.exponential(12)).toBeCloseTo(4.448382847754704, 12);
    expect(stream.poisson(5)).toBe(3);
  });

  it('use one uniform for each draw, whatever the distribution', () => {
    const mixed = openStream('s', 0, 'a');
    mixed.normal();
    mixed.exponential(3);
    mixed.poisson(40);
    mixed.fillNormals(new Float64Array(5), 4);
    mixed.fillUniforms(new Float64Array(3));
    const plain = openStream('s', 0, 'a');
    for (let i = 0; i < 10; i++) plain.uniform();
    expect(mixed.uniform()).toBe(plain.uniform());
  });

  it('fill columns with the same draws as one at a time', () => {
    const filled = new Float64Array(100).fill(9);
    openStream('s', 1, 'a').fillNormals(filled, 60);
    const single = openStream('s', 1, 'a');
    const uniforms = new Float64Array(60);
    openStream('s', 1, 'a').fillUniforms(uniforms);
    for (let i = 0; i < 60; i++) {
      expect(filled[i]).toBe(single.normal());
      expect(filled[i]).toBe(normalQuantile(uniforms[i] as number));
    }
    expect([...filled.subarray(60)]).toEqual(new Array(40).fill(9));
    expect(() => single.fillNormals(filled, 101)).toThrow(RangeError);
  });

  it('do not move one another', () => {
    const alone = openStream('seed', 5, 'prices');
    const expected = Array.from({ length: 20 }, () => alone.uniform());
    const among = openStream('seed', 5, 'prices');
    const other = openStream('seed', 5, 'keeper 21');
    const drawn = Array.from({ length: 20 }, () => {
      other.normal();
      return among.uniform();
    });
    expect(drawn).toEqual(expected);
  });

  it('have names that no other seed, path and purpose share', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '1', '2', '/', ':', ' ', 'é'), minLength: 1, maxLength: 6 });
    const triple = fc.tuple(part, fc.nat({ max: 30 }), part);
    fc.assert(
      fc.property(triple, triple, (a, b) => {
        expect(streamName(...a) === streamName(...b)).toBe(a.join('\n') === b.join('\n'));
      }),
      { seed: 11, numRuns: 3000 },
    );
    expect(streamName('1/2', 3, 'x')).not.toBe(streamName('1', 2, '3/x'));
  });

  it('refuse what would be shared by accident', () => {
    expect(() => new RandomStream('')).toThrow(RangeError);
    expect(() => new RandomStream(undefined as unknown as string)).toThrow(RangeError);
    expect(() => openStream('', 0, 'a')).toThrow(RangeError);
    expect(() => openStream('s', 0, '')).toThrow(RangeError);
    for (const path of [-1, 0.5, Number.NaN]) expect(() => openStream('s', path, 'a')).toThrow(RangeError);
  });
});

describe('the draws', () => {
  it('are uniform and strictly inside 0 and 1', () => {
    const draws = new Float64Array(1_000_000);
    openStream('uniformity', 0, 'test').fillUniforms(draws);
    expect(draws.reduce((least, u) => Math.min(least, u), 1)).toBeGreaterThan(0);
    expect(draws.reduce((most, u) => Math.max(most, u), 0)).toBeLessThan(1);
    expect(draws.every((u) => (u * 2 ** 33) % 2 === 1)).toBe(true);
    expect(kolmogorov(draws)).toBeLessThan(KOLMOGOROV_BOUND);
    expect(chiSquare(draws, 100)).toBeLessThan(CHI_SQUARE_99_BOUND);
    expect(Math.abs(correlation(draws.subarray(1), draws.subarray(0, -1)))).toBeLessThan(0.004);
  });

  it('are uniform and unrelated across paths, from the first one on', () => {
    const paths = 20_000;
    const byDraw = [0, 1, 2, 3].map(() => new Float64Array(paths));
    const ofOther = new Float64Array(paths);
    for (let path = 0; path < paths; path++) {
      const stream = openStream('black-thursday-2020', path, 'prices');
      for (const column of byDraw) column[path] = stream.uniform();
      ofOther[path] = openStream('black-thursday-2020', path, 'blocks').uniform();
    }
    const bound = 4 / Math.sqrt(paths);
    for (const column of byDraw) {
      expect(kolmogorov(column)).toBeLessThan(KOLMOGOROV_BOUND);
      expect(chiSquare(column, 100)).toBeLessThan(CHI_SQUARE_99_BOUND);
      expect(Math.abs(correlation(column.subarray(1), column.subarray(0, -1)))).toBeLessThan(bound);
      expect(Math.abs(correlation(column, ofOther))).toBeLessThan(bound);
    }
  });

  it('have the moments of a standard normal', () => {
    const n = 1_000_000;
    const draws = new Float64Array(n);
    openStream('normality', 0, 'test').fillNormals(draws);
    const moment = (power: number): number => draws.reduce((sum, z) => sum + z ** power, 0) / n;
    // Four standard errors each.
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });
});

describe('draw column', () => {
  const uniformsOf = (path: number, n: number): number[] => {
    const stream = openStream('column', path, 'auction');
    return Array.from({ length: n }, () => stream.uniform());
  };

  it('has the stream by number, in whatever order it is asked', () => {
    const expected = uniformsOf(0, 200);
    const column = new DrawColumn(() => openStream('column', 0, 'auction'));
    for (const i of [40, 3, 199, 0, 41, 3]) expect(column.at(i)).toBe(expected[i]);
    expect(expected.map((_, i) => column.at(i))).toEqual(expected);
  });

  it('opens the stream once, at the first draw, and again after reset', () => {
    let opened = 0;
    const column = new DrawColumn(() => {
      opened += 1;
      return openStream('column', 0, 'auction');
    });
    expect(opened).toBe(0);
    column.at(100);
    column.at(5);
    expect(opened).toBe(1);
    column.reset(() => openStream('column', 1, 'auction'));
    expect(uniformsOf(1, 50).map((_, i) => column.at(i))).toEqual(uniformsOf(1, 50));
  });

  it('refuses what is not a number of a draw', () => {
    const column = new DrawColumn(() => openStream('column', 0, 'auction'));
    column.at(10);
    for (const i of [-1, 20.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => column.at(i)).toThrow(RangeError);
  });
});
