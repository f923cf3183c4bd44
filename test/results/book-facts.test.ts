import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { prepareJob } from '../../results/batch.ts';
import { bookFactsOf, readBookFacts } from '../../results/book-facts.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const factsOf = async (name: string) => {
  const loaded = await loadScenario(name);
  const job = await prepareJob(loaded);
  return { facts: bookFactsOf(loaded, job), book: job.book };
};

it('the parts of a book add up to the book', async () => {
  const { facts, book } = await factsOf('black-thursday');
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  expect(facts.accounts).toBe(book.columns.accounts);
  expect(sum(facts.health.map(({ accounts }) => accounts))).toBe(facts.accounts);
  expect(sum(facts.health.map(({ debtUsd }) => debtUsd)) / book.debtUsd).toBeCloseTo(1, 9);
  expect(sum(facts.assets.map(({ debtUsd }) => debtUsd)) / book.debtUsd).toBeCloseTo(1, 9);
  expect(sum(facts.assets.map(({ collateralUsd }) => collateralUsd)) / book.collateralUsd).toBeCloseTo(1, 9);
});

it('a fall makes at least as much debt liquidable as a smaller one, and uncovered debt is part of it', async () => {
  const { facts } = await factsOf('black-thursday');
  for (let i = 1; i < facts.falls.length; i++) {
    const [before, now] = [facts.falls[i - 1]!, facts.falls[i]!];
    expect(now.liquidableUsd).toBeGreaterThanOrEqual(before.liquidableUsd);
    expect(now.uncoveredUsd).toBeGreaterThanOrEqual(before.uncoveredUsd);
    expect(now.uncoveredUsd).toBeLessThanOrEqual(now.liquidableUsd);
  }
  // One threshold for all: what a fall of f makes liquidable is the debt whose health factor is below 1/(1 − f).
  const below = facts.health.filter(({ to }) => to !== null && to <= 1.25).reduce((sum, bin) => sum + bin.debtUsd, 0);
  expect(facts.falls.find(({ fall }) => fall === 0.2)!.liquidableUsd).toBeGreaterThanOrEqual(below);
});

it('reads back what was written, and nothing where there is nothing', async () => {
  const { facts } = await factsOf('black-thursday');
  const folder = temporaryFolder();
  expect(readBookFacts(folder)).toBeUndefined();
  writeFileSync(join(folder, 'book.json'), JSON.stringify(facts));
  expect(readBookFacts(folder)).toEqual(facts);
  writeFileSync(join(folder, 'book.json'), '{"accounts": "<script>"}');
  expect(readBookFacts(folder)).toBeUndefined();
});
