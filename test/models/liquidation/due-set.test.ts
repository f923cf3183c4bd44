import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueSet } from '../../../models/liquidation/due-set.ts';

const listed = (due: DueSet) => Array.from({ length: due.size }, (_, i) => due.at(i));

describe('the accounts that are due', () => {
  it('stand with the largest debt first, equal debts by slot', () => {
    const due = new DueSet();
    due.add(3, 50);
    due.add(1, 70);
    due.add(2, 50);
    due.add(0, 10);
    expect(listed(due)).toEqual([1, 2, 3, 0]);
    expect(due.totalUsd).toBe(180);
  });

  it('close ranks when one is removed', () => {
    const due = new DueSet();
    for (const [slot, debt] of [
      [0, 5],
      [1, 5],
      [2, 9],
    ] as const)
      due.add(slot, debt);
    due.remove(0);
    expect(listed(due)).toEqual([2, 1]);
    expect(due.totalUsd).toBe(14);
  });

  it('owe nothing once all are gone', () => {
    const due = new DueSet();
    due.add(0, 0.1);
    due.add(1, 0.2);
    due.add(2, 1e17);
    for (const slot of [2, 0, 1]) due.remove(slot);
    expect(due.totalUsd).toBe(0);
    due.add(5, 3);
    due.clear();
    expect(due.size).toBe(0);
  });

  it('are those of a plain sorted list after any additions and removals', () => {
    const step = fc.record({ slot: fc.nat(400), debt: fc.constantFrom(1, 2, 2, 3, 7.5, 1e6) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const due = new DueSet();
        const plain = new Map<number, number>();
        for (const { slot, debt } of steps) {
          if (plain.has(slot)) {
            due.remove(slot);
            plain.delete(slot);
          } else {
            due.add(slot, debt);
            plain.set(slot, debt);
          }
        }
        const sorted = [...plain].toSorted(([a, x], [b, y]) => y - x || a - b);
        expect(listed(due)).toEqual(sorted.map(([slot]) => slot));
        expect(due.totalUsd).toBeCloseTo(
          sorted.reduce((sum, [, debt]) => sum + debt, 0),
          6,
        );
      }),
      { seed: 20200312, numRuns: 200 },
    );
  });
});
