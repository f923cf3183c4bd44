/** The ring of observations against a list that forgets nothing and is searched from its end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObservationRing } from '../../../models/oracles/mean/observation-ring.ts';

interface Observation {
  readonly time: number;
  readonly sum: number;
}

/** What the contract would say, from all observations ever written of which the last `kept` are left. */
function byHand(all: readonly Observation[], kept: number, now: number, ago: number, tick: number): number | undefined {
  const left = all.slice(-kept);
  const target = now - ago;
  const newest = left.at(-1)!;
  if (target >= newest.time) return newest.sum + tick * (target - newest.time);
  const before = left.findLastIndex(({ time }) => time <= target);
  if (before < 0) return undefined;
  const [from, to] = [left[before]!, left[before + 1]!];
  return from.sum + Math.trunc((to.sum - from.sum) / (to.time - from.time)) * (target - from.time);
}

const step = fc.record({
  seconds: fc.integer({ min: 0, max: 40 }),
  tick: fc.integer({ min: -300, max: 300 }),
  grow: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
});

describe('the ring', () => {
  it('says what a full list would, as far as it reaches, also when the clock starts again', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(0, 5, 2 ** 32 - 300),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 5, maxLength: 5 }),
        (steps, start, lookbacks) => {
          const ring = new ObservationRing();
          ring.initialize(start);
          let [time, tick] = [start, 0];
          const all: Observation[] = [{ time, sum: 0 }];
          let kept = 1;
          for (const { seconds, tick: next, grow } of steps) {
            if (grow !== undefined) ring.grow(grow);
            time += seconds;
            ring.write(time, tick, 7);
            const last = all.at(-1)!;
            if (time > last.time) {
              all.push({ time, sum: last.sum + tick * (time - last.time) });
              // What was overwritten before the ring grew does not come back.
              kept = Math.min(kept + 1, ring.cardinality);
            }
            tick = next;
          }
          const found = { tickCumulative: 0, secondsPerLiquidity: 0 };
          for (const ago of lookbacks) {
            const now = time + 3;
            const expected = byHand(all, kept, now, ago, tick);
            expect(ring.reaches(now, ago)).toBe(expected !== undefined);
            if (expected === undefined) {
              expect(() => ring.observe(now, ago, tick, 7, found)).toThrow(RangeError);
              continue;
            }
            ring.observe(now, ago, tick, 7, found);
            expect(found.tickCumulative).toBeCloseTo(expected, 9);
          }
        },
      ),
      { seed: 3, numRuns: 500 },
    );
  });

  it('must be initialised', () => {
    const found = { tickCumulative: 0, secondsPerLiquidity: 0 };
    expect(() => new ObservationRing().observe(0, 0, 0, 1, found)).toThrow('initialised');
    expect(() => new ObservationRing().grow(3)).toThrow('initialised');
  });
});
