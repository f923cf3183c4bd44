import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../write/atomic-file.ts';
import { csvPieces } from '../write/csv.ts';
import { jsonPieces, jsonText } from '../write/json.ts';
import { makeFolder } from '../write/make-folder.ts';
import { OutputError } from '../write/output-error.ts';
import { REPORT_FILE } from '../write/write-results.ts';
import { differencesCsv, sweepPathsCsv, sweepSummaryCsv } from './sweep-csv.ts';
import { writeSweepParquet } from './sweep-parquet.ts';
import type { PlanDocument, SweepRows, SweepSummary } from './sweep-results.ts';

const FILES = [
  'summary.json',
  'paths.parquet',
  'paths.csv',
  'summary.csv',
  'differences.csv',
  'failures.csv',
  REPORT_FILE,
] as const;

/** Writes `plan.json` before the first path, and removes what an earlier sweep left. @throws OutputError when it cannot */
export function writePlan(folder: string, plan: PlanDocument): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new OutputError('make the folder', folder, error);
  }
  // summary.json is written last: a folder that has it is complete.
  for (const name of FILES) rmSync(join(folder, name), { force: true });
  writeAtomically(join(folder, 'plan.json'), [jsonText(plan)]);
}

/**
 * Writes a sweep into its folder. Everything repeats byte for byte for the same plan, whatever the threads.
 *
 * @param withCsv also the rows as CSV
 * @returns the files written, in that order
 * @throws OutputError when a file cannot be written
 */
export async function writeSweep(
  folder: string,
  rows: SweepRows,
  summary: SweepSummary,
  withCsv: boolean,
): Promise<string[]> {
  const parquet = join(folder, 'paths.parquet');
  await writeSweepParquet(parquet, rows);
  const files: [name: string, pieces: Iterable<string>][] = [
    ...(withCsv ? [['paths.csv', sweepPathsCsv(rows)] as [string, Iterable<string>]] : []),
    ['summary.csv', sweepSummaryCsv(summary)],
    ['differences.csv', differencesCsv(summary)],
  ];
  const failures = [...failureRows(rows, summary)];
  if (failures.length > 0) {
    files.push(['failures.csv', csvPieces(['point', 'path', 'strategy', 'code', 'message'], failures)]);
  }
  files.push(['summary.json', jsonPieces(summary)]);
  const written = files.map(([name, pieces]) => {
    const path = join(folder, name);
    writeAtomically(path, pieces);
    return path;
  });
  return [join(folder, 'plan.json'), parquet, ...written];
}

function* failureRows(rows: SweepRows, { points }: SweepSummary) {
  for (const { point, failedPaths } of points) {
    if (failedPaths.length === 0) continue;
    const failures = [...rows.read(point).failures].sort((a, b) => a.path - b.path);
    for (const { path, strategy, code, message } of failures) yield [point, path, strategy ?? null, code, message];
  }
}
