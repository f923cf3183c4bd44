/** The share of a recorded book that a fall makes due, against the same share worked out from the file alone. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DATA_FOLDER, missingFiles } from '../../scripts/experiments/experiment.ts';
import { BOOKS, liquidable, liquidableCurve } from '../../scripts/experiments/liquidable-curve.ts';

/** Straight from the file: collateral, debt and threshold are its second to fourth column. */
function directly(file: string, fall: number, keeps: (row: readonly string[]) => boolean): number {
  const rows = readFileSync(`${DATA_FOLDER}${file}`, 'utf8').trim().split('\n').slice(1);
  let [due, total] = [0, 0];
  for (const row of rows.map((line) => line.split(',')).filter(keeps)) {
    const [collateral, debt, threshold] = [Number(row[1]), Number(row[2]), Number(row[3]) / 1e4];
    total += debt;
    if (collateral * (1 - fall) * threshold < debt) due += debt;
  }
  return due / total;
}

const KEEPS = [() => true, (row: readonly string[]) => row[8] === '0', () => true];

describe.skipIf(missingFiles(liquidableCurve, DATA_FOLDER).length > 0)('liquidable against fall', () => {
  it.each(BOOKS.map((book, index) => ({ ...book, index })))('$name', async ({ index, ...book }) => {
    for (const fall of [0.05, 0.1, 0.3]) {
      const { dueUsd, debtUsd } = await liquidable(book, fall, DATA_FOLDER);
      expect(dueUsd / debtUsd).toBeCloseTo(directly(book.file, fall, KEEPS[index]!), 9);
    }
  });

  it('is that of the research note on the v3 book', async () => {
    for (const [fall, share] of [
      [0.05, 0.086],
      [0.2, 0.552],
    ] as const) {
      const { dueUsd, debtUsd } = await liquidable(BOOKS[0]!, fall, DATA_FOLDER);
      expect(dueUsd / debtUsd).toBeCloseTo(share, 3);
    }
  });
});
