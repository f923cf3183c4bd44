/** Puts a run's files into its folder, the page last: should drawing it fail, the figures are there already. */
import { join } from 'node:path';
import type { Anatomy } from '../results/anatomy/anatomy.ts';
import { prepareJob } from '../results/batch.ts';
import { BOOK_FILE, type BookFacts, bookFactsOf } from '../results/book-facts.ts';
import type { Results } from '../results/results.ts';
import type { Summary } from '../results/summary.ts';
import { writeAtomically } from '../results/write/atomic-file.ts';
import { jsonText } from '../results/write/json.ts';
import { REPORT_FILE, writeResults } from '../results/write/write-results.ts';
import type { LoadedScenario } from '../scenarios/loaded-scenario.ts';

export interface FolderContent {
  readonly results: Results;
  readonly summary: Summary;
  /** What the book looks like; left out where nobody knows. */
  readonly book: BookFacts | undefined;
  /** What happened on a few paths; left out where nobody knows. */
  readonly anatomy: Anatomy | undefined;
  readonly withReport: boolean;
}

/** @returns the files written, in their order @throws OutputError when one cannot be written */
export async function writeFolder(folder: string, content: FolderContent): Promise<string[]> {
  const { results, summary, book, anatomy, withReport } = content;
  const files = writeResults(folder, results, summary, { book, anatomy });
  const hasPaths = results.strategies.some(({ paths }) => paths.length > 0);
  if (!withReport || !hasPaths) return files;
  const { writeReport } = await import('../results/write/write-report.ts');
  const path = join(folder, REPORT_FILE);
  await writeReport(path, { results, summary, book, anatomy });
  return [...files, path];
}

/** What a folder says beside the figures: of the book, and with a report of a few paths. */
export async function factsOf(
  loaded: LoadedScenario,
  results: Results,
  withReport: boolean,
): Promise<Pick<FolderContent, 'book' | 'anatomy'>> {
  const job = await prepareJob(loaded);
  const { makeAnatomy } = await import('../results/anatomy/make-anatomy.ts');
  return {
    book: bookFactsOf(loaded, job),
    anatomy: withReport ? await makeAnatomy(loaded, job, results) : undefined,
  };
}

/** For the folder of a shard, which holds rows only: `merge` has no scenario to make the book of. */
export async function writeBook(folder: string, loaded: LoadedScenario): Promise<void> {
  writeAtomically(join(folder, BOOK_FILE), [jsonText(bookFactsOf(loaded, await prepareJob(loaded)))]);
}
