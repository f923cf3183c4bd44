import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../sim/index.ts';

interface Entry {
  time: number;
  rank: number;
  sequence: number;
  kind: number;
  subject: number;
  id: number;
}

/** The same order by sorting a list: too slow for use, too simple to be wrong. */
class SortedList {
  entries: Entry[] = [];
  private sequence = 0;

  schedule(time: number, rank: number, kind: number, subject: number, id: number): void {
    this.entries.push({ time, rank, kind, subject, id, sequence: this.sequence });
    this.sequence += 1;
    this.entries.sort((a, b) => a.time - b.time || a.rank - b.rank || a.sequence - b.sequence);
  }

  cancel(id: number): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter((entry) => entry.id !== id);
    return this.entries.length < before;
  }
}

type Step =
  | { do: 'schedule'; time: number; rank: number; kind: number; subject: number }
  | { do: 'cancel'; pick: number }
  | { do: 'next' }
  | { do: 'clear' };

// Few times and ranks, so that ties are the rule.
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 80,
    arbitrary: fc.record({
      do: fc.constant('schedule' as const),
      time: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.double({ min: 0, max: 12, noNaN: true })),
      rank: fc.integer({ min: 0, max: 3 }),
      kind: fc.integer({ min: -5, max: 1000 }),
      subject: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(2.5, 2 ** 40, -1)),
    }),
  },
  { weight: 30, arbitrary: fc.record({ do: fc.constant('cancel' as const), pick: fc.nat() }) },
  { weight: 40, arbitrary: fc.constant({ do: 'next' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'clear' as const }) },
);

function taken(queue: EventQueue): Omit<Entry, 'sequence'> {
  const { time, rank, kind, subject, id } = queue;
  return { time, rank, kind, subject, id };
}

function withoutSequence({ time, rank, kind, subject, id }: Entry): Omit<Entry, 'sequence'> {
  return { time, rank, kind, subject, id };
}

function playAgainstList(queue: EventQueue, steps: readonly Step[]): void {
  let list = new SortedList();
  const ids: number[] = [];
  for (const move of steps) {
    if (move.do === 'schedule') {
      const id = queue.schedule(move.time, move.rank, move.kind, move.subject);
      list.schedule(move.time, move.rank, move.kind, move.subject, id);
      expect(ids).not.toContain(id);
      ids.push(id);
    } else if (move.do === 'cancel' && ids.length > 0) {
      // Any id ever given, dead ones included.
      const id = ids[move.pick % ids.length] as number;
      expect(queue.cancel(id)).toBe(list.cancel(id));
    } else if (move.do === 'next') {
      const first = list.entries.shift();
      expect(queue.next()).toBe(first !== undefined);
      if (first) expect(taken(queue)).toEqual(withoutSequence(first));
    } else if (move.do === 'clear') {
      queue.clear();
      list = new SortedList();
    }
    expect(queue.size).toBe(list.entries.length);
    expect(queue.peekTime()).toBe(list.entries[0]?.time ?? Number.POSITIVE_INFINITY);
  }
}

/** Everything that is left, as kinds in order. */
function drain(queue: EventQueue): number[] {
  const kinds: number[] = [];
  while (queue.next()) kinds.push(queue.kind);
  return kinds;
}

describe('event queue', () => {
  it('does what a sorted list does, on random schedules, cancels and clears', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => playAgainstList(new EventQueue(), steps)),
      { seed: 20200312, numRuns: 300 },
    );
  });

  it('stays right while it grows to thousands of events', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 3000, maxLength: 3000 }), (times) => {
        const queue = new EventQueue();
        const ids = times.map((time, i) => queue.schedule(time, i % 5, i));
        const kept = times.map((time, i) => ({ time, i })).filter(({ i }) => i % 3 !== 0);
        for (let i = 0; i < ids.length; i += 3) expect(queue.cancel(ids[i] as number)).toBe(true);
        const expected = kept.sort((a, b) => a.time - b.time || (a.i % 5) - (b.i % 5) || a.i - b.i).map(({ i }) => i);
        expect(drain(queue)).toEqual(expected);
      }),
      { seed: 7, numRuns: 5 },
    );
  });

  it('takes equal times by rank and equal ranks in the order of scheduling', () => {
    const queue = new EventQueue();
    queue.schedule(5, 2, 1);
    queue.schedule(5, 1, 2);
    queue.schedule(5, 2, 3);
    queue.schedule(4, 8191, 4);
    queue.schedule(5, 1, 5);
    expect(drain(queue)).toEqual([4, 2, 5, 1, 3]);
  });

  it('never mistakes a dead id for the event that took its place', () => {
    const queue = new EventQueue();
    const first = queue.schedule(1, 0, 1);
    queue.next();
    const second = queue.schedule(1, 0, 2);
    expect(queue.cancel(first)).toBe(false);
    expect(queue.size).toBe(1);
    queue.clear();
    queue.schedule(1, 0, 3);
    expect(queue.cancel(second)).toBe(false);
    expect([-1, Number.NaN, 0.5, 1e15].map((id) => queue.cancel(id))).toEqual([false, false, false, false]);
    expect(queue.size).toBe(1);
  });

  it('behaves like a new one after clear', () => {
    const used = new EventQueue();
    for (let i = 0; i < 200; i++) used.schedule(i % 7, i % 3, i);
    for (let i = 0; i < 50; i++) used.next();
    used.earliest = 4;
    used.clear();
    expect({ size: used.size, peek: used.peekTime(), next: used.next() }).toEqual({
      size: 0,
      peek: Number.POSITIVE_INFINITY,
      next: false,
    });
    const fresh = new EventQueue();
    for (const queue of [used, fresh]) for (let i = 0; i < 300; i++) queue.schedule((i * 37) % 11, (i * 5) % 4, i);
    expect(drain(used)).toEqual(drain(fresh));
  });

  it('refuses times that are not ahead and ranks that are not ranks, and keeps what it has', () => {
    const queue = new EventQueue();
    queue.schedule(3, 0, 1);
    for (const time of [Number.NaN, -1, -1e-9]) expect(() => queue.schedule(time, 0, 1)).toThrow(RangeError);
    for (const rank of [-1, 0.5, 8192, Number.NaN]) expect(() => queue.schedule(1, rank, 1)).toThrow(RangeError);
    queue.earliest = 3;
    expect(() => queue.schedule(2.999, 0, 1)).toThrow(/2\.999.*3/);
    queue.schedule(3, 0, 2);
    expect(drain(queue)).toEqual([1, 2]);
  });

  it('keeps an event at Infinity until everything else has happened', () => {
    const queue = new EventQueue();
    queue.schedule(Number.POSITIVE_INFINITY, 0, 1);
    queue.schedule(1e300, 0, 2);
    expect(drain(queue)).toEqual([2, 1]);
  });
});
