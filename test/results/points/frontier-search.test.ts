import { describe, expect, it } from 'vitest';
import { judged, keeps, type Look, looks, searchFrontier } from '../../../results/points/frontier-search.ts';

/** A figure that is known up to ±10/√paths. */
function looking(response: (position: number) => number, limit: number) {
  const asked: [number, number][] = [];
  return {
    asked,
    look: async (position: number, paths: number): Promise<Look> => {
      asked.push([position, paths]);
      const value = response(position);
      const half = 10 / Math.sqrt(paths);
      const [low, high] = [value - half, value + half];
      const outcome = high < limit ? 'pass' : low >= limit ? 'fail' : 'undecided';
      return { value, low, high, limit, operator: '<', outcome, paths };
    },
  };
}

describe('the search for a frontier', () => {
  it('finds the crossing to one position, and spends paths only near it', async () => {
    const { look, asked } = looking((position) => position / 10, 5);
    const found = await searchFrontier(128, 16_000, look);
    expect(found).toMatchObject({ kind: 'largest', estimate: 49, kept: 49, broken: 51 });
    const far = found.explored.filter(({ position }) => Math.abs(position - 50) > 15);
    expect(new Set(far.map(({ paths }) => paths))).toEqual(new Set([250]));
    expect(Math.max(...asked.map(([, paths]) => paths))).toBe(16_000);
    expect(found.explored.length).toBeLessThan(20);
  });

  it('gives all paths to a value whose figure was 0 on every one', async () => {
    const { look } = looking((position) => Math.max(0, position - 40), 5);
    const zeros = async (position: number, paths: number): Promise<Look> => {
      const seen = await look(position, paths);
      return seen.value === 0 ? { ...seen, low: 0, high: 0, outcome: 'pass', unseenShare: 3 / paths } : seen;
    };
    const { explored } = await searchFrontier(128, 4000, zeros);
    expect(new Set(explored.filter(({ value }) => value === 0).map(({ paths }) => paths))).toEqual(new Set([4000]));
    expect(explored.at(-1)).toMatchObject({ paths: 250, outcome: 'fail' });
  });

  it('turns round where the response falls', async () => {
    const { look } = looking((position) => 12.8 - position / 10, 5);
    expect(await searchFrontier(128, 16_000, look)).toMatchObject({
      kind: 'smallest',
      estimate: 79,
      kept: 79,
      broken: 77,
    });
  });

  it('asks at one time for all that can be asked, so that it can be simulated together', async () => {
    const { look } = looking((position) => position / 10, 5);
    const rounds: [number, number][][] = [];
    let open: (() => void)[] = [];
    const together = (position: number, paths: number) =>
      new Promise<Look>((resolve) => {
        if (open.length === 0) {
          rounds.push([]);
          setImmediate(() => {
            const waiting = open;
            open = [];
            for (const answer of waiting) answer();
          });
        }
        rounds.at(-1)!.push([position, paths]);
        open.push(() => void look(position, paths).then(resolve));
      });
    const found = await searchFrontier(128, 16_000, together);
    expect(found).toMatchObject({ estimate: 49, kept: 49, broken: 51 });
    expect(rounds[0]!.map(([position]) => position)).toEqual([0, 32, 64, 96, 128]);
    // Three bisections of 32 positions, with up to four looks at each, one after the other would be fifty.
    expect(rounds.length).toBeLessThan(25);
    const asked = rounds.flat().map(String);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('leaves out what is nowhere certain', async () => {
    const { look } = looking((position) => 4.9 + position / 1000, 5);
    const found = await searchFrontier(128, 250, look);
    expect(found).toMatchObject({ kind: 'largest', estimate: 99, kept: undefined, broken: undefined });
  });

  it('says where there is no crossing', async () => {
    expect((await searchFrontier(128, 250, looking(() => 0, 5).look)).kind).toBe('everywhere');
    expect((await searchFrontier(128, 250, looking(() => 9, 5).look)).kind).toBe('nowhere');
  });

  it('sees a response that turns round, because the interval is looked at first', async () => {
    const { look } = looking((position) => (Math.abs(position - 64) < 10 ? 9 : 0), 5);
    const { kind, explored } = await searchFrontier(128, 250, look);
    expect(kind).toBe('everywhere');
    expect(explored.find(({ position }) => position === 64)?.outcome).toBe('fail');
  });
});

it('an early look must be twice as clear', () => {
  const look: Look = { value: 4, low: 3.4, high: 4.6, limit: 5, operator: '<', outcome: 'pass', paths: 250 };
  expect(judged(look, true)).toBe('pass');
  expect(judged(look, false)).toBe('undecided');
  expect(judged({ ...look, high: 4.4 }, false)).toBe('pass');
  expect(judged({ ...look, value: 6, low: 5.4, high: 6.6, outcome: 'fail' }, false)).toBe('undecided');
  expect(judged({ ...look, value: 6, low: 5.6, high: 6.4, outcome: 'fail' }, false)).toBe('fail');
  expect(keeps({ ...look, value: null })).toBe(false);
  expect(looks(4000)).toEqual([250, 1000, 4000]);
  expect(looks(100)).toEqual([100]);
});
