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
