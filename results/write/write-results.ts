import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ANATOMY_FILE, type Anatomy } from '../anatomy/anatomy.ts';
import { BOOK_FILE, type BookFacts } from '../book-facts.ts';
import { stableManifest } from '../manifest.ts';
import type { Results } from '../results.ts';
import type { Summary } from '../summary.ts';
import { writeAtomically } from './atomic-file.ts';
import { csvPieces } from './csv.ts';
import { jsonText } from './json.ts';
import { makeFolder } from './make-folder.ts';
import { OutputError } from './output-error.ts';
import { pathsCsv } from './paths-csv.ts';
import { summaryCsv } from './summary-csv.ts';

/** The page of the results, which is written after them. */
export const REPORT_FILE = 'report.html';

/** What there is to say beside the figures. */
export interface WorldFacts {
  readonly book?: BookFacts | undefined;
  readonly anatomy?: Anatomy | undefined;
}

const FAILURES_COLUMNS = ['path', 'strategy', 'code', 'message'] as const;

/**
 * Writes a run into a folder, which is made if need be: `paths.csv`, `summary.csv`, `summary.json`, `book.json` and
 * `anatomy.json` when they are given, `failures.csv` when paths failed, `environment.json` where the run knows its machine, and `manifest.json` last, so that a
 * folder with a manifest is complete. Files of an earlier run are replaced.
 *
 * All but `environment.json` repeat byte for byte for the same scenario, seed and number of paths.
 *
 * @param folder where to
 * @returns the files written, in that order
 * @throws OutputError when the folder or a file cannot be written
 */
export function writeResults(folder: string, results: Results, summary: Summary, facts: WorldFacts = {}): string[] {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new OutputError('make the folder', folder, error);
  }
  const manifest = join(folder, 'manifest.json');
  clear(manifest);
  for (const name of ['failures.csv', 'environment.json', BOOK_FILE, ANATOMY_FILE, REPORT_FILE])
    clear(join(folder, name));

  const files: [name: string, pieces: Iterable<string>][] = [
    ['paths.csv', pathsCsv(results)],
    ['summary.csv', summaryCsv(summary)],
    ['summary.json', [jsonText(summary)]],
  ];
  const { book, anatomy } = facts;
  if (book !== undefined) files.push([BOOK_FILE, [jsonText(book)]]);
  if (anatomy !== undefined) files.push([ANATOMY_FILE, [`${JSON.stringify(anatomy)}\n`]]);
  if (results.failures.length > 0) files.push(['failures.csv', csvPieces(FAILURES_COLUMNS, failureRows(results))]);
  const { environment } = results.manifest;
  if (environment !== undefined) files.push(['environment.json', [jsonText(environment)]]);
  files.push(['manifest.json', [jsonText(stableManifest(results.manifest))]]);
  return files.map(([name, pieces]) => {
    const path = join(folder, name);
    writeAtomically(path, pieces);
    return path;
  });
}

/** The manifest of an earlier run must not vouch for files of this one, should this one stop half way. */
function clear(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw new OutputError('replace the file', path, error);
  }
}

function failureRows({ failures }: Results) {
  return [...failures]
    .sort((a, b) => a.path - b.path)
    .map(({ path, strategy, code, message }) => [path, strategy ?? null, code, message]);
}
