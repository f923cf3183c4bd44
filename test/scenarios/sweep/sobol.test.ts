import { expect, it } from 'vitest';
import { MOST_SOBOL_DIMENSIONS, sobolPoints } from '../../../scenarios/sweep/sobol.ts';

// First points of the published generator of Joe and Kuo (table new-joe-kuo-6.21201), as SciPy's unscrambled qmc.Sobol gives them too.
const PUBLISHED = [
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25],
  [0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25, 0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75],
  [0.375, 0.375, 0.625, 0.875, 0.375, 0.125, 0.375, 0.875, 0.875, 0.625, 0.875, 0.375, 0.375, 0.625, 0.375, 0.875],
  [0.875, 0.875, 0.125, 0.375, 0.875, 0.625, 0.875, 0.375, 0.375, 0.125, 0.375, 0.875, 0.875, 0.125, 0.875, 0.375],
];

it('gives the published first points', () => {
  expect(sobolPoints(PUBLISHED.length, 16)).toEqual(PUBLISHED);
});

it('gives the published points further on', () => {
  // Points 8 to 15 in eight dimensions.
  expect(sobolPoints(16, 8).slice(8)).toEqual([
    [0.1875, 0.3125, 0.9375, 0.4375, 0.5625, 0.3125, 0.4375, 0.9375],
    [0.6875, 0.8125, 0.4375, 0.9375, 0.0625, 0.8125, 0.9375, 0.4375],
    [0.9375, 0.0625, 0.6875, 0.1875, 0.3125, 0.5625, 0.1875, 0.1875],
    [0.4375, 0.5625, 0.1875, 0.6875, 0.8125, 0.0625, 0.6875, 0.6875],
    [0.3125, 0.1875, 0.3125, 0.5625, 0.9375, 0.4375, 0.0625, 0.0625],
    [0.8125, 0.6875, 0.8125, 0.0625, 0.4375, 0.9375, 0.5625, 0.5625],
    [0.5625, 0.4375, 0.0625, 0.8125, 0.1875, 0.6875, 0.3125, 0.8125],
    [0.0625, 0.9375, 0.5625, 0.3125, 0.6875, 0.1875, 0.8125, 0.3125],
  ]);
});

it('puts one of any 2^k first points into each of 2^k slices, in every dimension', () => {
  const points = sobolPoints(256, MOST_SOBOL_DIMENSIONS);
  for (let dimension = 0; dimension < MOST_SOBOL_DIMENSIONS; dimension++) {
    const slices = new Set(points.map((point) => Math.floor(point[dimension]! * 256)));
    expect(slices.size).toBe(256);
  }
});
