import { describe, expect, it } from 'vitest';
import { editDistance, nearest, suggestion } from '../../scenarios/nearest.ts';

describe('edit distance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['same', 'SAME', 0],
    ['teh', 'the', 1],
  ])('%s → %s', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

it('suggests a slip of the fingers and not something else', () => {
  expect(nearest('volatilty', ['volatility', 'drift'])).toBe('volatility');
  expect(nearest('vol', ['drift', 'volatility'])).toBe('volatility');
  expect(nearest('xyz', ['volatility', 'drift'])).toBeUndefined();
});

it('lists what there is when nothing is near', () => {
  expect(suggestion('xyz', ['a1', 'b1'], 'known are')).toBe('known are a1, b1');
  expect(suggestion('xyz', [])).toBeUndefined();
});
