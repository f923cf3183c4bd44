import { describe, expect, it } from 'vitest';
import { Simulation } from '../../sim/index.ts';

const PLENTY = 1_000_000;

describe('simulation', () => {
  it('handles events in order, the one at the horizon included, and stops before the next', () => {
    const sim = new Simulation();
    for (const time of [30, 10, 20, 21]) sim.queue.schedule(time, 0, time, time + 0.5);
    const seen: number[][] = [];
    const reason = sim.run(20, (kind, subject, time) => void seen.push([kind, subject, time, sim.now]), PLENTY);
    expect(reason).toBe('horizon');
    expect(seen).toEqual([
      [10, 10.5, 10, 10],
      [20, 20.5, 20, 20],
    ]);
    expect({ now: sim.now, handled: sim.handled, left: sim.queue.size }).toEqual({ now: 20, handled: 2, left: 2 });
  });

  it('moves the clock to the horizon when the next event lies beyond it, and goes on from there', () => {
    const sim = new Simulation();
    sim.queue.schedule(50, 0, 1);
    expect(sim.run(20, () => {}, PLENTY)).toBe('horizon');
    expect(sim.now).toBe(20);
    expect(() => sim.queue.schedule(19, 0, 2)).toThrow(RangeError);
    expect(sim.run(60, () => {}, PLENTY)).toBe('empty');
    expect(sim.now).toBe(50);
  });

  it('says when nothing is scheduled', () => {
    const sim = new Simulation();
    expect(sim.run(100, () => {}, PLENTY)).toBe('empty');
    expect(sim.now).toBe(0);
  });

  it('stops when the handler returns true, and only then', () => {
    const sim = new Simulation();
    for (let time = 1; time <= 5; time++) sim.queue.schedule(time, 0, time);
    expect(sim.run(100, (kind) => kind === 3, PLENTY)).toBe('stopped');
    expect({ now: sim.now, left: sim.queue.size }).toEqual({ now: 3, left: 2 });
    expect(sim.run(100, () => 1, PLENTY)).toBe('empty');
  });

  it('ends a runaway at its budget, and allows exactly the budget', () => {
    const runaway = new Simulation();
    runaway.queue.schedule(0, 0, 1);
    expect(runaway.run(10, () => void runaway.queue.schedule(runaway.now, 0, 1), 500)).toBe('budget');
    expect(runaway.handled).toBe(500);

    const exact = new Simulation();
    for (let i = 0; i < 5; i++) exact.queue.schedule(i, 0, 1);
    expect(exact.run(10, () => {}, 5)).toBe('empty');
    exact.queue.schedule(11, 0, 1);
    expect(exact.run(10, () => {}, 0)).toBe('horizon');
  });

  it('refuses the past, also from inside a handler, but takes the same instant', () => {
    const sim = new Simulation();
    sim.queue.schedule(10, 1, 1);
    const kinds: number[] = [];
    sim.run(
      100,
      (kind, _subject, time) => {
        kinds.push(kind);
        expect(() => sim.queue.schedule(time - 1, 0, 9)).toThrow(RangeError);
        if (kind === 1) sim.queue.schedule(time, 0, 2);
      },
      PLENTY,
    );
    expect(kinds).toEqual([1, 2]);
    expect(() => sim.run(9, () => {}, PLENTY)).toThrow(RangeError);
    expect(() => sim.run(Number.NaN, () => {}, PLENTY)).toThrow(RangeError);
    expect(() => sim.run(20, () => {}, Number.NaN)).toThrow(RangeError);
  });

  it('is as new after reset', () => {
    const sim = new Simulation();
    sim.queue.schedule(10, 0, 1);
    sim.queue.schedule(90, 0, 1);
    sim.run(50, () => {}, PLENTY);
    sim.reset();
    expect({ now: sim.now, handled: sim.handled, left: sim.queue.size }).toEqual({ now: 0, handled: 0, left: 0 });
    sim.queue.schedule(0, 0, 7);
    expect(sim.run(1, (kind) => kind === 7, PLENTY)).toBe('stopped');
  });

  it('lets a handler cancel what it foresaw', () => {
    const sim = new Simulation();
    const foreseen = sim.queue.schedule(20, 0, 2);
    sim.queue.schedule(10, 0, 1);
    const kinds: number[] = [];
    sim.run(
      100,
      (kind) => {
        kinds.push(kind);
        if (kind === 1) expect(sim.queue.cancel(foreseen)).toBe(true);
      },
      PLENTY,
    );
    expect(kinds).toEqual([1]);
  });
});
