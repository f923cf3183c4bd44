import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { COMPARISON_FILE, type ComparisonDocument } from '../report/comparison-page/comparison-document.ts';
import { writeAtomically } from './atomic-file.ts';
import { type Cell, csvPieces } from './csv.ts';
import { jsonText } from './json.ts';
import { makeFolder } from './make-folder.ts';
import { OutputError } from './output-error.ts';
import { REPORT_FILE } from './write-results.ts';

const COLUMNS = [
  ...['strategy', 'figure', 'unit', 'first', 'second', 'difference', 'low', 'high', 'n', 'differingPaths', 'margin'],
  ...['verdict', 'pValue', 'adjustedPValue', 'pathsToDecide'],
];

/**
 * Writes `comparison.csv` and `comparison.json` into a folder, which is made if need be; the page of an earlier one is removed.
 *
 * @returns the files written
 * @throws OutputError when one cannot be written
 */
export function writeComparison(folder: string, document: ComparisonDocument): string[] {
  try {
    makeFolder(folder);
    for (const name of [COMPARISON_FILE, REPORT_FILE]) rmSync(join(folder, name), { force: true });
  } catch (error) {
    throw new OutputError('write into the folder', folder, error);
  }
  const rows = document.figures.map((one): Cell[] => [
    ...[one.strategy, one.figure, one.unit, one.before, one.after, one.difference, one.low, one.high, one.n],
    ...[one.differingPaths, one.margin, one.verdict, one.pValue, one.adjustedPValue, one.pathsToDecide],
  ]);
  const [table, all] = [join(folder, 'comparison.csv'), join(folder, COMPARISON_FILE)];
  writeAtomically(table, csvPieces(COLUMNS, rows));
  writeAtomically(all, [jsonText(document)]);
  return [table, all];
}
