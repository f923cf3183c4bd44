import type { SweepSummary } from '../points/sweep-results.ts';
import type { ComparisonDocument } from '../report/comparison-page/comparison-document.ts';
import { comparisonPage } from '../report/comparison-page/comparison-page.ts';
import { type ReportInput, reportPage } from '../report/page/report-page.ts';
import { sweepPage } from '../report/sweep-page/sweep-page.ts';
import { writeAtomically } from './atomic-file.ts';

/**
 * Writes the HTML report of a run. This module brings the drawing library with it: import it only when a report is due.
 *
 * @throws OutputError when the file cannot be written
 */
export async function writeReport(path: string, input: ReportInput): Promise<void> {
  const page = await reportPage(input);
  writeAtomically(path, [page]);
}

/** The same for a sweep. */
export async function writeSweepReport(path: string, summary: SweepSummary): Promise<void> {
  const page = await sweepPage(summary);
  writeAtomically(path, [page]);
}

/** The same for a comparison. */
export async function writeComparisonReport(path: string, document: ComparisonDocument): Promise<void> {
  const page = await comparisonPage(document);
  writeAtomically(path, [page]);
}
