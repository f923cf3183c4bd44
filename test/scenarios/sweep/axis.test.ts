import { describe, expect, it } from 'vitest';
import { ScenarioError } from '../../../scenarios/problem.ts';
import { type Axis, parseAxis } from '../../../scenarios/sweep/axis.ts';
import { combinations, countPoints } from '../../../scenarios/sweep/combinations.ts';

const texts = (written: string): readonly string[] => {
  const axis = parseAxis(`a.b=${written}`);
  if (axis?.kind !== 'list') throw new Error(`${written} is no list`);
  return axis.texts;
};

function refusal(written: string): string {
  try {
    parseAxis(`a.b=${written}`);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems[0]!.message;
    throw error;
  }
  return 'none';
}

describe('one key', () => {
  it.each([
    ['0.75,0.8,0.85', ['0.75', '0.8', '0.85']],
    ['a, b', ['a', 'b']],
    ['range(0.1,0.3,0.1)', ['0.1', '0.2', '0.3']],
    ['range(0.0025, 0.01, 0.0025)', ['0.0025', '0.005', '0.0075', '0.01']],
    ['range(0,1,0.4)', ['0', '0.4', '0.8']],
    ['range(-1,1,1)', ['-1', '0', '1']],
    ['range(5s,20s,5s)', ['5s', '10s', '15s', '20s']],
    ['range(1_000,3_000,1_000)', ['1000', '2000', '3000']],
    ['log(1,100,3)', ['1', '10', '100']],
    ['log(1000,64000,7)', ['1000', '2000', '4000', '8000', '16000', '32000', '64000']],
    ['{ model: gbm, start: 1 }, {a: [1, 2]}', undefined],
  ])('%s', (written, expected) => {
    if (expected !== undefined) expect(texts(written)).toEqual(expected);
    // A value that begins with a bracket is one value, as it is for run.
    else expect(parseAxis(`a=${written}`)).toBeUndefined();
  });

  it('divides at commas outside brackets and quotes', () => {
    expect(texts('x, { model: fixed, gasPrice: 5 }, "a, b", [1, 2]')).toEqual([
      'x',
      '{ model: fixed, gasPrice: 5 }',
      '"a, b"',
      '[1, 2]',
    ]);
  });

  it('leaves a single value to be an override', () => {
    for (const single of ['0.05', '12s', '[a, b]', '{ a: 1, b: 2 }', '"a, b"'])
      expect(parseAxis(`a=${single}`)).toBeUndefined();
  });

  it.each([
    ['1,,2', 'has an empty value between its commas'],
    ['1,2,1', 'has the value 1 twice'],
    ['range(1,2)', 'range takes three numbers: from, to and the step'],
    ['range(1,2,0)', 'the step must be above 0, not 0'],
    ['range(2,1,1)', 'must rise from its first number to its second, not from 2 to 1'],
    ['range(1s,2m,1s)', '1s and 2m differ in their unit'],
    ['range(1s,2s,1m)', 'the step 1m differs from the ends in its unit'],
    ['range(a,2,1)', 'a is not a number'],
    ['range(0,1,1e-6)', 'has 1000001 values, more than 100000'],
    ['log(0,1,3)', 'equal ratios start above 0, not at 0'],
    ['log(1,2,1)', 'the number of values must be whole, from 2 to 100000, not 1'],
    ['sobol(1,2)', 'sobol takes from, to, the number of points, and then log or whole where it is meant'],
    ['lhs(1,2,8,even)', 'lhs takes from, to, the number of points, and then log or whole where it is meant'],
    ['lhs(1.5,2,8,whole)', 'whole needs whole numbers at both ends'],
    ['range(1,2,1', 'has a bracket that is not closed at its end'],
    ['1,range(1,2,1)', 'mixes a list with a spread'],
  ])('%s is refused', (written, message) => {
    expect(refusal(written)).toBe(message);
  });
});

describe('several keys', () => {
  const axes = (...settings: string[]): Axis[] => settings.map((text) => parseAxis(text)!);

  it('are combined, the last varying fastest', () => {
    const all = axes('a=1,2', 'b=x,y,z');
    expect(countPoints(all)).toBe(6);
    expect(combinations(all, 's').map((point) => point.join(''))).toEqual(['1x', '1y', '1z', '2x', '2y', '2z']);
  });

  it('of one design share its points, crossed with lists', () => {
    const all = axes('a=sobol(0,1,4)', 'b=u,v', 'c=sobol(0,8,4)');
    expect(countPoints(all)).toBe(8);
    expect(combinations(all, 's').map((point) => point.join(' '))).toEqual([
      ...['0 u 0', '0 v 0', '0.5 u 4', '0.5 v 4', '0.75 u 2', '0.75 v 2', '0.25 u 6', '0.25 v 6'],
    ]);
  });

  it('spread by whole numbers and by ratios', () => {
    const all = axes('a=sobol(1,4,4,whole)', 'b=sobol(1,16,4,log)');
    expect(combinations(all, 's').map((point) => point.join(' '))).toEqual(['1 1', '3 4', '4 2', '2 8']);
  });

  it('hit every slice of a Latin hypercube once, the same way for the same seed', () => {
    const all = axes('a=lhs(0,10,10)', 'b=lhs(100,110,10)');
    const points = combinations(all, 'seed').map((point) => point.map(Number));
    for (const [key, least] of [
      [0, 0],
      [1, 100],
    ] as const) {
      const slices = points.map((point) => Math.floor(point[key]!) - least).sort((x, y) => x - y);
      expect(slices).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(combinations(all, 'seed').map((point) => point.map(Number))).toEqual(points);
    expect(combinations(all, 'other').map((point) => point.map(Number))).not.toEqual(points);
  });

  it('of one design must agree on their number', () => {
    expect(() => countPoints(axes('a=lhs(0,1,4)', 'b=lhs(0,1,5)'))).toThrow(/keys of one lhs share their points/);
  });
});
