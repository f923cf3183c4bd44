import { describe, expect, it } from 'vitest';
import { Convolution } from '../../sim/fourier.ts';
import { RandomStream } from '../../sim/random/random-stream.ts';

describe('convolution', () => {
  it.each([
    [1, 0],
    [2, 1],
    [5, 7],
    [64, 3],
    [1000, 333],
  ])('%i entries, neighbours up to %i: the sum itself', (length, reach) => {
    const stream = new RandomStream('fourier');
    const kernel = Float64Array.from({ length: 2 * reach + 1 }, () => stream.uniform() - 0.3);
    const column = Float64Array.from({ length }, () => stream.normal());
    const plain = column.map((_, i) => {
      let sum = 0;
      for (let j = Math.max(0, i - reach); j <= Math.min(length - 1, i + reach); j++) {
        sum += kernel[reach + i - j]! * column[j]!;
      }
      return sum;
    });
    new Convolution(kernel, length).apply(column);
    for (let i = 0; i < length; i++) expect(column[i]).toBeCloseTo(plain[i]!, 11);
  });

  it('is used again and again', () => {
    const convolution = new Convolution(Float64Array.of(0.25, 0.5, 0.25), 3);
    const column = Float64Array.of(0, 1, 0);
    convolution.apply(column);
    convolution.apply(column);
    expect([...column].map((x) => Number(x.toFixed(12)))).toEqual([0.25, 0.375, 0.25]);
  });
});
