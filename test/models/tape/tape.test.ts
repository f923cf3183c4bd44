import { describe, expect, it } from 'vitest';
import { measureRange } from '../../../models/tape/range.ts';
import { WINDOW_MILLIS } from '../../../models/tape/tape.ts';
import { constructedTape } from '../fixtures/constructed-tape.ts';

/** Five ticks of four minutes: windows hold round(10/4) = 3 ticks (2.5 rounds up), so there are two and one for the end. */
const short = () => constructedTape({ tickMillis: 240_000, prices: [[100, 90, 110, 80, 120, 60]] });

describe('reading the tape at an instant', () => {
  it('takes the price of the last tick at or before it', () => {
    const tape = short();
    expect(tape.priceAt(0, 0)).toBe(100);
    expect(tape.priceAt(0, 239_999)).toBe(100);
    expect(tape.priceAt(0, 240_000)).toBe(90);
  });

  it('stays at the last tick at and after the horizon', () => {
    const tape = short();
    expect(tape.horizon).toBe(1_200_000);
    expect(tape.priceAt(0, 1_200_000)).toBe(60);
    expect(tape.tickAt(99_000_000)).toBe(5);
  });

  it('finds the first block at or after it, and none after the last', () => {
    const tape = constructedTape({ tickMillis: 10, prices: [[1, 1, 1]], blocks: [3, 7, 7.5, 19] });
    expect([0, 3, 3.1, 7, 7.2, 19, 19.1].map((time) => tape.blockFrom(time))).toEqual([0, 0, 1, 1, 2, 3, 4]);
  });

  it('finds no block on a path without any', () => {
    expect(constructedTape({ tickMillis: 10, prices: [[1, 1]], blocks: [] }).blockFrom(0)).toBe(0);
  });
});

describe('windows', () => {
  it('are ten minutes of whole ticks', () => {
    const tape = constructedTape({ tickMillis: 12_000, prices: [new Array(101).fill(1)] });
    expect(tape.windowTicks).toBe(50);
    expect(tape.windowMillis).toBe(WINDOW_MILLIS);
  });

  it('are one tick where ticks are longer', () => {
    const tape = constructedTape({ tickMillis: 3_600_000, prices: [[1, 1, 1]] });
    expect(tape.windowMillis).toBe(3_600_000);
  });

  it('carry one gas price each, up to and including the horizon', () => {
    const tape = constructedTape({ tickMillis: 300_000, prices: [[1, 1, 1, 1]], gas: [10, 20, 30] });
    expect([0, 599_999, 600_000, 899_999, 900_000].map((time) => tape.gasAt(time))).toEqual([10, 10, 20, 20, 20]);
    const whole = constructedTape({ tickMillis: 300_000, prices: [[1, 1, 1]], gas: [10, 20] });
    expect(whole.gasAt(600_000)).toBe(20);
  });

  it('measure ln(high/low), the tick between two belonging to both', () => {
    const tape = short();
    measureRange(tape, [0]);
    expect(tape.range[0]).toBeCloseTo(Math.log(110 / 80), 14);
    expect(tape.range[1]).toBeCloseTo(Math.log(120 / 60), 14);
  });

  it('measure the asset that moved most', () => {
    const tape = constructedTape({
      tickMillis: 600_000,
      prices: [
        [1, 1.1, 1.1],
        [1, 0.95, 1.9],
      ],
    });
    measureRange(tape, [0, 1]);
    expect(tape.range[0]).toBeCloseTo(Math.log(1.1), 14);
    expect(tape.range[1]).toBeCloseTo(Math.log(2), 14);
  });

  it('leave out assets that cannot move', () => {
    const tape = constructedTape({ tickMillis: 600_000, prices: [[1, 2]] });
    measureRange(tape, []);
    expect(tape.range[0]).toBe(0);
    expect(tape.lowestFraction).toBe(1);
  });

  it('are known only once they are over', () => {
    const tape = short();
    measureRange(tape, [0]);
    expect(tape.rangeBefore(0)).toBe(0);
    expect(tape.rangeBefore(719_999)).toBe(0);
    expect(tape.rangeBefore(720_000)).toBeCloseTo(Math.log(110 / 80), 14);
  });

  it('tell the lowest price as a share of the first', () => {
    const tape = short();
    measureRange(tape, [0]);
    expect(tape.lowestFraction).toBeCloseTo(0.6, 14);
  });

  it('forget the path before', () => {
    const tape = short();
    measureRange(tape, [0]);
    (tape.prices[0] as Float64Array).fill(5);
    tape.begin('constructed', 1);
    measureRange(tape, [0]);
    expect([...tape.range]).toEqual([0, 0, 0]);
    expect(tape.lowestFraction).toBe(1);
  });
});

describe('extremes so far', () => {
  it('run along with the price', () => {
    const tape = short();
    expect([...tape.lowestSoFar(0)]).toEqual([100, 90, 90, 80, 80, 60]);
    expect([...tape.highestSoFar(0)]).toEqual([100, 100, 110, 110, 120, 120]);
  });

  it('are made anew for the next path', () => {
    const tape = short();
    tape.lowestSoFar(0);
    tape.begin('constructed', 1);
    (tape.prices[0] as Float64Array).set([1, 2, 3, 4, 5, 6]);
    expect([...tape.lowestSoFar(0)]).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

describe('shared draws', () => {
  it('have the same n-th value whoever asks first', () => {
    const one = short();
    const late = one.draws('x').at(9);
    const two = short();
    for (let i = 0; i < 9; i++) two.draws('x').at(i);
    expect(two.draws('x').at(9)).toBe(late);
  });

  it('differ between purposes and between paths', () => {
    const tape = short();
    const first = tape.draws('x').at(0);
    expect(tape.draws('y').at(0)).not.toBe(first);
    tape.begin('constructed', 1);
    expect(tape.draws('x').at(0)).not.toBe(first);
  });
});
