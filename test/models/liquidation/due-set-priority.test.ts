/** A due set in another order than that of debts. */
import { expect, it } from 'vitest';
import { DueSet } from '../../../models/liquidation/due-set.ts';

const listed = (due: DueSet) => Array.from({ length: due.size }, (_, position) => due.at(position));

it('lists the highest priority first, equals by slot, and forgets nobody however many there are', () => {
  const priority = (slot: number) => (slot * 7919) % 503;
  const due = new DueSet(priority);
  const slots = Array.from({ length: 1000 }, (_, i) => (i * 617) % 1000);
  for (const slot of slots) due.add(slot, 1 + slot);
  const expected = [...slots].sort((a, b) => priority(b) - priority(a) || a - b);
  expect(listed(due)).toEqual(expected);
  expect(due.totalUsd).toBe((1000 * 1001) / 2);
  for (const slot of slots.slice(0, 600)) due.remove(slot);
  expect(listed(due)).toEqual(expected.filter((slot) => slots.indexOf(slot) >= 600));
});

it('takes the priority of the moment at which an account is added', () => {
  const priorities = [1, 2, 3];
  const due = new DueSet((slot) => priorities[slot]!);
  for (const slot of [0, 1, 2]) due.add(slot, 10);
  priorities[0] = 9;
  expect(listed(due)).toEqual([2, 1, 0]);
  due.remove(0);
  due.add(0, 5);
  expect(listed(due)).toEqual([0, 2, 1]);
});

it('is the sorted list, whatever comes and goes', () => {
  const due = new DueSet();
  const debts = new Map<number, number>();
  let state = 12345;
  const next = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
  const expected = () => [...debts.keys()].sort((a, b) => debts.get(b)! - debts.get(a)! || a - b);
  for (let round = 0; round < 3000; round++) {
    // It fills, empties from the front, fills again.
    const isFilling = Math.floor(round / 500) % 2 === 0;
    const slot = next(300);
    if (isFilling && !debts.has(slot)) {
      debts.set(slot, 1 + next(40));
      due.add(slot, debts.get(slot)!);
    } else if (due.size > 0) {
      const gone = next(3) > 0 ? due.at(0) : due.at(next(due.size));
      debts.delete(gone);
      due.remove(gone);
    }
    if (round % 7 === 0) expect(listed(due)).toEqual(expected());
  }
  due.clear();
  due.add(5, 1);
  expect(listed(due)).toEqual([5]);
});
