import { describe, expect, it } from 'vitest';
import { builtIn } from '../../../models/catalogue.ts';
import { measureRange } from '../../../models/tape/range.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

const registry = builtIn();
const depth = (reference: Record<string, unknown>) =>
  registry.create('depth', registry.schema('depth').parse(reference), undefined);

const WINDOW = 600_000;
/** One tick a window; the price moves by e^0.04 in the second window only. */
const tape = constructedTape({
  tickMillis: WINDOW,
  prices: [[100, 100, 100 * Math.exp(0.04), ...Array(20).fill(100 * Math.exp(0.04))]],
});
measureRange(tape, [0]);

const hysteresis = () => {
  const model = depth({ model: 'hysteresis', reference: 0.01, elasticity: 0.5, floor: 0.1, halfLife: '20m' });
  model.begin?.(tape);
  return model;
};

describe('depth with a memory', () => {
  it('leaves at once, as far as volatility alone would take it', () => {
    const model = hysteresis();
    expect(model.share(0, 2 * WINDOW - 1)).toBe(1);
    // (0.01 / 0.04)^0.5.
    expect(model.share(0, 2 * WINDOW)).toBeCloseTo(0.5, 12);
  });

  it('is half back after its half-life', () => {
    const model = hysteresis();
    model.share(0, 2 * WINDOW);
    expect(model.share(0, 4 * WINDOW)).toBeCloseTo(0.75, 12);
    expect(model.share(0, 6 * WINDOW)).toBeCloseTo(0.875, 12);
  });

  it('does not depend on who looked when', () => {
    const often = hysteresis();
    for (let time = 0; time < 9 * WINDOW; time += 70_000) often.share(0, time);
    expect(often.share(0, 9 * WINDOW)).toBe(hysteresis().share(0, 9 * WINDOW));
  });

  it('begins anew on every path', () => {
    const model = hysteresis();
    model.share(0, 3 * WINDOW);
    model.begin?.(tape);
    expect(model.share(0, 0)).toBe(1);
  });
});

describe('depth of a file', () => {
  const text = 'unix_s,x,y\n0,100,400\n600,90,360\n1200,90,490\n1800,110,440\n';
  const replayed = (file = text) =>
    registry.create(
      'depth',
      registry.schema('depth').parse({ model: 'replay', file: 'pool.csv', base: 'x', quote: 'y' }),
      {
        text: () => file,
      },
    );
  const short = constructedTape({ tickMillis: WINDOW, prices: [[1, 1, 1, 1]] });

  it('is √(x y) of the last row, over the largest that the path replays', () => {
    const model = replayed();
    model.begin?.(short);
    expect(model.share(0, 0)).toBeCloseTo(200 / 220, 12);
    expect(model.share(0, 599_999)).toBeCloseTo(200 / 220, 12);
    expect(model.share(0, 600_000)).toBeCloseTo(180 / 220, 12);
    expect(model.share(0, 1_799_999)).toBeCloseTo(210 / 220, 12);
    expect(model.share(0, 1_800_000)).toBe(1);
    // The next path begins anew.
    model.begin?.(short);
    expect(model.share(0, 1)).toBeCloseTo(200 / 220, 12);
  });

  it('names the line of a file that ends before the path, or holds no reserve', () => {
    expect(() => replayed('unix_s,x,y\n0,1,1\n600,1,1\n').begin?.(short)).toThrow('horizon');
    expect(() => replayed('unix_s,x,y\n0,1,0\n600,1,1\n')).toThrow('column "y" must be a number above 0');
  });
});
